"""What was found lately: the findings of the newest entries of the journal."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from .cases import Case
from .journal import Entry, newest_entry

NOTHING = b"[]"


class Found(NamedTuple):
    """The findings of one entry, as they are stored; `kind` is the entry's."""

    kind: str
    workflow: str
    step: str
    findings: bytes


def recent_count(session: Session, newest: int, where: ColumnElement[bool]) -> int:
    """How many of the newest entries belong to cases of which `where` holds?"""
    rows = select(func.count()).select_from(Entry).join(Case, Case.id == Entry.case_id)
    return session.scalar(rows.where(Entry.id > newest_entry(session) - newest, where)) or 0


def recent_findings(
    session: Session, newest: int, where: ColumnElement[bool], without: Sequence[str] = ()
) -> list[Found]:
    """What did the newest entries find, of cases of which `where` holds, but not those of the steps `without`? The newest first."""
    rows: Any = select(Entry.kind, Case.workflow, Entry.step, Entry.findings).join(Case, Case.id == Entry.case_id)
    rows = rows.where(Entry.id > newest_entry(session) - newest, where, Entry.findings != NOTHING)
    rows = rows.where(Entry.step.not_in(without)).order_by(Entry.id.desc())
    return [Found(*row) for row in session.execute(rows)]
