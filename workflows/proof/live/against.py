"""Verifies the log: against the entries, leaf by leaf and tile by tile, and against checkpoints, here and kept elsewhere."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.log import Leaf, SignedCheckpoint, Tile
from workflows.engine.findings import N_

from ..checkpoints import Checkpoint, Departure, accepted, departures
from ..errors import ProofError
from ..hashing import LENGTH
from ..keys import PublicKey
from ..notes import read
from ..tiles import WIDTH, Log, root_of
from .chains import AT_ONCE
from .found import Found
from .tables import TilesKept, keys_of, log_of, set_up

NAMED = 20
"""So many entries are named one by one, where more are concerned their number is told."""

GONE = N_("日志第 %(index)s 项的记录不在了：已被删去")
MISSING_LEAF = N_("日志缺少第 %(index)s 项")
OTHER_LEAF = N_("与日志第 %(index)s 项不符：记录或图块已变")
NOT_IN_LOG = N_("没有收进日志，而后来的记录已经收进：事后插入")
BAD_TILE = N_("日志图块（第 %(level)s 层第 %(index)s 块）与其下一层不符：图块已变")
CUT = N_("检查点“%(name)s”有 %(size)s 项，日志只有 %(end)s 项：第 %(first)s 至 %(last)s 项已被截去，或者恢复了旧备份")
FORKED = N_("日志与检查点“%(name)s”（%(size)s 项）分叉，变动在第 %(first)s 至 %(last)s 项之间，涉及：%(entries)s")
UNREADABLE = N_("检查点“%(name)s”不能用来核对：%(why)s")
OTHER_KEY = N_("日志现用的公钥 %(held)s 不在另行取得的公钥之内：请查明是否换过密钥，由谁更换")
OF_CASE = N_("案件 %(case)s 第 %(number)s 条")
AND_MORE = N_("等共 %(count)s 条")


def log_against_entries(session: Session) -> Iterator[Found]:
    """Every leaf that is not its entry's, every entry that was passed over, every tile that is not made of the one below."""
    log = log_of(session, TilesKept)
    rows = select(Leaf.position, Entry.case_id, Entry.number, Entry.hash)
    rows = rows.outerjoin(Entry, Entry.id == Leaf.entry_id).order_by(Leaf.position)
    held = _leaves(log)
    expected = 0
    for row in session.execute(rows.execution_options(yield_per=AT_ONCE)):
        for index in range(expected, row.position):
            yield Found("log", MISSING_LEAF, facts={"index": index})
            next(held, None)
        expected, leaf = row.position + 1, next(held, None)
        if row.hash is None:
            yield Found("log", GONE, facts={"index": row.position})
        elif leaf != log.hash.leaf(bytes(row.hash)):
            yield Found("log", OTHER_LEAF, row.case_id, row.number, {"index": row.position})
    yield from _passed_over(session)
    yield from _tiles(session, log)


def _leaves(log: Log) -> Iterator[bytes | None]:
    """The leaves tile by tile; None for those of a tile that is short."""
    for index in range(-(-log.size // WIDTH)):
        count = min(WIDTH, log.size - index * WIDTH)
        tile = log.store.read(0, index)
        for place in range(0, count * LENGTH, LENGTH):
            yield tile[place : place + LENGTH] or None


def _passed_over(session: Session) -> Iterator[Found]:
    newest = session.scalar(select(func.max(Leaf.entry_id))) or 0
    rows = select(Entry.case_id, Entry.number).outerjoin(Leaf, Leaf.entry_id == Entry.id)
    rows = rows.where(Leaf.entry_id.is_(None), Entry.id < newest).order_by(Entry.id)
    for case, number in session.execute(rows.execution_options(yield_per=AT_ONCE)):
        yield Found("log", NOT_IN_LOG, case, number)


def _tiles(session: Session, log: Log) -> Iterator[Found]:
    """The hash of every full tile stands in the tile above."""
    levels = session.scalar(select(func.max(Tile.level))) or 0
    for level in range(1, levels + 1):
        for place in range(log.size >> (8 * level)):
            held = log.store.read(level, place // WIDTH)[place % WIDTH * LENGTH :][:LENGTH]
            below = log.store.read(level - 1, place)
            if len(below) != WIDTH * LENGTH or held != root_of(log.hash, below):
                yield Found("log", BAD_TILE, facts={"level": level, "index": place // WIDTH})


def log_against_checkpoints(
    session: Session, given: Iterable[tuple[str, bytes]], keys: Iterable[PublicKey] = ()
) -> Iterator[Found]:
    """Where the log departs from the checkpoints it signed, and from those `given` as (name, note), kept elsewhere."""
    own = session.execute(select(SignedCheckpoint.id, SignedCheckpoint.note).order_by(SignedCheckpoint.id))
    log, trusted = log_of(session, TilesKept), [*keys_of(session), *keys]
    for notes in (
        [(f"#{number}", text.encode()) for number, text in own],
        given,
    ):  # a fork's own say nothing of those outside
        named: dict[Checkpoint, str] = {}
        for name, note in notes:
            try:
                checkpoint = accepted(read(note), trusted)[0]
                list(departures(trusted[0].name, log, [checkpoint]))  # raises for one of another log
                named.setdefault(checkpoint, name)
            except ProofError as error:
                yield Found("checkpoint", UNREADABLE, facts={"name": name, "why": error})
        for each in departures(trusted[0].name, log, named):
            yield _told(session, each, named[each.checkpoint])


def key_against_given(session: Session, keys: Iterable[PublicKey]) -> Iterator[Found]:
    """Whether the log signs with a key that was got elsewhere; nothing where none of this log's was."""
    held = PublicKey.read(set_up(session).public_key)
    given = [key for key in keys if (key.name, key.kind) == (held.name, held.kind)]
    if given and held not in given:
        yield Found("checkpoint", OTHER_KEY, facts={"held": held})


def _told(session: Session, departure: Departure, name: str) -> Found:
    facts: dict[str, Any] = {"name": name, "size": departure.checkpoint.size, "end": departure.begin}
    facts |= {"first": departure.begin, "last": departure.end - 1}
    if departure.kind == "cut":
        return Found("checkpoint", CUT, facts=facts)
    return Found(
        "checkpoint", FORKED, facts={**facts, "entries": entries_between(session, departure.begin, departure.end)}
    )


def entries_between(session: Session, begin: int, end: int) -> str:
    """The entries of these leaves by case and number."""
    rows = select(Entry.case_id, Entry.number).join(Leaf, Leaf.entry_id == Entry.id)
    rows = rows.where(Leaf.position >= begin, Leaf.position < end).order_by(Leaf.position).limit(NAMED)
    said = "、".join(OF_CASE % {"case": case, "number": number} for case, number in session.execute(rows))
    return said + (AND_MORE % {"count": end - begin} if end - begin > NAMED else "")
