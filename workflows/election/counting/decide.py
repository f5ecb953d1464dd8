"""Decides a count: whether the ballot is valid, who is elected, and what is next. Whole numbers in, a decision out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from workflows.engine.findings import N_, Finding, block
from workflows.engine.law import Law

from .count import Count
from .law import base_of, governs
from .reasons import why
from .remarks import remarks
from .result import Result, Somebody, result
from .validity import refusals, ruled

NOTHING, REVOTE, SEPARATE, REPEAT, MANUAL = "none", "revote_tied", "separate_election", "repeat_ballot", "manual"
NO_EDITION = N_("%(on)s 没有有效的选举规定版本，不能判断：请核对日期")
BY_A_PERSON = {"G00", "G43", "G45"}
"""What another ballot of the same people would not mend."""


class Before(NamedTuple):
    """What came before a ballot, as far as it matters: tie votes and separate elections on the same seats.

    `equal_number`: as many candidates as seats are enough, because a differential pre-election fixed them, or because
    it is a by-election and the reading C-8 says so.
    """

    equal_number: bool = False
    tie_votes: int = 0
    separate_elections: int = 0


@dataclass(frozen=True)
class Decision:
    """What a count decides. `elected` and `tied` are rows of the count, most votes first; `next` is one of none,
    revote_tied, separate_election, repeat_ballot, manual.
    """

    count: Count
    law: Law
    valid: bool
    elected: tuple[Somebody, ...]
    tied: tuple[Somebody, ...]
    next: str
    findings: tuple[Finding, ...]

    @property
    def seats_left(self) -> int:
        """Seats that nobody has yet."""
        return self.count.seats - len(self.elected)

    @cached_property
    def why(self) -> Sequence[str]:
        """The reasoning, line by line."""
        return why(self)


def decide(count: Count, law: Law, before: Before = Before()) -> Decision:  # noqa: B008 (it never changes)
    """The decision on a count under the law of its day."""
    against = refusals(count, law, before.equal_number) if governs(law) else [no_edition(count)]
    if against:
        follows = MANUAL if any(found.code in BY_A_PERSON for found in against) else REPEAT
        return Decision(count, law, False, (), (), follows, tuple(against))
    found = result(count.people, count.seats, base_of(count, law))
    said = tuple(remarks(count, law, found))
    return Decision(count, law, True, found.elected, found.tied, following(count, law, found, before), said)


def following(count: Count, law: Law, found: Result, before: Before) -> str:
    """What is next: a vote on the tied, a separate election for what is left, or a person's decision (C-6, C-7)."""
    if found.tied:
        held = before.tie_votes + (count.round == "tie")
        return REVOTE if held < law["tie_votes_max_count"] else MANUAL
    if len(found.elected) < count.seats:
        held = before.separate_elections + (count.round == "separate")
        return SEPARATE if held < law["separate_elections_max_count"] else MANUAL
    return NOTHING


def no_edition(count: Count) -> Finding:
    """The one finding of a ballot older than every edition held."""
    return ruled(Finding(NO_EDITION, {"on": count.on}), "G00", block, count, ())
