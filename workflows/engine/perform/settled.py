"""Which entries of the journal a follower may take as read, or which events, on both databases.

SQLite's ids commit in order. PostgreSQL's are given in order and do not commit in order. Every act holds its case first and so
has a transaction number before its entry has an id; a follower reads the newest id before it has a number of its own. So
whoever was given an id up to that one has a smaller number. Decision 0011 says why by ids and not by those numbers. An event
takes a number before its row as well (decision 0017).
"""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.journal import Entry, newest_entry
from models.pending import Follower

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('follower ' || :name))")  # whoever waits has no number yet
UNNUMBERED = text("SELECT pg_current_xact_id_if_assigned() IS NULL")
NUMBERS = text(
    "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint),"
    " CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
)


class Seen(NamedTuple):
    """An entry that came since: its id, its case."""

    id: int
    case_id: int


class Settled:
    """The entries that came since, one read of them; `seen` moves the follower behind those it has taken."""

    def __init__(self, session: Session, name: str, most: int) -> None:
        self.until, self.follower, moved = settle(session, name)
        rows = select(Entry.id, Entry.case_id).where(Entry.id > self.follower.entry_id, Entry.id <= self.until)
        self.entries = [Seen(*row) for row in session.execute(rows.order_by(Entry.id).limit(most))]
        self.exhausted = len(self.entries) < most and not moved

    def seen(self, count: int) -> None:
        """The follower has taken the first `count` of them."""
        if count:
            self.follower.entry_id = self.entries[count - 1].id

    def begin(self) -> None:
        """Every entry up to here counts as seen: whoever begins projects every case anyway."""
        self.follower.entry_id, self.entries = self.until, []


def settle(
    session: Session, name: str, newest_of: Callable[[Session], int] = newest_entry
) -> tuple[int, Follower, bool]:
    """The id up to which no entry can appear any more; the follower's row, held until the end of the transaction; whether it
    waits for others and has just come nearer. Nothing may be written in the transaction before. `newest_of` reads the
    highest id where something else than entries is followed."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        session.execute(ONE_AT_A_TIME, {"name": name})
        if not session.scalar(UNNUMBERED):
            raise RuntimeError("a follower must read before its transaction writes")
    newest = newest_of(session)
    follower = _held(session, name)
    if not on_postgresql:
        return newest, follower, False
    oldest, own = session.execute(NUMBERS).one()
    before = follower.settled_id, follower.mark_xid
    if follower.mark_xid is not None and not oldest < follower.mark_xid <= own:  # ended, or of another server
        follower.settled_id, follower.mark_xid = max(follower.settled_id, follower.mark_id), None
    alone = oldest == own
    if alone:
        follower.settled_id, follower.mark_xid = max(follower.settled_id, newest), None
    elif follower.mark_xid is None and newest > follower.settled_id:
        follower.mark_id, follower.mark_xid = newest, own
    session.flush()
    return follower.settled_id, follower, not alone and (follower.settled_id, follower.mark_xid) != before


def _held(session: Session, name: str) -> Follower:
    """The row of a follower, made where there is none."""
    found = session.get(Follower, name, with_for_update=True, populate_existing=True)
    if found is None:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.execute(dialect.insert(Follower).on_conflict_do_nothing(), {"name": name})
        found = session.get(Follower, name, with_for_update=True, populate_existing=True)
    assert found is not None
    return found
