"""What waits in open cases (待办): a projection that follows the journal, so that worklists are read from an index.

Nothing here decides: a click asks the case itself. `Follower` says how far the projection has come.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import WHOLE, Base
from .cases import OFFICE, Case
from .journal import Entry
from .sight import MOST, Sight

FOLLOWER = "pending"
END_OF_TIME = date.max


class Pending(Base):
    """A step that waits in a case: which organisation takes it, from which day it is lawful, until when it is due.

    `opens_on` is None while no day makes it lawful; `due_on` is None where nothing sets a time. `until_on` is `due_on`,
    or the end of time, so that an index has the most urgent first and what can wait at its end; a case to be received
    comes by the day it was handed over.
    """

    __tablename__ = "pending"
    __table_args__ = (
        Index(None, "due_on", "case_id", "step"),
        Index(None, "opens_on", "case_id", "step"),
        Index(None, "organisation_id", "until_on", "opens_on", "case_id"),
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
    until_on: Mapped[date]


class Follower(Base):
    """How far a projection has followed the journal: the last entry it has seen, under which rules, and where it goes on
    with cases to be projected anew after a change of rules (None: all are done).

    PostgreSQL's ids do not commit in order: there no entry up to `settled_id` can appear any more, and none up to `mark_id`
    once every transaction before `mark_xid` has ended.
    """

    __tablename__ = "follower"

    name: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(default=0)
    rules_stamp: Mapped[str] = mapped_column(default="")
    next_case_id: Mapped[int | None]
    settled_id: Mapped[int] = mapped_column(default=0)
    mark_id: Mapped[int] = mapped_column(default=0)
    mark_xid: Mapped[int | None]


def has_unseen(session: Session, follower: Follower) -> bool:
    """Are there entries the projection has not seen?"""
    found = select(Entry.id).where(Entry.id > follower.entry_id).limit(1)
    return session.scalar(found) is not None


def stale_count(session: Session, sight: Sight) -> int:
    """In how many open cases in sight is what waits still to be calculated anew? Counted up to one more than MOST."""
    follower = session.get(Follower, FOLLOWER)
    if follower is None:
        return 0
    unseen = session.scalars(select(Entry.case_id).where(Entry.id > follower.entry_id).limit(MOST + 1)).all()
    found = set(session.scalars(_watched(select(Case.id).where(Case.id.in_(set(unseen))), sight))) if unseen else set()
    if follower.next_case_id is not None:
        anew = select(Case.id).where(Case.id >= follower.next_case_id)
        found |= set(session.scalars(_watched(anew, sight).limit(MOST + 1)))
    return min(len(found), MOST + 1)


def _watched(cases, sight: Sight):
    """Of a choice of cases those that are projected and in sight."""
    return cases.where(Case.open, Case.workflow != OFFICE, sight.of(Case.organisation_id, Case.path))
