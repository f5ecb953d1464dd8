"""Which people the person signed in may look at: members and holders of posts in sight, registered there, or with a case there."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flask import g
from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from models.base import within
from models.cases import Case
from models.journal import Entry
from models.memberships import Membership
from models.organisations import OrganisationState
from models.people import Person, called
from models.posts import Post
from web.pages.organisation_rows import roots
from web.pages.request import in_sight, me, reading, today

A_PAGE = 50
BATCH = 200
BATCHES = 20
"""A search looks at so many batches at most before it shows what it has found."""


class Found(NamedTuple):
    """A page of people, and the number of the person behind whom the next one begins (None: that was all)."""

    people: list[Person]
    more: int | None


def sees_all() -> bool:
    """Whether a post at the root lets everybody be seen."""
    return any(path.count("/") == 2 for path in me().paths)


def visible(people: Iterable[int]) -> set[int]:
    """Those of the people who may be looked at."""
    asked = set(people)
    if sees_all() or not asked or not me().paths:
        return asked if sees_all() else set()
    found: set[int] = set()
    for table in (Membership, Post):
        held = select(table.person_id).where(table.person_id.in_(asked), table.holds_on(today()))
        found |= set(reading().scalars(held.where(table.organisation_id.in_(organisations()))))
    cases = select(Case.subject_id).where(Case.subject_kind == "person", Case.subject_id.in_(asked))
    found |= set(reading().scalars(cases.where(in_sight(Case.path))))
    return found if found == asked else found | (registrations().keys() & asked)


def organisations():
    """The organisations whose newest state lies in sight, also those that are gone."""
    state, other = OrganisationState, aliased(OrganisationState)
    same = (other.organisation_id == state.organisation_id) & other.withdrawn_by_id.is_(None)
    newest = select(func.max(other.from_on)).where(same, other.from_on <= today()).scalar_subquery()
    return select(state.organisation_id).where(state.stands(), state.from_on == newest, sight(state.path))


def sight(path) -> ColumnElement[bool]:
    """The column lies in sight."""
    return or_(*(within(path, top) for top in roots(me().paths)))


def registrations() -> dict[int, int]:
    """Everybody registered in sight, with the organisation of whose journal; read once a request."""
    if "registrations" not in g:
        g.registrations = dict(_registrations())
    return g.registrations


def _registrations() -> Iterator[tuple[int, int]]:
    entries = (
        select(Entry.facts, Case.organisation_id)
        .join(Case, Case.id == Entry.case_id)
        .where(Case.workflow == "office", in_sight(Case.path))
        .where(Entry.step == "register_person", Entry.kind == "act")
    )
    for facts, organisation in reading().execute(entries):
        yield json.loads(facts)["facts"]["person"], organisation


def search(text: str, organisation: int | None, after: int | None) -> Found:
    """The people in sight of that name, pinyin or initials, or belonging to an organisation; by name and number."""
    asked = select(Person).order_by(Person.name, Person.id).where(Person.name.is_not(None))
    if text:
        asked = asked.where(called(text))
    if organisation is not None:
        asked = asked.where(Person.id.in_(belonging(organisation)))
    last = reading().get(Person, after) if after else None
    people: list[Person] = []
    for _ in range(BATCHES):
        behind = asked.where(tuple_(Person.name, Person.id) > tuple_(last.name, last.id)) if last else asked
        batch = reading().scalars(behind.limit(BATCH)).all()
        seen = visible(person.id for person in batch)
        people += [person for person in batch if person.id in seen]
        last = batch[-1] if batch else None
        if len(batch) < BATCH or len(people) > A_PAGE:
            break
    full = len(people) > A_PAGE
    more = people[A_PAGE - 1].id if full else last.id if last and len(batch) == BATCH else None
    return Found(people[:A_PAGE], more)


def belonging(organisation: int) -> set[int]:
    """Members of an organisation, holders of its posts, subjects of its cases, and whom its journal registered."""
    found: set[int] = set()
    for table in (Membership, Post):
        held = select(table.person_id).where(table.organisation_id == organisation, table.holds_on(today()))
        found |= set(reading().scalars(held))
    cases = select(Case.subject_id).where(Case.subject_kind == "person", Case.organisation_id == organisation)
    found |= set(reading().scalars(cases))
    return found | registered_by(organisation)


def registered_by(organisation: int) -> set[int]:
    """Whom the journal of an organisation registered; a refused attempt registers nobody."""
    entries = select(Entry.facts).join(Case, Case.id == Entry.case_id)
    entries = entries.where(Case.workflow == "office", Case.organisation_id == organisation)
    rows = reading().scalars(entries.where(Entry.step == "register_person", Entry.kind == "act"))
    return {json.loads(facts)["facts"]["person"] for facts in rows}
