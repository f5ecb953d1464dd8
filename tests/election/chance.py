"""Where a random walk takes its choices from."""

from collections.abc import Sequence
from random import Random
from typing import Any


class Chance:
    """Choices out of a seeded random, or out of one of hypothesis, which makes them small again when something fails."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(least, most)

    def pick(self, options: Sequence[Any]) -> Any:
        """One of several."""
        return self.random.choice(options)

    def rarely(self, one_in: int = 8) -> bool:
        """True once in so many times."""
        return self.random.randint(1, one_in) == one_in

    def some(self, options: Sequence[Any], least: int = 0) -> list[Any]:
        """Some of several, at least so many where there are, each once, in any order."""
        return self.random.sample(options, self.random.randint(min(least, len(options)), len(options)))
