"""Effects: the membership rows a case gives, brought up to date with its fold; what no longer follows is withdrawn."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.memberships import Membership

from .dossier import Dossier
from .law import LawBook
from .store import CaseRow

Row = tuple[str, date, date | None, int]


def wanted(row: CaseRow, dossier: Dossier, laws: LawBook) -> set[Row]:
    """The rows that follow from the fold: status, first day, last day, organisation."""
    law = laws.on(dossier.last_on) if dossier.last_on else None
    held = dossier.flow.memberships(dossier, law) if law and row.subject_kind == "person" else []
    return {(each.status, each.from_on, each.until_on, row.organisation_id) for each in held}


def standing(session: Session, row: CaseRow) -> dict[Row, Membership]:
    """The rows that stand and came from this case."""
    rows = (
        select(Membership)
        .join(Entry, Entry.id == Membership.source_entry_id)
        .where(Entry.case_id == row.id, Membership.person_id == row.subject_id, Membership.stands())
    )
    return {(each.status, each.from_on, each.until_on, each.organisation_id): each for each in session.scalars(rows)}


def bring_up_to_date(session: Session, row: CaseRow, dossier: Dossier, laws: LawBook, entry_id: int) -> None:
    """Withdraws rows that no longer follow and adds those that do, both by the entry."""
    have, want = standing(session, row), wanted(row, dossier, laws)
    for key, membership in have.items():
        if key not in want:
            membership.withdrawn_by_id = entry_id
    for status, from_on, until_on, organisation_id in sorted(want - have.keys(), key=str):
        session.add(
            Membership(
                person_id=row.subject_id,
                organisation_id=organisation_id,
                status=status,
                from_on=from_on,
                until_on=until_on,
                source_entry_id=entry_id,
            )
        )
    session.flush()


def differences(session: Session, row: Any, dossier: Dossier, laws: LawBook) -> tuple[set[Row], set[Row]]:
    """(rows that stand and do not follow, rows that follow and do not stand)."""
    have, want = set(standing(session, row)), wanted(row, dossier, laws)
    return have - want, want - have
