"""How many candidates a ballot must have: differential, equal number, or as the round before left it."""

from typing import NamedTuple

from workflows.engine.findings import Citation
from workflows.engine.law import Law
from workflows.rules import XJ20

from .count import Count

COMMITTEE, DELEGATES = "candidates_over_percent", "delegates_over_percent"
STANDING_LEAST, STANDING_MOST = "standing_over_min_count", "standing_over_max_count"
HEADS = {"head": XJ20.art("E-28"), "member_meeting_head": XJ20.art("E-29")}


class Bounds(NamedTuple):
    """The smallest and the largest number of candidates (None: no upper bound), and where it is said."""

    least: int
    most: int | None
    cited: tuple[Citation, ...]


def least_candidates(kind: str, seats: int, law: Law, by_election: bool = False) -> int:
    """The smallest number of candidates of a first ballot; reading C-8 may allow an equal number in a by-election."""
    limit = limit_of(kind)
    if limit is None or limit not in law or (by_election and law.readings["by_election_candidates"] == "equal"):
        return seats
    if limit == STANDING_LEAST:
        return seats + law[limit]
    return over_percent(seats, law[limit])


def most_candidates(kind: str, seats: int, law: Law) -> int | None:
    """The largest number of candidates of a first ballot; None where there is no bound."""
    if kind == "head":
        return seats
    return seats + law[STANDING_MOST] if kind == "standing_committee" and STANDING_MOST in law else None


def limit_of(kind: str) -> str | None:
    """The limit that asks for more candidates than seats; None for heads."""
    if kind in HEADS:
        return None
    return {"standing_committee": STANDING_LEAST, "delegates": DELEGATES}.get(kind, COMMITTEE)


def over_percent(seats: int, percent: int) -> int:
    """The smallest number that exceeds the seats by so many per cent of them."""
    return seats - (-percent * seats // 100)


def bounds(count: Count, law: Law, equal_number: bool = False) -> Bounds:
    """What is asked of this ballot. `equal_number`: as many candidates as seats are enough.

    A tie is voted on among more people than seats. In a separate election one candidate is enough: who stands is the
    meeting's decision (C-7).
    """
    if count.round == "tie":
        return Bounds(count.seats + 1, None, law.cited((XJ20.art("E-48"),)))
    if count.round == "separate":
        return Bounds(1, None, law.cited((XJ20.art("E-49"),)))
    least = count.seats if equal_number else least_candidates(count.kind, count.seats, law)
    return Bounds(least, most_candidates(count.kind, count.seats, law), cited_for(count.kind, law))


def cited_for(kind: str, law: Law) -> tuple[Citation, ...]:
    """The article that sets the number of candidates."""
    if kind in HEADS:
        return law.cited((HEADS[kind],))
    limit = limit_of(kind)
    return (law.limits[limit].citation,) if limit in law.limits else ()
