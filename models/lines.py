"""What a search of the journal goes by: a line an entry, and its findings, each under an index; a projection that follows.

Entries themselves have none of these indexes, so that a step stays cheap.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import WHOLE, Base

FOLLOWER = "lines"
WORDS = ("person_id", "office", "step", "kind")
SPANS = ("act_on", "recorded_on", "gap")
NAMES = ("code", "severity", "article")
"""What of a finding is searched for."""


def indexes(*columns: str) -> list[Index]:
    """Each column alone and with an organisation, the newest entry at the end."""
    every = [((column, "entry_id"), ("organisation_id", column, "entry_id")) for column in columns]
    return [Index(None, *names) for pair in every for names in pair]


class JournalLine(Base):
    """An entry as a search finds it. The organisation is the one that holds the case now; `gap` are the days from the act
    to its recording, of what was recorded as history none."""

    __tablename__ = "journal_line"
    __table_args__ = (
        *indexes(*WORDS, *SPANS),
        Index(None, "organisation_id", "entry_id"),
        Index(None, "case_id"),
    )

    entry_id: Mapped[int] = mapped_column(WHOLE, ForeignKey("entry.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int]
    workflow: Mapped[str]
    kind: Mapped[str]
    step: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    office: Mapped[str | None]
    act_on: Mapped[date | None]
    recorded_on: Mapped[date]
    gap: Mapped[int | None]


class EntryFinding(Base):
    """That an entry has a finding of a code, of a severity, citing an article ('XZ26/13'); each once an entry."""

    __tablename__ = "entry_finding"
    __table_args__ = (
        Index(None, "organisation_id", "name", "value", "entry_id"),
        Index(None, "entry_id"),
        {"sqlite_with_rowid": False},
    )

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(WHOLE, ForeignKey("entry.id"), primary_key=True, autoincrement=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
