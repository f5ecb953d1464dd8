"""Every case of an organisation and all below it as it stood on a day, by fold of its entries and never from its row."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.base import within
from models.cases import Case
from models.installation import Installation
from models.journal import Entry, EntryText
from models.organisations import OrganisationState, state_on
from models.people import Person
from web.ledgers.lines import texts_resolved
from workflows import flow
from workflows.engine.cases import LiveCase
from workflows.engine.declare import Workflow
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_
from workflows.engine.law import LawBook
from workflows.engine.perform.as_of import AsOf, case_as_of, place_as_of
from workflows.engine.perform.installation import book_from

AT_ONCE = 500
NOT_THEN = N_("%(day)s 没有这个党组织：请改选党组织或者日期")


class Folded(NamedTuple):
    """A case as it stood: its workflow, its row's number and subject, the organisation that held it, and the fold."""

    flow: Workflow
    case: int
    subject_kind: str
    subject: int
    place: int
    live: LiveCase


class Ground(NamedTuple):
    """What the lists are made of: the organisation, the day, the law, the names of organisations, and the cases."""

    session: Session
    organisation: int
    day: date
    laws: LawBook
    places: Mapping[int, str]
    cases: Sequence[Folded]

    @property
    def name(self) -> str:
        """The organisation's name on the day."""
        return self.places[self.organisation]

    def of(self, workflow: str) -> list[Folded]:
        """The cases of a workflow."""
        return [each for each in self.cases if each.flow.name == workflow]

    def people(self, numbers: Iterable[int]) -> dict[int, Person]:
        """These people by number."""
        return {person.id: person for person in in_parts(self.session, Person, Person.id, numbers)}

    def texts(self, cases: Sequence[int]) -> dict[int, dict[tuple[int, str], str]]:
        """The personal texts of these cases, corrections in their place."""
        columns = (Entry.case_id, Entry.number, Entry.kind, Entry.refers_to, EntryText.field, EntryText.text)
        found: dict[int, dict[tuple[int, str], str]] = {}
        for begin in range(0, len(cases), AT_ONCE):
            rows = select(*columns).outerjoin(EntryText, EntryText.entry_id == Entry.id)
            rows = rows.where(Entry.case_id.in_(cases[begin : begin + AT_ONCE]))
            rows = rows.where(Entry.kind.in_(("act", "import", "correction")))
            found |= texts_resolved(self.session.execute(rows.order_by(Entry.case_id, Entry.number)))
        return found

    def subject(self, each: Folded, people: Mapping[int, Person]) -> str:
        """Whom or what a case is about."""
        if each.subject_kind == "organisation":
            return self.places.get(each.subject, str(each.subject))
        person = people.get(each.subject)
        return (person and person.name) or str(each.subject)


def place_then(session: Session, organisation: int, day: date) -> OrganisationState:
    """The organisation as it was on the day; raises NotFound for one that was not there."""
    state = state_on(session, organisation, day)
    if state is None:
        raise NotFound(NOT_THEN, day=day)
    return state


def ground(session: Session, organisation: int, day: date, told: Callable[[int], None] = lambda count: None) -> Ground:
    """Everything as it stood on the day; is `told` how many cases were read. Raises NotFound as `place_then` does."""
    state = place_then(session, organisation, day)
    laws = book_from(session.scalars(select(Installation.rules)).one())
    held = select(OrganisationState.organisation_id, OrganisationState.name)
    held = held.where(OrganisationState.holds_on(day), within(OrganisationState.path, state.path))
    places = {number: name for number, name in session.execute(held.order_by(OrganisationState.from_on))}
    cases = []
    for count, each in enumerate(_folded(session, state.path, laws, AsOf(day))):
        if count % AT_ONCE == 0:
            told(count)
        if each.place in places and each.live.kept:
            cases.append(each)
    return Ground(session, organisation, day, laws, places, cases)


def _folded(session: Session, path: str, laws: LawBook, asked: AsOf) -> Iterator[Folded]:
    """The cases that lie there now, and those somebody there ever recorded in."""
    were = select(Entry.case_id).where(within(Entry.actor_path, path))
    which = or_(within(Case.path, path), Case.id.in_(were))
    rows = {row.id: row for row in session.scalars(select(Case).where(which))}
    entries = select(Entry).join(Case, Case.id == Entry.case_id).where(which).order_by(Entry.case_id, Entry.number)
    told = session.scalars(entries.execution_options(yield_per=AT_ONCE))
    for number, own in groupby(told, key=lambda entry: entry.case_id):
        row = rows[number]
        live = case_as_of(flow(row.workflow), own, laws, asked)
        place = place_as_of(live, row.organisation_id)
        yield Folded(flow(row.workflow), row.id, row.subject_kind, row.subject_id, place, live)


def in_parts(
    session: Session, model: Any, column: Any, numbers: Iterable[int], *more: ColumnElement[bool]
) -> Iterator[Any]:
    """The rows of a table whose column holds one of these numbers, however many there are."""
    wanted = sorted(set(numbers))
    for begin in range(0, len(wanted), AT_ONCE):
        yield from session.scalars(select(model).where(column.in_(wanted[begin : begin + AT_ONCE]), *more))
