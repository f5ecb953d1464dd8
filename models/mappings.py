"""Which column of a spreadsheet from elsewhere holds what, remembered by its headings for the organisation that said so."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Id


class ColumnMapping(Base):
    """A mapping: `headings` names the headings by the SHA-256 of their text, `columns` is JSON {heading: key}."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("organisation_id", "headings"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    headings: Mapped[str]
    columns: Mapped[str]
    saved_on: Mapped[date]
