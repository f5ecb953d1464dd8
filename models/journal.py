"""The journal (全程纪实): entries that nobody changes, and the personal texts that lie apart so that they can be erased."""

from typing import Any

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Identity, Index, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import UserDefinedType

from .base import WHOLE, Base, one_of

KINDS = ("act", "refusal", "proposal", "correction", "void", "allow", "erasure", "import")
MODES = ("live", "history")
HASH_EXCLUDES = ("id", "xid", "hash")
PROPOSED = text("kind = 'proposal'")
NO_HASH = bytes(32)  # the previous hash of a case's first entry


class Xid8(UserDefinedType[int]):
    """PostgreSQL's number of a transaction, which never wraps round."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in a statement."""
        return "xid8"

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """The driver answers with a text."""
        return lambda value: None if value is None else int(value)


class Entry(Base):
    """What happened to a case. Triggers refuse every change, and a number or previous hash that does not follow.

    Days and moments are ISO texts and the larger parts canonical bytes, so that what was hashed is what is stored.
    `refers_to` is the number of another entry of the case. Only a refusal may lack `act_on`.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("id > 0", name="id"),
        CheckConstraint("number >= 1", name="number"),
        one_of("kind", KINDS),
        one_of("mode", MODES),
        CheckConstraint("(act_on IS NOT NULL OR kind = 'refusal') AND act_on LIKE '____-__-__'", name="act_on"),
        CheckConstraint("recorded_at LIKE '____-__-__T__:__:__%'", name="recorded_at"),
        CheckConstraint("refers_to BETWEEN 1 AND number - 1", name="refers_to"),
        CheckConstraint("length(previous_hash) = 32 AND length(hash) = 32", name="hash"),
        Index(None, "case_id", sqlite_where=PROPOSED, postgresql_where=PROPOSED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(WHOLE, Identity(always=True), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    number: Mapped[int]
    kind: Mapped[str]
    step: Mapped[str]
    form_version: Mapped[int]
    act_on: Mapped[str | None]
    recorded_at: Mapped[str]
    mode: Mapped[str]
    actor_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_post: Mapped[str | None]
    actor_office: Mapped[str | None]
    actor_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    actor_path: Mapped[str | None]
    stage_before: Mapped[str | None]
    stage_after: Mapped[str | None]
    outcome: Mapped[str | None]
    facts: Mapped[bytes]
    commitments: Mapped[bytes]
    findings: Mapped[bytes]
    editions: Mapped[str]
    overlays: Mapped[str]
    readings: Mapped[str]
    calendar: Mapped[str]
    files: Mapped[bytes]
    refers_to: Mapped[int | None]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]
    xid: Mapped[int | None] = mapped_column(WHOLE.with_variant(Xid8(), "postgresql"), FetchedValue())


class EntryText(Base):
    """A personal text of an entry. The entry holds its salted commitment; only an erasure entry lets it be deleted."""

    __tablename__ = "entry_text"
    __table_args__ = (CheckConstraint("length(salt) = 16", name="salt"), {"sqlite_with_rowid": False})

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes]
    text: Mapped[str]


def newest_entry(session: Session) -> int:
    """The highest id of an entry; 0 where there is none."""
    return session.scalar(select(func.max(Entry.id))) or 0
