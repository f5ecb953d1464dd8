"""Cases: the projection of a journal on which worklists and the next step rely; `rebuild` can make it again."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import PATH, Base, Id, one_of

SUBJECT_KINDS = ("person", "organisation")
OPEN_ALONE = text("open AND NOT several")
OFFICE = "office"
"""The one workflow that is no procedure: the journal of what is not a case. Nothing of it waits on a worklist."""


class Case(Base):
    """One person's or organisation's way through a workflow.

    `last_number` and `last_hash` are those of the newest entry: 0 and 32 zero bytes before the first one. `version`
    grows with every change. `path` is that of the organisation. A subject has one open case of a workflow, or `several`.
    In statements the table's name is written "case".
    """

    __tablename__ = "case"
    __table_args__ = (
        one_of("subject_kind", SUBJECT_KINDS),
        CheckConstraint("last_number >= 0", name="last_number"),
        CheckConstraint("length(last_hash) = 32", name="last_hash"),
        Index(
            "uq_case_workflow_subject_kind_subject_id",
            "workflow",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=OPEN_ALONE,
            postgresql_where=OPEN_ALONE,
        ),
        Index(None, "workflow", "open", "due_on", "id"),
    )

    id: Mapped[Id]
    workflow: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    path: Mapped[str] = mapped_column(PATH, index=True)
    stage: Mapped[str | None]
    ended_reason: Mapped[str | None]
    open: Mapped[bool]
    version: Mapped[int]
    last_number: Mapped[int]
    last_hash: Mapped[bytes]
    snapshot: Mapped[bytes]
    rules_stamp: Mapped[str]
    due_on: Mapped[date | None]
    opened_on: Mapped[date]
    several: Mapped[bool] = mapped_column(server_default=false(), default=False)
