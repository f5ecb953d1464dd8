"""The count of a round as the counting functions take it, and what follows from it for the case: who, by number."""

from collections.abc import Callable, Sequence
from typing import Any

from workflows.engine.dossier import Dossier
from workflows.engine.findings import Finding
from workflows.engine.law import Law

from .counting.count import Count
from .counting.decide import Before, Decision, decide
from .counting.sums import impossible as impossible_sums
from .course import by_election
from .rounds import Round, courses, find_round

Names = Callable[[int], str]


def decision(dossier: Dossier, found: Round, law: Law, names: Names = str, keyed: Any = None) -> Decision:
    """What the counting functions decide of a round, by what two people keyed alike (or `keyed`)."""
    counted = count_of(dossier, found, keyed or found.agreed, names)
    return decide(counted, law, before(dossier, found, law))


def before(dossier: Dossier, found: Round, law: Law) -> Before:
    """What came before a round of its ballot: tie votes and separate elections, counted anew after a pre-election."""
    rounds = next(each.rounds for each in courses(dossier) if each.ballot.position == found.ballot.position)
    earlier = [each for each in rounds if each.number < found.number and each.confirmed.next != "repeat_ballot"]
    kinds = [each.kind for each in earlier if each.choosing == found.choosing]
    last = max((number for number, kind in enumerate(kinds, 1) if kind == "separate"), default=0)
    chosen_before = not found.choosing and any(each.choosing for each in rounds)
    equal = by_election(dossier) and law.readings["by_election_candidates"] == "equal"
    return Before(equal or chosen_before, kinds[last:].count("tie"), kinds.count("separate"))


def count_of(dossier: Dossier, found: Round, keyed: Any, names: Names = str) -> Count:
    """The count of a round; people are told apart by their numbers, and called by `names`."""
    due, present = voters(dossier, found)

    def row(person: int) -> dict[str, str]:
        return {"name": names(person), "ref": str(person)}

    values = {
        "kind": found.ballot.kind,
        "on": keyed.on,
        "round": found.kind,
        "seats": found.seats,
        "due": due,
        "present": present,
        **{name: keyed.known(name) for name in ("issued", "collected", "void", "blank")},
        "scrutineers": [row(person) for person in watching(dossier)],
        "candidates": [
            {**row(each.person), **{name: getattr(each, name) for name in ("in_favour", "against", "abstain")}}
            for each in in_order(found.candidates, keyed.votes)
        ],
        "write_ins": [{**row(each.person), "in_favour": each.in_favour} for each in keyed.known("write_ins") or ()],
    }
    return Count.read(values)  # type: ignore[return-value]


def in_order(candidates: Sequence[int], votes: Sequence[Any]) -> list[Any]:
    """The rows in the order of the ballot."""
    return sorted(votes, key=lambda row: candidates.index(row.person) if row.person in candidates else len(candidates))


def voters(dossier: Dossier, found: Round) -> tuple[int, int]:
    """(应到, 实到) of those who vote in a round: the electors, or the elected who came to the first meeting."""
    if found.ballot.at_the_meeting:
        opened = dossier.done("open_meeting")
        return due(dossier), len(opened.attending) if opened else 0
    chosen = elected_on(dossier, found.ballot.voters)
    held = dossier.of_key("hold_first_meeting", (found.ballot.voters,))
    return len(chosen), len(set(held[-1].form.attending) & set(chosen)) if held else 0


def assembled(dossier: Dossier, form: Any) -> tuple[int, int]:
    """(应到, 实到) of those who vote by a show of hands: the new committee on its own ballots, else the electors."""
    found = find_round(dossier, (form.known("ballot"), form.known("round")))
    if found is not None:
        return voters(dossier, found)
    opened = dossier.done("open_meeting")
    return due(dossier), len(opened.attending) if opened else 0


def due(dossier: Dossier, attending: Sequence[int] | None = None) -> int:
    """应到会: whom the frozen roll counts, and whoever it leaves out and came all the same; 0 before there is a roll.

    `attending` are those who came, while the meeting is being opened.
    """
    roll, opened = dossier.done("freeze_roll"), dossier.done("open_meeting")
    there = set(attending if attending is not None else opened.attending if opened else ())
    return sum(row.counted or row.person in there for row in roll.electors) if roll else 0


def elected_on(dossier: Dossier, position: str) -> list[int]:
    """Who was elected to a position, in all rounds."""
    found = (each for each in courses(dossier) if each.ballot.position == position)
    return next((course.elected for course in found), [])


def watching(dossier: Dossier) -> list[int]:
    """The confirmed scrutineers, by number."""
    form = dossier.done("confirm_scrutineers")
    rows = (form.known("scrutineers") or ()) if form else ()
    return [row.person for row in rows if row.task == "scrutineer" and row.person is not None]


def derived(dossier: Dossier, found: Round, law: Law) -> dict[str, Any]:
    """What the confirmation of a round records of its result."""
    decided = decision(dossier, found, law)
    return {
        "elected": [int(each.ref or 0) for each in decided.elected],
        "tied": [int(each.ref or 0) for each in decided.tied],
        "seats_left": decided.seats_left,
        "next": decided.next,
    }


def impossible(dossier: Dossier, found: Round, keyed: Any) -> list[Finding]:
    """The sums of a keyed count that cannot be, each under its code; people are called by their place on the ballot."""
    people = [*found.candidates, *(row.person for row in keyed.known("write_ins") or ())]
    places = {person: f"第{number}名" for number, person in enumerate(people, 1)}
    return list(impossible_sums(count_of(dossier, found, keyed, lambda person: places.get(person, str(person)))))
