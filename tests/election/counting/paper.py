"""Elections on paper: generated ballots in a box, counted one by one with fractions and no cleverness."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from tests.election.counting.samples import NAMES, ON_1990, ON_2020, WATCHES

MARKS = ("for", "against", "abstain")
WRITTEN_IN = ("外一", "外二")
DIFFERENTIAL, EQUAL = "branch_committee", "head"


@dataclass
class Ballot:
    """A sheet of paper: one mark for every candidate, the names written in, and whether it was spoiled."""

    marks: Sequence[str]
    written: Sequence[str] = ()
    spoiled: bool = False


@dataclass
class Meeting:
    """A ballot as it was held: who was there, what was handed out, and the box."""

    kind: str
    on: Any
    round: str
    seats: int
    due: int
    present: int
    voters: int
    issued: int
    candidates: Sequence[str]
    box: list[Ballot]
    scrutineer: str = WATCHES
    readings: dict[str, str] = field(default_factory=dict)


def meeting(chance: Random) -> Meeting:
    """Any meeting: mostly lawful, sometimes not."""
    kind, seats = chance.choice((DIFFERENTIAL, DIFFERENTIAL, DIFFERENTIAL, EQUAL)), chance.randint(1, 4)
    round_ = chance.choice(("formal", "formal", "formal", "tie", "separate"))
    due = chance.randint(3, 20)
    present = chance.randint(due // 2, due) if chance.random() < 0.1 else due - chance.randint(0, due // 5)
    voters = present - (chance.random() < 0.1 and present > 0)
    issued = max(voters + chance.choice((0,) * 30 + (-1, 1)), 0)
    on = ON_1990 if chance.random() < 0.3 else ON_2020
    people = standing(chance, kind, round_, seats)
    held = Meeting(kind, on, round_, seats, due, present, voters, issued, people, [], readings=readings(chance))
    collected = voters + chance.choice((0,) * 30 + (-1, -1, 1, 1, 2))
    held.box = box(chance, held, max(collected, 0))
    held.scrutineer = people[0] if people and chance.random() < 0.02 else WATCHES
    return held


def standing(chance: Random, kind: str, round_: str, seats: int) -> tuple[str, ...]:
    """Who stands: as many as are needed, sometimes more, rarely too few."""
    least = seats + 1 if round_ == "tie" else seats if kind == EQUAL or round_ == "separate" else -(-6 * seats // 5)
    more = 0 if kind == EQUAL and round_ == "formal" else chance.choice((0, 0, 1, 2))
    fewer = chance.random() < 0.04
    return NAMES[: least - 1 if fewer else least + more]


def readings(chance: Random) -> dict[str, str]:
    """The defaults, or other readings of who wins and of which ballots are too many."""
    base = "due" if chance.random() < 0.2 else "present"
    limit = chance.choice(("both", "both", "both", "issued", "voters"))
    return {"winner_base": base, "tie_needs_majority": "yes" if chance.random() < 0.2 else "no", "ballots_limit": limit}


def box(chance: Random, held: Meeting, sheets: int) -> list[Ballot]:
    """The box: every candidate has his own standing with the voters, so that some are tied and some fall short."""
    liked = [chance.choice((2, 4, 5, 6, 8, 10)) for _ in held.candidates]
    full = chance.random() < 0.4  # everybody fills every seat, so that many have more than half
    return [sheet(chance, held, liked, full) for _ in range(sheets)]


def sheet(chance: Random, held: Meeting, liked: Sequence[int], full: bool) -> Ballot:
    """One sheet: now and then blank, spoiled, or with more names than there are seats."""
    if chance.random() < 0.03:
        return Ballot(("abstain",) * len(liked))
    marks = ["for"] * len(liked) if full else [mark(chance, each) for each in liked]
    if full or chance.random() < 0.85:
        keep_to_seats(chance, marks, held.seats)
    room = min(marks.count("against"), max(held.seats - marks.count("for"), 0))
    written = WRITTEN_IN[: min(room, chance.choice((0, 0, 1, 2)))] if held.round != "tie" else ()
    return Ballot(marks, written, chance.random() < 0.03)


def mark(chance: Random, liked: int) -> str:
    return "for" if chance.randrange(10) < liked else "abstain" if chance.randrange(8) == 0 else "against"


def keep_to_seats(chance: Random, marks: list[str], seats: int) -> None:
    """Crosses out votes until there are no more than seats."""
    while marks.count("for") > seats:
        marks[chance.choice([row for row, mark in enumerate(marks) if mark == "for"])] = "against"


def valid_sheets(held: Meeting) -> list[Ballot]:
    """Those not spoiled that choose no more than there are seats."""
    return [each for each in held.box if not each.spoiled and chosen(each) <= held.seats]


def chosen(ballot: Ballot) -> int:
    return sum(mark == "for" for mark in ballot.marks) + len(ballot.written)


def is_blank(ballot: Ballot) -> bool:
    return not ballot.written and all(mark == "abstain" for mark in ballot.marks)


def report(held: Meeting) -> dict[str, Any]:
    """The scrutineers' report: what a count file holds."""
    sheets = valid_sheets(held)
    rows = []
    for row, name in enumerate(held.candidates):
        marks = Counter(each.marks[row] for each in sheets)
        rows.append({"name": name, **{mark: marks[mark] for mark in MARKS}})
    return {
        "kind": held.kind,
        "on": str(held.on),
        "round": held.round,
        "seats": held.seats,
        "due": held.due,
        "present": held.present,
        "voters": held.voters,
        "issued": held.issued,
        "collected": len(held.box),
        "void": len(held.box) - len(sheets),
        "blank": sum(map(is_blank, sheets)),
        "scrutineers": [held.scrutineer],
        "candidates": rows,
        "write_ins": [{"name": name, "for": votes} for name, votes in written_in(sheets).items()],
    }


def written_in(sheets: Iterable[Ballot]) -> Counter[str]:
    return Counter(name for each in sheets for name in each.written)


@dataclass
class Outcome:
    """What the paper says."""

    valid: bool
    next: str
    elected: list[set[str]] = field(default_factory=list)
    """Groups of equal votes, the most votes first."""
    tied: set[str] = field(default_factory=set)

    @property
    def winners(self) -> set[str]:
        return set().union(*self.elected)


def counted(held: Meeting, separate_elections: int = 0, tie_votes: int = 0) -> Outcome:
    """The outcome straight from the box; the two numbers say how often it was tried before."""
    if wrong_people(held):
        return Outcome(False, "manual")
    if not enough_present(held) or too_many_sheets(held):
        return Outcome(False, "repeat_ballot")
    outcome = filled(held, votes_of(held))
    if outcome.tied:
        outcome.next = "manual" if tie_votes + (held.round == "tie") >= 1 else "revote_tied"
    elif len(outcome.winners) < held.seats:
        outcome.next = "manual" if separate_elections + (held.round == "separate") >= 2 else "separate_election"
    return outcome


def wrong_people(held: Meeting) -> bool:
    """Too few candidates, too many heads, or one of them watching the count."""
    standing, seats = len(held.candidates), held.seats
    if held.scrutineer in held.candidates:
        return True
    if held.round == "tie":
        return standing <= seats
    if held.round == "separate":
        return standing == 0
    if held.kind == EQUAL:
        return standing != seats
    return Fraction(standing - seats, seats) < Fraction(20, 100)


def enough_present(held: Meeting) -> bool:
    share = Fraction(held.present, held.due)
    return share > Fraction(4, 5) if held.on == ON_1990 else share >= Fraction(4, 5)


def too_many_sheets(held: Meeting) -> bool:
    limits = {"issued": [held.issued], "voters": [held.voters], "both": [held.issued, held.voters]}
    return any(len(held.box) > limit for limit in limits[held.readings["ballots_limit"]])


def votes_of(held: Meeting) -> dict[str, int]:
    """Everybody's votes, sheet by sheet."""
    votes = dict.fromkeys(held.candidates, 0)
    for each in valid_sheets(held):
        for name, mark in zip(held.candidates, each.marks, strict=True):
            votes[name] += mark == "for"
        for name in each.written:
            votes[name] = votes.get(name, 0) + 1
    return votes


def filled(held: Meeting, votes: dict[str, int]) -> Outcome:
    """Seat after seat to whoever has the most votes, as long as that is enough and nobody else has as many."""
    base = held.due if held.readings["winner_base"] == "due" else held.present
    free = held.round == "tie" and held.readings["tie_needs_majority"] == "no"
    left = {name: each for name, each in votes.items() if free or each > Fraction(base, 2)}
    outcome, seats = Outcome(True, "none"), held.seats
    while left and seats:
        most = max(left.values())
        group = {name for name, each in left.items() if each == most}
        if len(group) > seats:
            outcome.tied = group
            break
        outcome.elected.append(group)
        seats -= len(group)
        left = {name: each for name, each in left.items() if name not in group}
    return outcome
