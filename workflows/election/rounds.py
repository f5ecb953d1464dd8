"""The rounds of a ballot: keyed by two people, confirmed, decided, and what follows until every seat is settled."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from workflows.engine.declare import Key
from workflows.engine.dossier import Dossier, Taking

from .ballots import Ballot, ballots
from .bodies import meeting_of
from .course import pre_election
from .keyed import KEYERS, differing


@dataclass(frozen=True)
class Round:
    """One round: who stands in it for how many seats, what was keyed (the last by each person), and what came of it.

    While a pre-election runs (`choosing`), those elected are not seated: they stand in the formal election. With a round
    `anew` the body met once more, and whom it elected before is elected no longer.
    """

    ballot: Ballot
    number: int
    kind: str
    seats: int
    candidates: tuple[int, ...]
    keyed: dict[int | None, Any]
    confirmed: Any = None
    resolved: Any = None
    choosing: bool = False
    anew: bool = False

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
        """Who was elected in any confirmed round that counts, in that order; a pre-election alone elects nobody."""
        confirmed = (each.confirmed for each in self.counting if each.confirmed and not each.choosing)
        return [person for each in confirmed for person in each.elected]

    @property
    def counting(self) -> list[Round]:
        """The rounds that count: all, or those since the body met once more."""
        return [*self.before(self.now), self.now]

    def before(self, found: Round) -> list[Round]:
        """The rounds before one that count beside it."""
        begun = max((each.number for each in self.rounds if each.anew and each.number <= found.number), default=1)
        return [each for each in self.rounds if begun <= each.number < found.number]

    @property
    def settled(self) -> bool:
        """Whether nothing more is voted on: every seat filled, or given up by the meeting's decision."""
        return not self.now.choosing and ended(self.now)


def course_of(dossier: Dossier, ballot: Ballot) -> Course:
    """The rounds of a ballot, from the first to the one it stands in."""
    rounds = [_first(dossier, ballot)]
    while (following := _next(dossier, rounds)) is not None:
        rounds.append(following)
    return Course(ballot, rounds)


def _first(dossier: Dossier, ballot: Ballot) -> Round:
    choosing = ballot.at_the_meeting and pre_election(dossier)
    kind = "pre" if choosing else "formal"
    return _round(dossier, ballot, 1, kind, ballot.seats, first_candidates(dossier, ballot), choosing)


def first_candidates(dossier: Dossier, ballot: Ballot) -> tuple[int, ...]:
    """Who stands in the first round: as fixed; for a post inside a new committee only those who were elected to it."""
    if ballot.at_the_meeting:
        return ballot.candidates
    members = elected_to(dossier, ballot.voters)
    return tuple(person for person in ballot.candidates if person in members)


def elected_to(dossier: Dossier, position: str) -> list[int]:
    """Who was elected to a position so far, in all rounds that count."""
    found = (course_of(dossier, each) for each in ballots(dossier) if each.position == position)
    return [person for course in found for person in course.elected]


def courses(dossier: Dossier, at_the_meeting: bool | None = None) -> list[Course]:
    """The ballots with their rounds: all, or only those of the members' meeting or of the first meetings.

    A body to which nobody was elected elects nobody.
    """
    wanted = (each for each in ballots(dossier) if at_the_meeting in (None, each.at_the_meeting))
    return [course_of(dossier, ballot) for ballot in wanted if somebody_votes(dossier, ballot)]


def somebody_votes(dossier: Dossier, ballot: Ballot) -> bool:
    """Whether there is, or will be, somebody to vote on a ballot."""
    settled = "announce_result" in dossier.standing
    return ballot.at_the_meeting or not settled or bool(elected_to(dossier, ballot.voters))


def written_in(dossier: Dossier) -> list[tuple[str, int]]:
    """(position, person) of those elected who did not stand when they were first voted for: nobody above has looked at them."""
    return [
        (course.ballot.position, person)
        for course in courses(dossier)
        for person in course.elected
        if any(
            each.confirmed and person in each.confirmed.elected and person not in each.candidates
            for each in course.counting
        )
    ]


def find_round(dossier: Dossier, key: Key) -> Round | None:
    """The round of a key; None when the ballot has not come to it."""
    found = (each for course in courses(dossier) for each in course.rounds if each.key == key)
    return next(found, None)


def ended(last: Round) -> bool:
    """Whether nothing follows a round by itself: its seats are filled, or the meeting gave them up."""
    if last.confirmed is None:
        return False
    return last.confirmed.next == "none" or bool(last.resolved)


def _round(
    dossier: Dossier,
    ballot: Ballot,
    number: int,
    kind: str,
    seats: int,
    candidates: tuple[int, ...],
    choosing: bool = False,
    anew: bool = False,
) -> Round:
    key = (ballot.position, number)
    confirmed = _last(dossier.of_key("confirm_count", key))
    resolved = next((each.form for each in dossier.of_key("resolve_round", key) if each.outcome != "lost"), None)
    return Round(ballot, number, kind, seats, candidates, _keyed(dossier, key), confirmed, resolved, choosing, anew)


def _last(takings: list[Taking]) -> Any:
    return takings[-1].form if takings else None


def _keyed(dossier: Dossier, key: Key) -> dict[int | None, Any]:
    """The last count of each person, in the order in which they first keyed."""
    return {taking.by: taking.form for taking in dossier.of_key("key_count", key)}


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
        chosen = [person for each in rounds for person in each.confirmed.elected]
        in_order = tuple(person for person in (*last.ballot.candidates, *chosen) if person in chosen)
        people = tuple(dict.fromkeys(in_order))
        return _round(dossier, last.ballot, last.number + 1, "formal", len(people), people) if people else None
    if ended(last) and met_again(dossier, last):
        ballot, people = last.ballot, first_candidates(dossier, last.ballot)
        return _round(dossier, ballot, last.number + 1, "formal", ballot.seats, people, anew=True)
    return None


def met_again(dossier: Dossier, last: Round) -> bool:
    """Whether the body that voted in a round met once more after it was confirmed."""
    if last.ballot.at_the_meeting:
        return False
    held = meeting_of(dossier, last.ballot.voters)
    return held is not None and held.number > dossier.of_key("confirm_count", last.key)[-1].number


def _after(dossier: Dossier, last: Round, kind: str, seats: int, people: tuple[int, ...]) -> Round:
    return _round(dossier, last.ballot, last.number + 1, kind, seats, people, last.choosing)
