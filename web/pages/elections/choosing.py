"""Whom the forms of an election offer: the organisation's members, the electors, the candidates of a round, the elected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from sqlalchemy import select

from models.base import within
from models.memberships import Membership
from models.organisations import OrganisationState
from models.people import Person
from web.inputs import Options
from web.pages.choosing import OWN_LISTS, Typed, listed, people_at
from web.pages.found import Seen, told_apart
from web.pages.keyed import key_typed
from web.pages.request import reading, today
from workflows.election.rounds import courses, find_round
from workflows.election.strokes import stroke_key
from workflows.election.tally import elected_on, watching
from workflows.engine.declare import Step

OF_THE_ELECTED = ("hold_first_meeting", "divide_work")


def lists(seen: Seen, step: Step | None, typed: Typed) -> Mapping[str, Callable[[], Options]]:
    """The lists of an election, as the step and its round need them."""
    return {
        "person": partial(persons, seen, step),
        "elector": partial(electors, seen, step, typed),
        "elected": lambda: by_name(elected_to(seen, step, typed)),
        "candidate": partial(candidates, seen, step, typed),
    }


def persons(seen: Seen, step: Step | None) -> Options:
    """Whom a list of persons offers: the members; those confirmed to watch, where they sign; the elected, of the elected."""
    name = step.name if step else ""
    if name == "confirm_count":
        return by_name(watching(seen.dossier))
    if name in OF_THE_ELECTED:
        return by_name(at_the_meeting(seen))
    return opening_people(seen.row.path, name)


def opening_people(path: str, step: str) -> Options:
    """Whom a form names: the members; whom the superior assigns may also come from the organisations above."""
    return people_at(path, 0) if step == "appoint" else members(path)


def members(path: str) -> Options:
    """The members of the organisation at a path and of those below it, in the order of surname strokes."""
    day = today()
    places = select(OrganisationState.organisation_id).where(
        within(OrganisationState.path, path), OrganisationState.holds_on(day)
    )
    rows = select(Membership.person_id, Membership.status, Person.name).where(
        Membership.person_id == Person.id, Membership.organisation_id.in_(places), Membership.holds_on(day)
    )
    held = {person: (status, name or "") for person, status, name in reading().execute(rows)}
    labels = dict(listed(held, {person: status for person, (status, _) in held.items()}))
    in_order = sorted(held, key=lambda person: (stroke_key(held[person][1]), person))
    return [(str(person), labels[str(person)]) for person in in_order if str(person) in labels]


def electors(seen: Seen, step: Step | None, typed: Typed) -> Options:
    """Who may vote by the frozen roll, in its order; on a count, who may be written in."""
    if step and step.keys:
        return written_in(seen, step, typed)
    roll = seen.dossier.done("freeze_roll")
    return by_name(row.person for row in roll.electors if row.votes) if roll else ()


def elected_to(seen: Seen, step: Step | None, typed: Typed) -> Sequence[int]:
    """Who was elected to the body that meets; to all of them where none is named."""
    key = key_typed(step, typed) if step else ()
    return elected_on(seen.dossier, str(key[0])) if key and key[0] else at_the_meeting(seen)


def written_in(seen: Seen, step: Step, typed: Typed) -> Options:
    """Who may be written in in a round: may stand, and does not."""
    found, roll = find_round(seen.dossier, key_typed(step, typed)), seen.dossier.done("freeze_roll")
    if found is None or roll is None:
        return ()
    may = (
        [row.person for row in roll.electors if row.stands]
        if found.ballot.at_the_meeting
        else elected_on(seen.dossier, found.ballot.voters)
    )
    return by_name(person for person in may if person not in found.candidates)


def candidates(seen: Seen, step: Step | None, typed: Typed) -> Options:
    """The candidates of a round, in the order of its ballot."""
    found = find_round(seen.dossier, key_typed(step, typed)) if step else None
    return by_name(found.candidates) if found else ()


def at_the_meeting(seen: Seen) -> list[int]:
    """Who was elected at the members' meeting."""
    return [person for course in courses(seen.dossier, True) for person in course.elected]


def by_name(numbers: Iterable[int]) -> Options:
    """People in the order given, same names told apart."""
    wanted = list(dict.fromkeys(numbers))
    found = reading().scalars(select(Person).where(Person.id.in_(wanted))).all()
    labels = told_apart(found, today())
    return [(str(number), labels[number]) for number in wanted if number in labels]


OWN_LISTS["election"] = lists
