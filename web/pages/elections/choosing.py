"""Whom the forms of an election offer: members of the whole tree, the electors, the delegates, those who stand, the elected."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from sqlalchemy import select

from models.base import within
from models.named import Named
from models.organisations import OrganisationState
from models.posts import ELECTED_POSTS, Post
from web.inputs import Options
from web.loose import iso_day
from web.pages.choosing import OWN_LISTS, Typed, people_above
from web.pages.found import Seen
from web.pages.keyed import key_typed
from web.pages.request import reading, today
from web.pages.rosters import Chosen, Members, Places
from workflows.election.bodies import free_to_watch
from workflows.election.delegates import delegates
from workflows.election.rounds import courses, elected_to, find_round
from workflows.election.strokes import stroke_key
from workflows.election.tally import watching
from workflows.engine.declare import Step

OF_THE_ELECTED = ("hold_first_meeting", "divide_work")
OF_THE_DELEGATES = ("examine_credentials", "hold_preparatory_meeting")
FROM_ABOVE = ("appoint", "hold_first_meeting")


def lists(seen: Seen, step: Step | None, typed: Typed) -> Mapping[str, Callable[[], Options]]:
    """The lists of an election, as the step and its round need them."""
    return {
        "person": partial(persons, seen, step, typed),
        "elector": partial(electors, seen, step, typed),
        "elected": lambda: Chosen(elected_there(seen, step, typed)),
        "candidate": partial(candidates, seen, step, typed),
        "organisation": lambda: Places(below(seen.row.path)),
    }


def persons(seen: Seen, step: Step | None, typed: Typed) -> Options:
    """Whom a list of persons offers: the members; those who watch, where they sign; delegates and the elected of their own."""
    name = step.name if step else ""
    if step and name == "confirm_count":
        return Chosen(watching(seen.dossier, find_round(seen.dossier, key_typed(step, typed))))
    if name in OF_THE_DELEGATES:
        return Chosen(delegates(seen.dossier))
    if name in OF_THE_ELECTED and not helped(seen, step, typed):
        return Chosen([*elected_there(seen, step, typed), *sent_from_above(seen, name)])
    return opening_people(seen.row.path, name, typed)


def helped(seen: Seen, step: Step | None, typed: Typed) -> bool:
    """Whether everybody elected stands for a head, so that the superior sends somebody to watch."""
    if step is None or step.name != "hold_first_meeting":
        return False
    body = key_typed(step, typed)[0]
    return not free_to_watch(seen.dossier, elected_there(seen, step, typed), str(body) if body else None)


def sent_from_above(seen: Seen, step: str) -> list[int]:
    """Whom the superior may send to a first meeting, where those who came all stand for a head."""
    above = seen.row.path.strip("/").rpartition("/")[0]
    return sorted(people_above(f"/{above}/")) if above and step in FROM_ABOVE else []


def opening_people(path: str, step: str, typed: Typed) -> Options:
    """Whom a form names: members of the whole tree, those who hold a post there, and whom the superior may send."""
    more = {*holding_posts(path), *(people_above(path) if step in FROM_ABOVE else ())}
    return Members(path, more, by_strokes, days_typed(typed), closed=True)


def by_strokes(each: Named) -> tuple[object, int]:
    """The order of surname strokes."""
    return stroke_key(each.name), each.person


def days_typed(typed: Typed) -> list[date]:
    """The day of the act, where one was typed that can be read."""
    try:
        return [min(date.fromisoformat(iso_day(typed.get("on", [""])[0])), today())]
    except ValueError:
        return []


def holding_posts(path: str) -> set[int]:
    """Who holds an elected post in the organisation at a path: also one who is no member there any more may leave it vacant."""
    number = int(path.strip("/").rpartition("/")[2])
    elected = select(Post.person_id).where(Post.organisation_id == number, Post.post.in_(ELECTED_POSTS))
    return set(reading().scalars(elected.where(Post.holds_on(today()))))


def below(path: str) -> Options:
    """The organisations below the one at a path, those above first."""
    rows = (
        select(OrganisationState.organisation_id, OrganisationState.name)
        .where(OrganisationState.holds_on(today()), within(OrganisationState.path, path))
        .where(OrganisationState.path != path)
        .order_by(OrganisationState.path)
    )
    return [(str(number), name) for number, name in reading().execute(rows)]


def electors(seen: Seen, step: Step | None, typed: Typed) -> Options:
    """Who may vote by the frozen roll, in its order; on a count, who may be written in."""
    if step and step.keys:
        return written_in(seen, step, typed)
    roll = seen.dossier.done("freeze_roll")
    return Chosen(row.person for row in roll.electors if row.votes) if roll else ()


def elected_there(seen: Seen, step: Step | None, typed: Typed) -> Sequence[int]:
    """Who was elected to the body that meets; to all of them where none is named."""
    key = key_typed(step, typed) if step else ()
    return elected_to(seen.dossier, str(key[0])) if key and key[0] else at_the_meeting(seen)


def written_in(seen: Seen, step: Step, typed: Typed) -> Options:
    """Who may be written in in a round: may stand, and does not."""
    found, roll = find_round(seen.dossier, key_typed(step, typed)), seen.dossier.done("freeze_roll")
    if found is None or roll is None:
        return ()
    may = (
        [row.person for row in roll.electors if row.stands]
        if found.ballot.at_the_meeting
        else elected_to(seen.dossier, found.ballot.voters)
    )
    return Chosen(person for person in may if person not in found.candidates)


def candidates(seen: Seen, step: Step | None, typed: Typed) -> Options:
    """The candidates of a round, in the order of its ballot."""
    found = find_round(seen.dossier, key_typed(step, typed)) if step else None
    return Chosen(found.candidates) if found else ()


def at_the_meeting(seen: Seen) -> list[int]:
    """Who was elected at the members' meeting."""
    return [person for course in courses(seen.dossier, True) for person in course.elected]


OWN_LISTS["election"] = lists
