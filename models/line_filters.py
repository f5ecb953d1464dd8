"""The filters of a search of the journal: what each asks, in which order it leads, and the keys of its pages."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select, true, tuple_
from sqlalchemy.orm import aliased

from .lines import EntryFinding, JournalLine

LINE = JournalLine

Key = tuple[Any, ...]
"""Where a page ends: what it is ordered by (where that is not the entry itself), and the entry."""


class Wanted(NamedTuple):
    """What is searched for; None asks for nothing. Days and gaps include their ends."""

    person: int | None = None
    article: str | None = None
    code: str | None = None
    step: str | None = None
    gap: int | None = None
    act_from: date | None = None
    act_until: date | None = None
    recorded_from: date | None = None
    recorded_until: date | None = None
    office: str | None = None
    kind: str | None = None
    severity: str | None = None

    @property
    def filters(self) -> tuple[str, ...]:
        """The names of the filters that ask for something, the one that leads first."""
        return tuple(name for name in LEADS if LEADS[name].asks(self))


class Lead(NamedTuple):
    """A filter: on which column of a line, or name of a finding, and between which bounds of `Wanted`."""

    column: Any
    first: str
    last: str
    ordered: bool = False

    def asks(self, wanted: Wanted) -> bool:
        """Whether anything is asked by it."""
        return (getattr(wanted, self.first) or getattr(wanted, self.last)) is not None

    def rows(self, wanted: Wanted, after: Key | None) -> tuple[Select[Any], Any]:
        """The entries it asks for behind `after`, in order; and the column of their organisation."""
        if isinstance(self.column, str):
            table: Any = aliased(EntryFinding)
            which = [table.name == self.column, table.value == getattr(wanted, self.first)]
        else:
            table = aliased(LINE)
            which = list(self.between(getattr(table, self.column.key), wanted)) if self.asks(wanted) else []
        keys = (*((getattr(table, self.column.key),) if self.ordered else ()), table.entry_id)
        found = select(table.entry_id).where(*which, behind(keys, after))
        return found.order_by(*(key.desc() for key in keys)), table.organisation_id

    def between(self, column: Any, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
        """The bounds as conditions; of a filter that is no span the one value."""
        first, last = getattr(wanted, self.first), getattr(wanted, self.last)
        if not self.ordered:
            yield column == first
            return
        yield column.is_not(None)
        if first is not None:
            yield column >= first
        if last is not None and self.last != self.first:
            yield column <= last

    def holds(self, line: LINE, findings: Sequence[dict[str, Any]], wanted: Wanted) -> bool:
        """Whether a line is what it asks for; filters on findings are asked together by `same_finding`."""
        if isinstance(self.column, str):
            return True
        value = getattr(line, self.column.key)
        if not self.ordered:
            return value == getattr(wanted, self.first)
        first, last = getattr(wanted, self.first), getattr(wanted, self.last)
        below = last is not None and self.last != self.first and value is not None and value > last
        return value is not None and (first is None or value >= first) and not below


LEADS = {  # the most telling first
    "person": Lead(LINE.person_id, "person", "person"),
    "article": Lead("article", "article", "article"),
    "code": Lead("code", "code", "code"),
    "step": Lead(LINE.step, "step", "step"),
    "gap": Lead(LINE.gap, "gap", "gap", ordered=True),
    "act": Lead(LINE.act_on, "act_from", "act_until", ordered=True),
    "recorded": Lead(LINE.recorded_on, "recorded_from", "recorded_until", ordered=True),
    "office": Lead(LINE.office, "office", "office"),
    "kind": Lead(LINE.kind, "kind", "kind"),
    "severity": Lead("severity", "severity", "severity"),
}
EVERY = Lead(LINE.entry_id, "person", "person")
"""What leads where nothing is asked for."""


def key_types(wanted: Wanted) -> tuple[type, ...]:
    """Of which types the parts of a question's keys are."""
    lead = LEADS[wanted.filters[0]] if wanted.filters else EVERY
    return (*((lead.column.type.python_type,) if lead.ordered else ()), int)


def behind(keys: Sequence[Any], after: Key | None) -> ColumnElement[bool]:
    """What comes after a key in descending order."""
    if after is None:
        return true()
    return tuple_(*keys) < tuple_(*after) if len(keys) > 1 else keys[0] < after[0]
