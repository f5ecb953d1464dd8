"""Every scenario of elections, on the engine in memory."""

from pytest_bdd import scenarios

scenarios("election")
