"""Which entries of the journal a follower may take as read, on both databases.

SQLite's ids commit in order. PostgreSQL's are given in order and do not commit in order: whoever was given one up to the
mark's runs in a transaction from before the mark's end. Every act writes its case first and so has a transaction number
before its entry has an id. Decision 0011 says why by ids and not by the numbers of transactions.
"""

from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.journal import Entry, newest_entry
from models.pending import Follower

SNAPSHOT = text(
    "SELECT CAST(CAST(pg_snapshot_xmin(shot) AS text) AS bigint), CAST(CAST(pg_snapshot_xmax(shot) AS text) AS bigint),"
    " NOT EXISTS (SELECT FROM pg_snapshot_xip(shot)) FROM pg_current_snapshot() AS shot"
)


class Seen(NamedTuple):
    """An entry that came since: its id, its case."""

    id: int
    case_id: int


class Settled:
    """The entries that came since, one read of them; `seen` moves the follower behind those it has taken."""

    def __init__(self, session: Session, follower: Follower, most: int) -> None:
        self.session, self.follower = session, follower
        self.until, moved = settle(session, follower)
        rows = select(Entry.id, Entry.case_id).where(Entry.id > follower.entry_id, Entry.id <= self.until)
        self.entries = [Seen(*row) for row in session.execute(rows.order_by(Entry.id).limit(most))]
        self.exhausted = len(self.entries) < most and not moved

    def seen(self, count: int) -> None:
        """The follower has taken the first `count` of them."""
        if count:
            self.follower.entry_id = self.entries[count - 1].id

    def begin(self) -> None:
        """Every entry up to here counts as seen: whoever begins projects every case anyway."""
        self.follower.entry_id, self.entries = self.until, []


def held(session: Session, name: str) -> Follower:
    """The row of a follower, held until the end of the transaction; made where there is none."""
    found = session.get(Follower, name, with_for_update=True, populate_existing=True)
    if found is None:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.execute(dialect.insert(Follower).on_conflict_do_nothing(), {"name": name})
        found = session.get(Follower, name, with_for_update=True, populate_existing=True)
    assert found is not None
    return found


def settle(session: Session, follower: Follower) -> tuple[int, bool]:
    """The id up to which no entry can appear any more, and whether it waits for others and has just come nearer."""
    newest = newest_entry(session)
    if session.get_bind().dialect.name != "postgresql":
        return newest, False
    oldest, following, alone = session.execute(SNAPSHOT).one()
    before = follower.settled_id, follower.mark_xid
    if follower.mark_xid is not None and not oldest < follower.mark_xid <= following:  # ended, or of another server
        follower.settled_id, follower.mark_xid = max(follower.settled_id, follower.mark_id), None
    if alone:
        follower.settled_id, follower.mark_xid = max(follower.settled_id, newest), None
    elif follower.mark_xid is None and newest > follower.settled_id:
        follower.mark_id, follower.mark_xid = newest, following
    session.flush()
    return follower.settled_id, not alone and (follower.settled_id, follower.mark_xid) != before
