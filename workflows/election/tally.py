"""The count of a round as the counting functions take it, and what follows from it for the case: who, by number."""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from workflows.engine.dossier import Dossier
from workflows.engine.findings import Finding
from workflows.engine.law import Law

from .bodies import meeting_of
from .counting.count import Count
from .counting.decide import Before, Decision, decide
from .counting.sums import impossible as impossible_sums
from .course import by_election
from .first_meetings import bodies
from .rounds import Round, courses, elected_to, find_round

Names = Callable[[int], str]


def decision(dossier: Dossier, found: Round, law: Law, names: Names = str) -> Decision:
    """What the counting functions decide of a round, by what two people keyed alike."""
    return decide(count_of(dossier, found, found.agreed, names), law, before(dossier, found, law))


def before(dossier: Dossier, found: Round, law: Law) -> Before:
    """What came before a round of its ballot: tie votes and separate elections, counted anew after a pre-election."""
    course = next(each for each in courses(dossier) if each.ballot.position == found.ballot.position)
    earlier = [each for each in course.before(found) if each.confirmed.next != "repeat_ballot"]
    kinds = [each.kind for each in earlier if each.choosing == found.choosing]
    since = list(takewhile(lambda kind: kind != "separate", reversed(kinds)))
    chosen_before = not found.choosing and any(each.choosing for each in course.rounds)
    equal = by_election(dossier) and law.readings["by_election_candidates"] == "equal"
    return Before(equal or chosen_before, since.count("tie"), kinds.count("separate"))


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
        "scrutineers": [row(person) for person in watching(dossier, found)],
        "candidates": [
            {**row(each.person), **{name: getattr(each, name) for name in ("in_favour", "against", "abstain")}}
            for each in in_order(found.candidates, keyed.votes)
        ],
        "write_ins": [{**row(each.person), "in_favour": each.in_favour} for each in keyed.write_ins],
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
    held = met_for(dossier, found)
    return of_body(dossier, found.ballot.voters, held.attending if held else ())


def met_for(dossier: Dossier, found: Round) -> Any:
    """The meeting of the elected in which a round is voted on; None before it, and for a round of the electors."""
    if found.ballot.at_the_meeting:
        return None
    keyed = dossier.of_key("key_count", found.key)
    held = meeting_of(dossier, found.ballot.voters, keyed[0].number if keyed else None)
    return held.form if held else None


def of_body(dossier: Dossier, body: str, attending: Sequence[int]) -> tuple[int, int]:
    """(应到, 实到) of an elected body, of which these came."""
    chosen = elected_to(dossier, body)
    return len(chosen), len(set(attending) & set(chosen))


def assembled(dossier: Dossier, form: Any) -> tuple[int, int]:
    """(应到, 实到) of those who vote by a show of hands: an elected body at its meeting, else the electors."""
    body = getattr(form, "body", None)
    if body is not None:
        held = meeting_of(dossier, body)
        return of_body(dossier, body, form.known("attending") or (held.form.attending if held else ()))
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


def scrutineers(dossier: Dossier, found: Round | None = None) -> list[Any]:
    """Who was confirmed to watch a round and to count it; without one, of the meetings that are under way."""
    if found is not None:
        forms = [dossier.done("confirm_scrutineers") if found.ballot.at_the_meeting else met_for(dossier, found)]
    elif "announce_result" in dossier.standing and bodies(dossier):
        held = (meeting_of(dossier, body) for body in bodies(dossier))
        forms = [each.form for each in held if each]
    else:
        forms = [dossier.done("confirm_scrutineers")]
    return [row for form in forms if form for row in form.scrutineers]


def watching(dossier: Dossier, found: Round | None = None) -> list[int]:
    """The scrutineers of a round, by number; without one, of the meetings that are under way."""
    rows = scrutineers(dossier, found)
    return [row.person for row in rows if row.task == "scrutineer" and row.person is not None]


def derived(dossier: Dossier, found: Round, law: Law) -> dict[str, Any]:
    """What the confirmation of a round records of its result."""
    decided = decision(dossier, found, law)
    return {
        "elected": [int(str(each.ref)) for each in decided.elected],
        "tied": [int(str(each.ref)) for each in decided.tied],
        "seats_left": decided.seats_left,
        "next": decided.next,
    }


def impossible(dossier: Dossier, found: Round, keyed: Any) -> list[Finding]:
    """The sums of a keyed count that cannot be, each under its code; people are called by their place on the ballot."""
    people = [*found.candidates, *(row.person for row in keyed.write_ins)]
    places = {person: f"第{number}名" for number, person in enumerate(people, 1)}
    return list(impossible_sums(count_of(dossier, found, keyed, lambda person: places.get(person, str(person)))))
