"""A case as of a day, by fold and never from rows: as it stood (acts up to the day), as it was known (entries up to it)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ..cases import Kept, LiveCase, fold
from ..declare import Workflow
from ..law import LawBook
from .effects import wanted
from .rebuild import kept_from_entries, place_of
from .store import Given


class AsOf(NamedTuple):
    """Which state is asked for: the one of a day (None: of every act there is), as known on a day (None: now)."""

    on: date | None = None
    known: date | None = None


class Subject(NamedTuple):
    """What the effects of a case ask of its row."""

    subject_kind: str
    organisation_id: int


def known_entries(entries: Iterable[Any], day: date | None) -> list[Any]:
    """The entries recorded up to a day, in order."""
    return [entry for entry in entries if day is None or entry.recorded_at[:10] <= day.isoformat()]


def kept_as_of(flow: Workflow, entries: Iterable[Any], asked: AsOf) -> list[Kept]:
    """What stood: of what was known then, the acts, moves and allowances up to the day."""
    kept = kept_from_entries(flow, known_entries(entries, asked.known))
    return [each for each in kept if asked.on is None or day_of(each) <= asked.on]


def day_of(kept: Kept) -> date:
    """The day something that stands is of."""
    if kept.act:
        return kept.act.on
    if kept.moved:
        return kept.moved.on
    assert kept.allows is not None
    return kept.allows[1].on


def case_as_of(flow: Workflow, entries: Iterable[Any], laws: LawBook, asked: AsOf) -> LiveCase:
    """The case its entries fold to, as of the day."""
    return fold(flow, kept_as_of(flow, entries, asked), laws)


def place_as_of(live: LiveCase, otherwise: int) -> int:
    """The organisation that held the case then."""
    return place_of(live, otherwise)


def memberships_as_of(live: LiveCase, subject_kind: str, otherwise: int, laws: LawBook) -> set[Given]:
    """The memberships the case gave then: status, first and last day, organisation."""
    row: Any = Subject(subject_kind, place_of(live, otherwise))
    return wanted(row, live.dossier, laws)


def holding(rows: Iterable[Any], day: date | None) -> Sequence[Any]:
    """Those dated rows (`from_on`, `until_on`) that hold on the day; all where none is asked for."""
    return [
        row for row in rows if day is None or (row.from_on <= day and (row.until_on is None or row.until_on >= day))
    ]
