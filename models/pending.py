"""What waits in open cases (待办): a projection that follows the journal, so that worklists are read from an index.

Nothing here decides: a click asks the case itself. `Follower` says how far the projection has come.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import WHOLE, Base


class Pending(Base):
    """A step that waits in a case: which organisation takes it, from which day it is lawful, until when it is due.

    `opens_on` is None while no day makes it lawful; `due_on` is None where nothing sets a time.
    """

    __tablename__ = "pending"
    __table_args__ = (
        Index(None, "due_on", "case_id", "step"),
        Index(None, "opens_on", "case_id", "step"),
        Index(None, "organisation_id", "opens_on", "case_id"),
        Index(None, "case_organisation_id", "due_on", "case_id"),
        Index(None, "case_organisation_id", "opens_on", "case_id"),
        {"sqlite_with_rowid": False},
    )

    case_id: Mapped[int] = mapped_column(WHOLE, ForeignKey("case.id"), primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        WHOLE, ForeignKey("organisation.id"), primary_key=True, autoincrement=False
    )
    case_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    opens_on: Mapped[date | None]
    due_on: Mapped[date | None]


class Follower(Base):
    """How far a projection has followed the journal: the last entry it has seen, under which rules, and where it goes on
    with cases to be projected anew after a change of rules (None: all are done)."""

    __tablename__ = "follower"

    name: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(default=0)
    rules_stamp: Mapped[str] = mapped_column(default="")
    next_case_id: Mapped[int | None]
