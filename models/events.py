"""Events (事件): who looked, who came in, what rights changed; chains of their own beside the journal, never changed."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Identity, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import WHOLE, Base, one_of
from .journal import Xid8

CASE, ORGANISATION, INSTALLATION = STREAMS = ("case", "organisation", "installation")
KINDS = ("opened", "file_opened", "given_out", "rights_changed", "signed_in", "refused", "reset", "unlocked")
WHOLE_INSTALLATION = 0
"""The number of the one stream of the installation."""


class Event(Base):
    """What happened around cases. Triggers refuse every change, and a number or previous hash that does not follow.

    A chain is a stream: the case looked into, or the organisation of an account, or the installation. `person_id` is who
    did it, `account_id` whose account it was about, `about` what of the stream (a step, a file), `at` a moment as an ISO
    text. `once` names what a stream holds only once, such as an opening by one person in one quarter of an hour.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("stream", "stream_id", "number"),
        UniqueConstraint("stream", "stream_id", "once"),
        Index(None, "stream", "stream_id", "at"),
        CheckConstraint("id > 0", name="id"),
        CheckConstraint("number >= 1", name="number"),
        one_of("stream", STREAMS),
        one_of("kind", KINDS),
        CheckConstraint("at LIKE '____-__-__T__:__:__%'", name="at"),
        CheckConstraint("length(previous_hash) = 32 AND length(hash) = 32", name="hash"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(WHOLE, Identity(always=True), primary_key=True)
    stream: Mapped[str]
    stream_id: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str]
    about: Mapped[str]
    at: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    once: Mapped[str | None]
    facts: Mapped[bytes]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]
    xid: Mapped[int | None] = mapped_column(WHOLE.with_variant(Xid8(), "postgresql"), FetchedValue())


class Stream(NamedTuple):
    """One chain of events: of what, and its number."""

    kind: str
    id: int


def newest_event(session: Session) -> int:
    """The highest id of an event; 0 where there is none."""
    return session.scalar(select(func.max(Event.id))) or 0


def last_event(session: Session, stream: Stream) -> Event | None:
    """The newest event of a stream, if there is one."""
    return session.scalars(_of(stream).order_by(Event.number.desc()).limit(1)).first()


def holds_once(session: Session, stream: Stream, once: str) -> bool:
    """Whether a stream holds already what it holds only once?"""
    return session.scalar(_of(stream).with_only_columns(Event.id).where(Event.once == once)) is not None


def events_before(session: Session, stream: Stream, number: int, most: int) -> Sequence[Event]:
    """Which events of a stream have lower numbers? The newest first, at most `most`."""
    return session.scalars(_of(stream).where(Event.number < number).order_by(Event.number.desc()).limit(most)).all()


def events_of_day(session: Session, stream: Stream, day: str, after: int, most: int) -> Sequence[Event]:
    """Which events of a stream came on a day (ISO) behind a number? In their order, at most `most`."""
    rows = _of(stream).where(Event.at >= day, Event.at < f"{day}U", Event.number > after)  # 'U' follows 'T'
    return session.scalars(rows.order_by(Event.number).limit(most)).all()


def events_of(session: Session, stream: Stream) -> Sequence[Event]:
    """Every event of a stream, in order."""
    return session.scalars(_of(stream).order_by(Event.number)).all()


def _of(stream: Stream):
    return select(Event).where(Event.stream == stream.kind, Event.stream_id == stream.id)
