"""Who is elected by the votes alone: majority, ranking, and the tie that stops it."""

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from .count import Candidate, WriteIn

Somebody = Candidate | WriteIn


class Result(NamedTuple):
    """The elected, most votes first, and those whose equal votes leave the last seats open."""

    elected: tuple[Somebody, ...]
    tied: tuple[Somebody, ...]


def majority_of(base: int) -> int:
    """The smallest number of votes that is more than half."""
    return base // 2 + 1


def result(people: Sequence[Somebody], seats: int, base: int | None) -> Result:
    """Those with more than half of `base` (all, where it is None), the most votes first, as far as the seats go."""
    passed = people if base is None else [each for each in people if 2 * each.in_favour > base]
    ranked = sorted(passed, key=attrgetter("in_favour"), reverse=True)
    if len(ranked) <= seats:
        return Result(tuple(ranked), ())
    edge = ranked[seats - 1].in_favour
    if ranked[seats].in_favour < edge:
        return Result(tuple(ranked[:seats]), ())
    above = tuple(each for each in ranked if each.in_favour > edge)
    return Result(above, tuple(each for each in ranked if each.in_favour == edge))
