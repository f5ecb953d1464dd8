"""The integrator: brings entries into the log in batches, by their ids, each exactly once; decision 0011 says why by ids.

`integrate` does one batch and the caller commits. Leaves, tiles and the mark move in one transaction, so that a batch that
is interrupted has not happened. Two that integrate at once wait for each other.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.log import Leaf, last_leaf, newest_checkpoint
from workflows.engine.findings import N_
from workflows.engine.perform.settled import settle

from ..checkpoints import Checkpoint
from ..errors import BadLog
from ..notes import read
from ..tiles import WIDTH, Log
from .tables import alone, log_of

BATCH = 500
FOLLOWER = "log"
TAIL_DIFFERS = N_(
    "日志第 %(index)s 项与案件 %(case)s 第 %(number)s 条的散列值不符：没有继续写入，请运行 zhibu audit verify 查明"
)
TAIL_GONE = N_("日志第 %(index)s 项的记录不在了：没有继续写入，请运行 zhibu audit verify 查明")
ROOT_DIFFERS = N_(
    "日志前 %(size)s 项的树根与第 %(id)s 个检查点不符：没有继续写入，请运行 zhibu audit verify 查明，并与库外保存的检查点核对"
)


class Integrated(NamedTuple):
    """What one batch did: so many entries came into the log, the last of them or of before by its id, and whether more can
    be done at once."""

    brought: int
    last_id: int
    more: bool


def integrate(session: Session, most: int = BATCH) -> Integrated:
    """Brings at most `most` entries into the log. Raises BadLog where what is there is not what it must be."""
    alone(session)
    log, last = log_of(session), last_leaf(session)
    seen = last.entry_id if last else 0
    until, _, moved = settle(session, FOLLOWER)  # what it has taken is told by the leaves themselves
    rows = select(Entry.id, Entry.hash).where(Entry.id > seen, Entry.id <= until)
    found = session.execute(rows.order_by(Entry.id).limit(most)).all()
    if found:
        check_end(session, log)
        _append(session, log, found)
    return Integrated(len(found), found[-1].id if found else seen, len(found) == most or moved)


def _append(session: Session, log: Log, found: Sequence[Any]) -> None:
    log.append(log.hash.leaf(bytes(entry.hash)) for entry in found)
    rows = [{"position": log.size + place, "entry_id": entry.id} for place, entry in enumerate(found)]
    session.execute(insert(Leaf), rows)


def check_end(session: Session, log: Log) -> None:
    """The log's end is that of its entries, and its root that of the newest checkpoint. Raises BadLog."""
    begin = log.size - log.size % WIDTH
    rows = select(Leaf.position, Entry.case_id, Entry.number, Entry.hash).join(Entry, Entry.id == Leaf.entry_id)
    held = {row.position: row for row in session.execute(rows.where(Leaf.position >= begin))}
    for index, leaf in enumerate(log.leaves(begin), begin):
        row = held.get(index)
        if row is None:
            raise BadLog(TAIL_GONE, index=index)
        if log.hash.leaf(bytes(row.hash)) != leaf:
            raise BadLog(TAIL_DIFFERS, index=index, case=row.case_id, number=row.number)
    signed = newest_checkpoint(session)
    if signed and log.root(signed.size) != Checkpoint.read(read(signed.note.encode()).text).root:
        raise BadLog(ROOT_DIFFERS, size=signed.size, id=signed.id)
