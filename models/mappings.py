"""Which column of a spreadsheet from elsewhere holds what, remembered by its headings for the organisation that said so."""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Date, ForeignKey, UniqueConstraint, bindparam, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, Id

REMEMBER = text(
    "INSERT INTO column_mapping (organisation_id, headings, columns, saved_on)"
    " VALUES (:organisation, :headings, :columns, :saved_on)"
    " ON CONFLICT (organisation_id, headings) DO UPDATE SET columns = excluded.columns, saved_on = excluded.saved_on"
).bindparams(bindparam("saved_on", type_=Date))


class ColumnMapping(Base):
    """A mapping: `headings` names the headings by the SHA-256 of their text, `columns` is JSON {heading: key}.

    The heading "" stands for no column: its value is the number of the organisation all rows belong to.
    """

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("organisation_id", "headings"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    headings: Mapped[str]
    columns: Mapped[str]
    saved_on: Mapped[date]


def remembered(session: Session, organisation_id: int, headings: str) -> dict[str, str] | None:
    """What did the organisation last say these headings hold? None when it never said."""
    columns = select(ColumnMapping.columns).where(
        ColumnMapping.organisation_id == organisation_id, ColumnMapping.headings == headings
    )
    held = session.scalar(columns)
    return json.loads(held) if held is not None else None


def remember(session: Session, organisation_id: int, headings: str, columns: Mapping[str, str], day: date) -> None:
    """Keeps what the headings hold; what was said of them before is replaced."""
    held = json.dumps(columns, ensure_ascii=False, sort_keys=True)
    values = {"organisation": organisation_id, "headings": headings, "columns": held, "saved_on": day}
    session.execute(REMEMBER, values)
