"""The rounds of a ballot: keyed by two people, confirmed, decided, and what follows until every seat is settled."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from workflows.engine.declare import Key
from workflows.engine.dossier import Dossier, Taking

from .ballots import Ballot, ballots
from .course import pre_election

KEYERS = 2


@dataclass(frozen=True)
class Round:
    """One round: who stands in it for how many seats, what was keyed (the last by each person), and what came of it.

    While a pre-election runs (`choosing`), those elected are not seated: they stand in the formal election.
    """

    ballot: Ballot
    number: int
    kind: str
    seats: int
    candidates: tuple[int, ...]
    keyed: dict[int, Any]
    confirmed: Any = None
    resolved: Any = None
    choosing: bool = False

    @property
    def key(self) -> Key:
        """What its entries are about."""
        return self.ballot.position, self.number

    @property
    def agreed(self) -> Any:
        """The count, when two people keyed the same; None before."""
        counts = list(self.keyed.values())
        return counts[0] if len(counts) == KEYERS and not differing(*counts) else None

    @property
    def differs(self) -> tuple[str, ...]:
        """The fields that two people keyed differently."""
        counts = list(self.keyed.values())
        return differing(*counts) if len(counts) == KEYERS else ()

    @property
    def waits_for_meeting(self) -> bool:
        """Whether the meeting has to decide what becomes of the seats."""
        return bool(self.confirmed) and self.confirmed.next in ("separate_election", "manual") and not self.resolved


class Course(NamedTuple):
    """A ballot with its rounds so far, the last one being where it stands."""

    ballot: Ballot
    rounds: list[Round]

    @property
    def now(self) -> Round:
        """The last round."""
        return self.rounds[-1]

    @property
    def elected(self) -> list[int]:
        """Who was elected in any confirmed round, in that order; a pre-election alone elects nobody."""
        return [
            person for each in self.rounds if each.confirmed and not each.choosing for person in each.confirmed.elected
        ]

    @property
    def settled(self) -> bool:
        """Whether nothing more is voted on: every seat filled, or given up by the meeting's decision."""
        return not self.now.choosing and ended(self.now)


def course_of(dossier: Dossier, ballot: Ballot) -> Course:
    """The rounds of a ballot, from the first to the one it stands in."""
    choosing = ballot.at_the_meeting and pre_election(dossier)
    kind = "pre" if choosing else "formal"
    rounds = [_round(dossier, ballot, 1, kind, ballot.seats, first_candidates(dossier, ballot), choosing)]
    while (following := _next(dossier, rounds)) is not None:
        rounds.append(following)
    return Course(ballot, rounds)


def first_candidates(dossier: Dossier, ballot: Ballot) -> tuple[int, ...]:
    """Who stands in the first round: as fixed; for a post inside a new committee only those who were elected to it."""
    if ballot.at_the_meeting:
        return ballot.candidates
    chosen = [
        person
        for each in ballots(dossier)
        if each.position == ballot.voters
        for person in course_of(dossier, each).elected
    ]
    return tuple(person for person in ballot.candidates if person in chosen)


def courses(dossier: Dossier, at_the_meeting: bool | None = None) -> list[Course]:
    """The ballots with their rounds: all, or only those of the members' meeting or of the first meetings."""
    wanted = (each for each in ballots(dossier) if at_the_meeting in (None, each.at_the_meeting))
    return [course_of(dossier, ballot) for ballot in wanted]


def find_round(dossier: Dossier, key: Key) -> Round | None:
    """The round of a key; None when the ballot has not come to it."""
    found = (each for course in courses(dossier) for each in course.rounds if each.key == key)
    return next(found, None)


def ended(last: Round) -> bool:
    """Whether nothing follows a round by itself: its seats are filled, or the meeting gave them up."""
    if last.confirmed is None:
        return False
    return last.confirmed.next == "none" or bool(last.resolved and last.resolved.choice != "separate")


def _round(
    dossier: Dossier,
    ballot: Ballot,
    number: int,
    kind: str,
    seats: int,
    candidates: tuple[int, ...],
    choosing: bool = False,
) -> Round:
    key = (ballot.position, number)
    confirmed = _last(dossier.of_key("confirm_count", key))
    resolved = next((each.form for each in dossier.of_key("resolve_round", key) if each.outcome != "lost"), None)
    return Round(ballot, number, kind, seats, candidates, _keyed(dossier, key), confirmed, resolved, choosing)


def _last(takings: list[Taking]) -> Any:
    return takings[-1].form if takings else None


def _keyed(dossier: Dossier, key: Key) -> dict[int, Any]:
    """The last count of each person, in the order in which they first keyed."""
    return {taking.by or 0: taking.form for taking in dossier.of_key("key_count", key)}


def _next(dossier: Dossier, rounds: list[Round]) -> Round | None:
    """The round that follows from the last one; None while it waits, or when there is nothing more to vote on."""
    last = rounds[-1]
    if last.confirmed is None:
        return None
    following, seats = last.confirmed.next, last.confirmed.seats_left
    if following == "repeat_ballot":
        return _after(dossier, last, last.kind, last.seats, last.candidates)
    if following == "revote_tied":
        return _after(dossier, last, "tie", seats, tuple(last.confirmed.tied))
    if last.resolved and last.resolved.choice == "separate":
        people = tuple(row.person for row in last.resolved.candidates if row.person is not None)
        return _after(dossier, last, "separate", seats, people)
    if last.choosing and ended(last):
        chosen = [person for each in rounds if each.confirmed for person in each.confirmed.elected]
        in_order = tuple(person for person in (*last.ballot.candidates, *chosen) if person in chosen)
        people = tuple(dict.fromkeys(in_order))
        return _round(dossier, last.ballot, last.number + 1, "formal", len(people), people) if people else None
    return None


def _after(dossier: Dossier, last: Round, kind: str, seats: int, people: tuple[int, ...]) -> Round:
    return _round(dossier, last.ballot, last.number + 1, kind, seats, people, last.choosing)


def to_meet(dossier: Dossier) -> list[Key]:
    """The elected body that has to meet next: the discipline commission before the committee."""
    bodies = dict.fromkeys(ballot.voters for ballot in ballots(dossier) if not ballot.at_the_meeting)
    return [(body,) for body in bodies if not dossier.of_key("hold_first_meeting", (body,))][:1]


def to_key(dossier: Dossier) -> list[Key]:
    """The rounds in which something is still to be keyed."""
    return [each.key for each in _current(dossier) if not each.confirmed and each.agreed is None]


def to_confirm(dossier: Dossier) -> list[Key]:
    """The rounds that two people keyed alike."""
    return [each.key for each in _current(dossier) if not each.confirmed and each.agreed is not None]


def to_resolve(dossier: Dossier) -> list[Key]:
    """The rounds after which the meeting has to decide."""
    return [each.key for each in _current(dossier) if each.waits_for_meeting]


def _current(dossier: Dossier) -> Iterator[Round]:
    """The rounds that stand open, of the meeting that is under way."""
    at_the_meeting = "announce_result" not in dossier.standing
    for course in courses(dossier, at_the_meeting):
        if at_the_meeting or dossier.of_key("hold_first_meeting", (course.ballot.voters,)):
            yield course.now


def differing(one: Any, other: Any) -> tuple[str, ...]:
    """The fields in which two counts differ: `collected`, `votes.12.against`, `write_ins.7`."""
    first, second = flat(one), flat(other)
    return tuple(sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name)))


def flat(count: Any) -> dict[str, int]:
    """The numbers of a count by the names under which they are compared."""
    found = {name: count.known(name) for name in ("issued", "collected", "void", "blank")}
    for row in count.known("votes") or ():
        found |= {f"votes.{row.person}.{name}": getattr(row, name) for name in ("in_favour", "against", "abstain")}
    return found | {f"write_ins.{row.person}": row.in_favour for row in count.known("write_ins") or ()}
