"""Every scenario of findings, on the engine in memory."""

from pytest_bdd import scenarios

scenarios("finding")
