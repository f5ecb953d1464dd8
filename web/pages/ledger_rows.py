"""The rows of the ledgers: open cases of a stage in sight, by organisation, day and number; a page of them, or all."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from models.base import within
from models.cases import Case
from models.journal import Entry, EntryText
from models.organisations import OrganisationState
from models.people import Person
from web.ledgers.lines import PEOPLE, Line, began, chosen, folded, names_by_step, texts_resolved
from web.pages.found import laws
from web.pages.request import in_sight, reading, today
from web.wording import ERASED
from workflows import flow
from workflows.engine.cases import LiveCase

MEMBERSHIP = flow("membership")
PAGE, MOST = 50, 5000


class Place(NamedTuple):
    """Where a case stands in a ledger: the place of its organisation, the day its stage began, its number."""

    path: str
    began: date
    case_id: int

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place an address names; raises ValueError."""
        path, day, number = text.split("~")
        return cls(path, date.fromisoformat(day), int(number))

    def __str__(self) -> str:
        return f"{self.path}~{self.began}~{self.case_id}"


class Found(NamedTuple):
    """A case in a ledger: its place and its row."""

    place: Place
    row: Any


class Page(NamedTuple):
    """Lines of a ledger, how many there are in all, and the place after which the next page begins."""

    lines: Sequence[Line]
    total: int
    following: Place | None


def counts() -> Mapping[str, int]:
    """How many open cases in sight are in each stage?"""
    rows = select(Case.stage, func.count()).where(*_open()).group_by(Case.stage)
    return {stage: count for stage, count in reading().execute(rows) if stage}


def size(stage: str, root: str | None) -> int:
    """How many lines has the ledger?"""
    return reading().scalar(select(func.count()).select_from(Case).where(*_of(stage, root))) or 0


def whole(stage: str, root: str | None) -> list[Line]:
    """Every line of the ledger."""
    return _lines(_found(stage, *_of(stage, root)), 1)


def page(stage: str, root: str | None, after: Place | None) -> Page:
    """The next lines after a place. Organisations are read whole, for the day a stage began stands in the cases."""
    asked = _of(stage, root)
    groups = select(Case.path, func.count()).where(*asked).group_by(Case.path).order_by(Case.path)
    sizes = [(path, count) for path, count in reading().execute(groups)]
    before = [count for path, count in sizes if after and path < after.path]
    taken = _enough(sizes[len(before) :], after)
    found = _found(stage, *asked, Case.path >= taken[0], Case.path <= taken[-1]) if taken else []
    ahead = [each for each in found if after is None or each.place > after]
    shown, passed = ahead[:PAGE], sum(before) + len(found) - len(ahead)
    more = len(ahead) > PAGE or len(before) + len(taken) < len(sizes)
    total = sum(count for _, count in sizes)
    return Page(_lines(shown, passed + 1), total, shown[-1].place if more and shown else None)


def _enough(sizes: Sequence[tuple[str, int]], after: Place | None) -> list[str]:
    """As many organisations as a page needs; of one that was begun nobody knows how much is left."""
    paths, count = [], 0
    for path, cases in sizes:
        if count >= PAGE:
            break
        paths.append(path)
        count += 0 if after and path == after.path else cases
    return paths


def _open() -> list[ColumnElement[bool]]:
    return [Case.workflow == MEMBERSHIP.name, Case.open.is_(True), in_sight(Case.path)]


def _of(stage: str, root: str | None) -> list[ColumnElement[bool]]:
    asked = [*_open(), Case.stage == stage]
    return [*asked, within(Case.path, root)] if root else asked


def _found(stage: str, *asked: ColumnElement[bool]) -> list[Found]:
    rows = select(Case.id, Case.subject_id, Case.organisation_id, Case.path, Case.opened_on, Case.snapshot)
    found = []
    for row in reading().execute(rows.where(*asked)):
        day = began(MEMBERSHIP, stage, bytes(row.snapshot)) or row.opened_on
        found.append(Found(Place(row.path, day, row.id), row))
    return sorted(found, key=lambda each: each.place)


def _lines(found: Sequence[Found], first: int) -> list[Line]:
    book, texts = laws(), _texts([each.row.id for each in found])
    cases = [folded(MEMBERSHIP, bytes(each.row.snapshot), book) for each in found]
    people = _people(found, cases)
    names = {number: person.name for number, person in people.items() if person.name}
    places = _organisations({each.row.organisation_id for each in found})
    lines = []
    for number, ((_, row), case) in enumerate(zip(found, cases, strict=True), first):
        known = people[row.subject_id]
        named = names_by_step(case, texts.get(row.id, {}), names)
        heads = (number, row.id, known.name or ERASED, known.born_on, places.get(row.organisation_id, ""))
        lines.append(Line(*heads, case.dossier, book.on(today()), named))
    return lines


def _texts(cases: Sequence[int]) -> Mapping[int, Mapping[tuple[int, str], str]]:
    """The names that were written down in these cases, corrections in their place."""
    acts = Entry.kind.in_(("act", "import")) & Entry.step.in_(PEOPLE)
    named = (EntryText.entry_id == Entry.id) & EntryText.field.like("%.name")
    rows = select(Entry.case_id, Entry.number, Entry.kind, Entry.refers_to, EntryText.field, EntryText.text)
    rows = rows.outerjoin(EntryText, named).where(Entry.case_id.in_(cases), acts | (Entry.kind == "correction"))
    return texts_resolved(reading().execute(rows.order_by(Entry.case_id, Entry.number))) if cases else {}


def _people(found: Sequence[Found], cases: Sequence[LiveCase]) -> Mapping[int, Any]:
    wanted = {each.row.subject_id for each in found}.union(*map(chosen, cases))
    rows = select(Person.id, Person.name, Person.born_on).where(Person.id.in_(wanted))
    return {row.id: row for row in reading().execute(rows)}


def _organisations(ids: set[int]) -> Mapping[int, str]:
    rows = select(OrganisationState.organisation_id, OrganisationState.name)
    rows = rows.where(OrganisationState.organisation_id.in_(ids), OrganisationState.holds_on(today()))
    return {number: name for number, name in reading().execute(rows)}
