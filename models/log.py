"""The log of all entries (一条日志): hash tiles, which entry each leaf is, its keys, signed checkpoints, and who countersigned."""

from sqlalchemy import CheckConstraint, ForeignKey, Identity, LargeBinary, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import WHOLE, Base, one_of
from .journal import Entry

HASHES = ("sha256", "sm3")
MOST_WAITING = 1000
"""Entries that wait are counted up to one more than this."""


class LogKey(Base):
    """Under which name and with which key the log signs, from this row on; the newest row holds. The first one also
    chooses the hash: origin and hash never change again. `public_key` is written as in signed notes."""

    __tablename__ = "log_key"
    __table_args__ = (UniqueConstraint("public_key"), one_of("hash", HASHES), CheckConstraint("id > 0", name="id"))

    id: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=False)
    origin: Mapped[str]
    hash: Mapped[str]
    public_key: Mapped[str]
    made_at: Mapped[str]


class Tile(Base):
    """Up to 256 hashes of 32 bytes: tile `index` of `level`. It only grows."""

    __tablename__ = "tile"
    __table_args__ = (
        CheckConstraint('level >= 0 AND "index" >= 0', name="place"),
        CheckConstraint("length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0", name="hashes"),
        {"sqlite_with_rowid": False},
    )

    level: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=False)
    hashes: Mapped[bytes] = mapped_column(LargeBinary)


class Leaf(Base):
    """Which entry the leaf at `position` (from 0, without gaps) is."""

    __tablename__ = "leaf"
    __table_args__ = (UniqueConstraint("entry_id"), CheckConstraint("position >= 0", name="position"))

    position: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))


class SignedCheckpoint(Base):
    """A checkpoint as it was signed, and when; `size` is the log's at that moment and never shrinks."""

    __tablename__ = "checkpoint"
    __table_args__ = (
        CheckConstraint("id > 0", name="id"),
        CheckConstraint("size >= 0", name="size"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(WHOLE, Identity(always=True), primary_key=True)
    size: Mapped[int]
    note: Mapped[str]
    made_at: Mapped[str]


class Countersignature(Base):
    """The signature of somebody else under one of our checkpoints: the key's text, and the line of the note."""

    __tablename__ = "countersignature"
    __table_args__ = ({"sqlite_with_rowid": False},)

    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"), primary_key=True)
    public_key: Mapped[str] = mapped_column(primary_key=True)
    line: Mapped[str]
    accepted_at: Mapped[str]


class Witnessed(Base):
    """A checkpoint of another installation that this one has seen and countersigned, with the key it was signed by."""

    __tablename__ = "witnessed"
    __table_args__ = (
        CheckConstraint("id > 0", name="id"),
        CheckConstraint("size >= 0", name="size"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(WHOLE, Identity(always=True), primary_key=True)
    origin: Mapped[str] = mapped_column(index=True)
    public_key: Mapped[str]
    size: Mapped[int]
    note: Mapped[str]
    seen_at: Mapped[str]


def key_in_force(session: Session) -> LogKey | None:
    """Under which name, hash and key does the log sign now? None: no log was set up."""
    return session.scalars(select(LogKey).order_by(LogKey.id.desc()).limit(1)).first()


def last_leaf(session: Session) -> Leaf | None:
    """The newest leaf of the log, if there is one."""
    return session.scalars(select(Leaf).order_by(Leaf.position.desc()).limit(1)).first()


def waiting(session: Session) -> int:
    """How many entries are not in the log yet? Counted up to one more than MOST_WAITING."""
    last = last_leaf(session)
    return _behind(session, last.entry_id if last else 0)


def since_leaf(session: Session, position: int) -> int:
    """How many entries came after the leaf at this position (-1: all)? Counted up to one more than MOST_WAITING."""
    return _behind(session, session.scalar(select(Leaf.entry_id).where(Leaf.position == position)) or 0)


def _behind(session: Session, entry_id: int) -> int:
    behind = select(Entry.id).where(Entry.id > entry_id).limit(MOST_WAITING + 1)
    return session.scalar(select(func.count()).select_from(behind.subquery())) or 0


def newest_checkpoint(session: Session) -> SignedCheckpoint | None:
    """The checkpoint signed last, if there is one."""
    return session.scalars(select(SignedCheckpoint).order_by(SignedCheckpoint.id.desc()).limit(1)).first()


def last_witnessed(session: Session, origin: str) -> Witnessed | None:
    """The newest checkpoint of another installation that was countersigned here."""
    rows = select(Witnessed).where(Witnessed.origin == origin)
    return session.scalars(rows.order_by(Witnessed.id.desc()).limit(1)).first()
