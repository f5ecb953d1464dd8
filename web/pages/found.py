"""Finding a case for a page: its row, its fold and its law as they stand, read without a lock."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from flask import g
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from models.cases import Case
from models.installation import Installation
from models.journal import Entry, EntryText
from models.organisations import OrganisationState, state_on
from models.people import Person
from web.pages.happened import opened
from web.pages.language import said
from web.pages.receiving import handed_to_us
from web.pages.request import me, reading, today
from workflows import NAMES, flow
from workflows.engine.cases import Kept, LiveCase, fold, kept_from
from workflows.engine.declare import Workflow
from workflows.engine.dossier import Dossier, Taking
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_, Finding
from workflows.engine.law import Law, LawBook
from workflows.engine.outdated import Cause, Outdated, Recorded, cause, found_now, outdated
from workflows.engine.perform.attaching import ATTACH
from workflows.engine.perform.installation import book_from


class Change(NamedTuple):
    """The last entry that corrected or voided another: its kind and number, and the day the other one had before."""

    kind: str
    number: int
    was_on: str


NOT_HERE = N_("没有这个案件")
BORN = N_("%(name)s（%(year)s年生，编号 %(number)s）")
NUMBERED = N_("%(name)s（编号 %(number)s）")
NO_CHANGE = Change("", 0, "")
RECORD = (
    Entry.number,
    Entry.step,
    Entry.act_on,
    Entry.actor_person_id,
    Entry.actor_post,
    Entry.actor_office,
    Entry.findings,
    Entry.mode,
    Entry.files,
    Entry.editions,
    Entry.overlays,
    Entry.readings,
    Entry.calendar,
)


def workflow_named(name: str) -> Workflow:
    """The workflow of an address; raises NotFound."""
    if name not in NAMES:
        raise NotFound(N_("没有这个页面"))
    return flow(name)


def word_of(flow: Workflow) -> Callable[[str], str]:
    """What gives the Chinese word of a code in a workflow, or the title of a step."""
    return flow.word


def laws() -> LawBook:
    """The law book this installation goes by, asked once in a request: whoever changes it is sent on to another page."""
    if "laws" not in g:
        g.laws = book_from(reading().scalars(select(Installation.rules)).one())
    return g.laws


class Seen:
    """A case as it stands: the row, who it is about, and what follows from its entries when asked."""

    def __init__(self, workflow: Workflow, row: Case) -> None:
        self.flow, self.row, self.id, self.version = workflow, row, row.id, row.version

    @cached_property
    def laws(self) -> LawBook:
        """The law book."""
        return laws()

    @property
    def law(self) -> Law:
        """The law of today."""
        return self.laws.on(today())

    @cached_property
    def kept(self) -> list[Kept]:
        """What stands in the case, in the order of its entries."""
        return [kept_from(self.flow, line) for line in bytes(self.row.snapshot).split(b"\n") if line]

    @cached_property
    def case(self) -> LiveCase:
        """The acts that stand, folded."""
        return fold(self.flow, self.kept, self.laws)

    @property
    def dossier(self) -> Dossier:
        """The fold."""
        return self.case.dossier

    @cached_property
    def place(self) -> OrganisationState | None:
        """The organisation that holds the case, as it is today."""
        return state_on(reading(), self.row.organisation_id, today())

    @cached_property
    def person(self) -> Person | None:
        """Who the case is about, where it is a person."""
        return reading().get(Person, self.row.subject_id) if self.row.subject_kind == "person" else None

    @property
    def name(self) -> str:
        """The person's or the organisation's name; a number where the name was erased."""
        named = self.person or self.place
        return (named and named.name) or N_("编号 %(number)s") % {"number": self.row.subject_id}

    def number_of(self, taking: Taking) -> int | None:
        """The number of the entry that recorded a taking."""
        return self._numbers.get(id(taking.form))

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(kept.act.form): kept.number for kept in self.case.kept if kept.act}

    def entries(self, numbers: Iterable[int]) -> dict[int, Entry]:
        """Entries of the case by number."""
        wanted = select(Entry).where(Entry.case_id == self.id, Entry.number.in_(list(numbers)))
        return {entry.number: entry for entry in reading().scalars(wanted)}

    def records(self, numbers: Sequence[int]) -> dict[int, Any]:
        """Who recorded entries of the case and what was found, by number."""
        rows = select(*RECORD).where(Entry.case_id == self.id, Entry.number.in_(numbers))
        return {entry.number: entry for entry in reading().execute(rows)} if numbers else {}

    @cached_property
    def changes(self) -> dict[int, Change]:
        """What was last done to the entries of the case that were corrected or voided, by their number."""
        other = aliased(Entry)
        rows = select(Entry.refers_to, Entry.kind, Entry.number, other.act_on).where(Entry.case_id == self.id)
        rows = rows.join(other, and_(other.case_id == Entry.case_id, other.number == Entry.refers_to))
        rows = rows.where(Entry.kind.in_(("correction", "void"))).order_by(Entry.number)
        return {target: Change(kind, number, on) for target, kind, number, on in reading().execute(rows)}

    @cached_property
    def erasures(self) -> dict[int, list[int]]:
        """The entries by which texts or files were erased, by the number of the entry that lost them."""
        rows = select(Entry.refers_to, Entry.number).where(Entry.case_id == self.id, Entry.kind == "erasure")
        found: dict[int, list[int]] = {}
        for target, number in reading().execute(rows.order_by(Entry.number)):
            found.setdefault(target, []).append(number)
        return found

    def outdated(self, entry: Any) -> Outdated | None:
        """What later entries changed of the findings of an entry that stands, as `records` gives it."""
        now = self._found_now.get(entry.number)
        if now is None:
            return None
        return outdated(Recorded(entry.step, entry.act_on, bytes(entry.findings)), now, lambda: self._since(entry))

    def _since(self, entry: Any) -> Cause | None:
        """The entry after which findings are others; None where the law of the day was another one when it was recorded."""
        each = next(kept for kept in self.kept if kept.number == entry.number)
        assert each.act
        law = self.laws.on(each.act.on)
        stamps = {**law.stamps, "calendar": law.calendar.stamp}
        same_law = all(getattr(entry, name) == stamp for name, stamp in stamps.items())
        moved = each.act.on.isoformat() != entry.act_on
        return cause(each, self.kept, self._causes) if same_law or moved else None

    @cached_property
    def _found_now(self) -> Mapping[int, Sequence[Finding]]:
        return found_now(self.flow, self.kept, self.laws, self._causes)

    @cached_property
    def _causes(self) -> list[Cause]:
        """The corrections and voids, each with the first day it touches: the one before it, or the one after it."""
        days = {each.number: each.act.on for each in self.kept if each.act}
        found = []
        for target, (kind, number, was_on) in self.changes.items():
            was = date.fromisoformat(was_on)
            found.append(Cause(kind, number, min(was, days.get(target, was))))
        return found

    @cached_property
    def supplied(self) -> set[int]:
        """The entries to which files were attached later."""
        rows = select(Entry.refers_to).where(Entry.case_id == self.id, Entry.kind == "act", Entry.step == ATTACH.name)
        return {number for number in reading().scalars(rows) if number}

    def word(self, code: str) -> str:
        """The Chinese word of a coded value."""
        return self.flow.word(code)


def find(workflow: str, case_id: int, listed: bool = False) -> Seen:
    """The case of that workflow and number; raises NotFound for one that is not there or not in sight.

    That it was opened is an event, written before anything of it is shown; of a case that is only `listed` it is none.
    """
    named = workflow_named(workflow)
    row = reading().get(Case, case_id) if case_id < 2**63 else None
    if row is None or row.workflow != named.name:
        raise NotFound(NOT_HERE)
    seen = Seen(named, row)
    if not me().sees(row.path) and not handed_to_us(seen.dossier):
        raise NotFound(NOT_HERE)
    if not listed:
        opened(case_id)
    return seen


def texts_of(entries: Sequence[Entry]) -> dict[int, dict[str, str]]:
    """The personal texts of entries that were not erased, by entry id and field."""
    found: dict[int, dict[str, str]] = {entry.id: {} for entry in entries}
    rows = select(EntryText.entry_id, EntryText.field, EntryText.text).where(EntryText.entry_id.in_(list(found)))
    for entry_id, name, text in reading().execute(rows):
        found[entry_id][name] = text
    return found


def names_of(people: Iterable[int | None]) -> Mapping[int, str]:
    """The names of people by number; one that was erased is left out."""
    wanted = {person for person in people if person is not None}
    rows = select(Person.id, Person.name).where(Person.id.in_(wanted), Person.name.is_not(None))
    return {number: name for number, name in reading().execute(rows)} if wanted else {}


def called(people: Iterable[int | None]) -> Callable[[int], str | None]:
    """What gives the names of people by number: of those named here asked at once, of any other when it is asked for."""
    found: dict[int, str | None] = dict(names_of(people))

    def name(person: int) -> str | None:
        if person not in found:
            found[person] = names_of([person]).get(person)
        return found[person]

    return name


def told_apart(people: Sequence[Any], day: date) -> dict[int, str]:
    """A label for each person: the name, and the year of birth and the number where two have the same name."""
    names = Counter(person.name for person in people)
    labels = {}
    for person in people:
        label = person.name or ""
        if names[person.name] > 1:
            born = {"year": person.born_on.year} if person.born_on else {}
            label = said(BORN if born else NUMBERED, name=label, number=person.id, **born)
        labels[person.id] = label
    return labels
