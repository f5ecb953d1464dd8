"""Which entries an export holds: those of an organisation and all below it, recorded in a period, with their places in the log.

A case that is there now comes with all its entries of the period, those from before it came included: its papers came along.
Of a case that went elsewhere come those up to the last one that somebody there recorded; an office journal never goes.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.base import within
from models.cases import OFFICE, Case
from models.journal import Entry, EntryText
from models.log import Leaf, SignedCheckpoint
from models.organisations import OrganisationState
from workflows.engine.journal import HASHED, Text

AT_ONCE = 500
COLUMNS = (*(getattr(Entry, name) for name in HASHED), Entry.hash)


class Period(NamedTuple):
    """What was recorded from a day to a day, both included."""

    first: date
    last: date

    def of(self, recorded_at: Any) -> ColumnElement[bool]:
        """The column of moments lies in the period."""
        return func.substr(recorded_at, 1, 10).between(self.first.isoformat(), self.last.isoformat())


class Held(NamedTuple):
    """An entry with its place in the log and its row, of which the texts are those not erased."""

    index: int
    id: int
    row: dict[str, Any]
    texts: tuple[Text, ...]


def entries_of(session: Session, organisation: int, period: Period, size: int) -> Iterator[Held]:
    """The entries to be exported among the first `size` of the log, in the log's order."""
    spans = _spans(session, organisation, period).subquery()
    rows = (
        select(Leaf.position, Entry.id, *COLUMNS)
        .join(Leaf, Leaf.entry_id == Entry.id)
        .join(spans, spans.c.case_id == Entry.case_id)
        .where(Entry.number.between(spans.c.first, spans.c.last), Leaf.position < size)
        .order_by(Leaf.position)
    )
    for part in session.execute(rows).partitions(AT_ONCE):
        texts = _texts(session, [row.id for row in part])
        for row in part:
            plain = {name: _plain(row._mapping[name]) for name in (*HASHED, "hash")}
            yield Held(row.position, row.id, plain, tuple(texts.get(row.id, ())))


def _spans(session: Session, organisation: int, period: Period) -> Select[Any]:
    """(case, first number, last number) of what the period recorded there: without gaps, whatever a clock said between."""
    trees = _trees(session, organisation, period)
    beside = aliased(Entry)
    latest = (
        select(func.max(beside.number))
        .where(beside.case_id == Entry.case_id, _in_trees(beside.actor_path, trees))
        .correlate(Entry)
        .scalar_subquery()
    )
    were = select(Entry.case_id).where(_in_trees(Entry.actor_path, trees))
    here = or_(false(), *(within(Case.path, tree) for tree in trees))
    gone = and_(Case.workflow != OFFICE, Case.id.in_(were), Entry.number <= latest)
    first, last = func.min(Entry.number).label("first"), func.max(Entry.number).label("last")
    rows = select(Entry.case_id, first, last).join(Case, Case.id == Entry.case_id)
    return rows.where(or_(here, gone), period.of(Entry.recorded_at)).group_by(Entry.case_id)


def _trees(session: Session, organisation: int, period: Period) -> list[str]:
    """Where the organisation stood in the period or later."""
    state = OrganisationState
    rows = select(state.path).where(state.organisation_id == organisation, state.stands())
    return sorted(set(session.scalars(rows.where(state.until_on.is_(None) | (state.until_on >= period.first)))))


def _in_trees(path: Any, trees: list[str]) -> ColumnElement[bool]:
    """An entry's path, whose column knows no order by strokes."""
    return or_(false(), *(path.startswith(tree, autoescape=True) for tree in trees))


def _texts(session: Session, ids: list[int]) -> dict[int, list[Text]]:
    rows = select(EntryText).where(EntryText.entry_id.in_(ids)).order_by(EntryText.entry_id, EntryText.field)
    found: dict[int, list[Text]] = {}
    for text in session.scalars(rows):
        found.setdefault(text.entry_id, []).append(Text(text.field, bytes(text.salt), text.text))
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def checkpoint_before(session: Session, day: date) -> SignedCheckpoint | None:
    """The newest checkpoint that was signed before a day: what was recorded from then on came later into the log."""
    eve = (day - timedelta(days=1)).isoformat()
    rows = select(SignedCheckpoint).where(func.substr(SignedCheckpoint.made_at, 1, 10) <= eve)
    return session.scalars(rows.order_by(SignedCheckpoint.id.desc()).limit(1)).first()
