"""Which entries of the journal a follower may take as read, on both databases.

SQLite's ids commit in order. PostgreSQL's do not, so there entries are read by the transaction that wrote them, as soon
as no older one runs, and a mark that nothing can slip in behind keeps the search short.
"""

from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models.journal import Entry
from models.pending import Follower

SNAPSHOT = text(
    "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint), CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
)


class Seen(NamedTuple):
    """An entry that came since: its id, the number of its transaction (0 on SQLite), its case."""

    id: int
    xid: int
    case_id: int


class Settled:
    """The entries that came since, one read of them; `seen` moves the follower behind those it has taken."""

    def __init__(self, session: Session, follower: Follower, most: int) -> None:
        self.session, self.follower = session, follower
        self.postgresql = session.get_bind().dialect.name == "postgresql"
        self.oldest: int
        self.own: int
        self.oldest, self.own = session.execute(SNAPSHOT).one() if self.postgresql else (0, 0)
        rows = select(Entry.id, Entry.xid, Entry.case_id).where(follower.unseen(self.postgresql)).limit(most)
        if self.postgresql:
            rows = rows.where(text("entry.xid < CAST(:oldest AS xid8)").bindparams(oldest=str(self.oldest)))
        found = session.execute(rows.order_by(*((Entry.xid, Entry.id) if self.postgresql else (Entry.id,))))
        self.entries = [Seen(number, xid or 0, case) for number, xid, case in found]
        self.exhausted, self.begun = len(self.entries) < most, False

    def seen(self, count: int) -> None:
        """The follower has taken the first `count` of them."""
        last = self.entries[count - 1] if count else None
        if self.begun:
            return
        if not self.postgresql:
            self.follower.entry_id = last.id if last else self.follower.entry_id
            return
        if self.exhausted and count == len(self.entries):
            self.follower.seen_xid, self.follower.seen_id = self.oldest, 0
            self._advance()
        elif last:
            self.follower.seen_xid, self.follower.seen_id = last.xid, last.id

    def begin(self) -> None:
        """Everything there is by now counts as seen: whoever begins projects every case anyway."""
        self.entries, self.exhausted, self.begun = [], True, True
        newest = self.session.scalar(select(func.max(Entry.id))) or 0
        if self.postgresql:
            self.follower.seen_xid, self.follower.mark_id = self.oldest, newest
        else:
            self.follower.entry_id = newest

    def _advance(self) -> None:
        """A mark is set in one transaction, dated by the next one, and reached when all up to that one have ended."""
        follower = self.follower
        if follower.mark_xid is None:
            follower.mark_xid = self.own
        elif self.oldest > follower.mark_xid:
            follower.entry_id = max(follower.entry_id, follower.mark_id)
            follower.mark_id, follower.mark_xid = self.session.scalar(select(func.max(Entry.id))) or 0, None
