"""Events are recorded here: canonical bytes and a chain a stream, in the transaction of whoever calls."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from models.events import INSTALLATION, ORGANISATION, WHOLE_INSTALLATION, Event, Stream, holds_once, last_event
from models.journal import NO_HASH
from models.memberships import membership_on
from models.posts import posts_on
from workflows.engine.journal import canonical, seal
from workflows.engine.perform.scene import ZONE

QUARTER = 15  # minutes
HASHED = (
    "stream",
    "stream_id",
    "number",
    "kind",
    "about",
    "at",
    "person_id",
    "account_id",
    "once",
    "facts",
    "previous_hash",
)
"""Every column but the row id, the transaction id and the hash itself; a test compares this with the table."""
RIGHTS = ("grant_post", "end_post", "open_account", "close_account", "change_office_table")
"""The office steps by which somebody may do more, or less, than before."""
NUMBERED = text("SELECT pg_current_xact_id()")
EVERYTHING = Stream(INSTALLATION, WHOLE_INSTALLATION)


class Happened(NamedTuple):
    """What happened in a stream; who did it, whose account it was about. `quarterly`: held once a quarter of an hour."""

    stream: Stream
    kind: str
    about: str = ""
    person: int | None = None
    account: int | None = None
    facts: Mapping[str, Any] = {}
    quarterly: bool = False

    def once(self, at: datetime) -> str | None:
        """What names it within its quarter of an hour; None for what is recorded every time."""
        if not self.quarterly:
            return None
        return f"{self.kind} {self.about} {self.person or ''} {self.account or ''} {quarter(at)}"


def quarter(at: datetime) -> str:
    """The quarter of an hour of a moment, by its first minute."""
    here = at.astimezone(ZONE)
    return here.replace(minute=here.minute // QUARTER * QUARTER).isoformat(timespec="minutes")


def record(session: Session, what: Happened, at: datetime) -> bool:
    """Appends an event; answers whether it was new. Whoever else appends to the stream waits for this transaction."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        name = f"event {what.stream.kind} {what.stream.id}"
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    once = what.once(at)
    if once and holds_once(session, what.stream, once):
        return False
    if on_postgresql:
        session.execute(NUMBERED)  # before the row has its id, so that a follower knows whom to wait for
    session.execute(insert(Event), _row(what, at, once, last_event(session, what.stream)))
    return True


def _row(what: Happened, at: datetime, once: str | None, last: Event | None) -> dict[str, Any]:
    row = {
        "stream": what.stream.kind,
        "stream_id": what.stream.id,
        "number": last.number + 1 if last else 1,
        "kind": what.kind,
        "about": what.about,
        "at": at.astimezone(ZONE).isoformat(timespec="microseconds"),
        "person_id": what.person,
        "account_id": what.account,
        "once": once,
        "facts": canonical(dict(what.facts)),
        "previous_hash": bytes(last.hash) if last else NO_HASH,
    }
    return {**row, "hash": seal(row, HASHED)}


def stream_of(session: Session, person_id: int, day: date) -> Stream:
    """Where the events of a person's account belong: the oldest post's organisation, else where he is a member."""
    held = posts_on(session, person_id, day)
    place: Any = held[0] if held else membership_on(session, person_id, day)
    return Stream(ORGANISATION, place.organisation_id) if place else EVERYTHING


def rights_changed(scene: Any, step: str | None) -> None:
    """Records that an office step changed somebody's rights, in the step's own transaction."""
    if step not in RIGHTS:
        return
    facts = {"case": scene.row.id, "entry": scene.last_number}
    stream = Stream(ORGANISATION, scene.organisation_id)
    record(scene.work.session, Happened(stream, "rights_changed", step, scene.acting.person_id, facts=facts), scene.at)
