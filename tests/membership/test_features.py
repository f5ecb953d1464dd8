"""Every scenario of membership development, on the engine in memory."""

from pytest_bdd import scenarios

scenarios("membership")
