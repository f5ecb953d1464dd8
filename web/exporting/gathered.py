"""What an export holds, gathered in one reading: entries with their places, what is withheld, what was erased by which entry."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Case
from models.databases import Database
from models.journal import Entry
from models.log import SignedCheckpoint
from web.entries import sealed_for
from workflows import flow
from workflows.engine.cases import fold, kept_from
from workflows.engine.declare import Workflow
from workflows.engine.perform.installation import known
from workflows.engine.perform.store import Store
from workflows.proof.live.chains import erased_by
from workflows.proof.live.exporting import Held, Period, entries_of

PART = 500
"""Numbers in one question."""


class Row(NamedTuple):
    """The columns of an entry by their names, as `sealed_for` and the wording ask for them."""

    row: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.row[name]
        except KeyError:
            raise AttributeError(name) from None


class Gathered(NamedTuple):
    """What is exported: the entries in the log's order, the places of those withheld, every case by its number, and by
    (case, entry, field) the entry that erased a text."""

    organisation: int
    period: Period
    until: SignedCheckpoint
    since: SignedCheckpoint | None
    entries: Sequence[Held]
    withheld: frozenset[int]
    cases: dict[int, Case]
    erased: dict[tuple[int, int, str], int]


def gather(
    database: Database, organisation: int, period: Period, until: SignedCheckpoint, since: SignedCheckpoint | None
) -> Gathered:
    """Everything an export up to a checkpoint holds."""
    with database.read() as session:
        entries = list(entries_of(session, organisation, period, until.size))
        numbers = sorted({each.row["case_id"] for each in entries})
        cases = {
            case.id: case for case in _in_parts(session, numbers, lambda part: select(Case).where(Case.id.in_(part)))
        }
        erased = _erased(session, numbers)
        session.expunge_all()
    withheld = _withheld(database, entries, cases)
    return Gathered(organisation, period, until, since, entries, withheld, cases, erased)


def _in_parts(session: Session, numbers: Sequence[int], asked: Callable[[Sequence[int]], Any]) -> Iterable[Any]:
    for begin in range(0, len(numbers), PART):
        yield from session.scalars(asked(numbers[begin : begin + PART]))


def _erased(session: Session, cases: Sequence[int]) -> dict[tuple[int, int, str], int]:
    """By whichever entry, also one recorded after the period."""
    rows = _in_parts(session, cases, lambda part: select(Entry).where(Entry.case_id.in_(part), Entry.kind == "erasure"))
    return {
        (entry.case_id, entry.refers_to, field): entry.number
        for entry in rows
        for field in erased_by(bytes(entry.facts), "fields")
    }


def _withheld(database: Database, entries: Sequence[Held], cases: dict[int, Case]) -> frozenset[int]:
    """The places of the entries that are still sealed: nobody but their authors sees them."""
    suspect = {case.id for case in cases.values() if _may_seal(flow(case.workflow))}
    found: set[int] = set()
    with database.look() as work:
        for number in sorted(suspect):
            row = Store(work).case(number)
            assert row is not None
            told = flow(row.workflow)
            kept = [kept_from(told, line) for line in bytes(row.snapshot).split(b"\n") if line]
            hidden = sealed_for(told, fold(told, kept, known(work, row.law_stamp).laws).dossier)
            found |= {each.index for each in entries if each.row["case_id"] == number and hidden(Row(each.row))}
    return frozenset(found)


def _may_seal(told: Workflow) -> bool:
    return any(step.sealed_until for step in told.steps.values())
