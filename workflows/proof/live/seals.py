"""Verifies the seals of events: each is made again of the events it covers, and what does not fit is named by their ids."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.events import Event, Stream
from workflows.engine.findings import N_
from workflows.office.event_seals import NOTHING, Recorded, Seal, over, recorded

from .against import NAMED
from .chains import AT_ONCE
from .found import Found, named

UNREADABLE = N_("这一条事件封存读不出来：内容已变")
REMOVED = N_("封存的 %(said)s 条事件（编号 %(first)s 至 %(last)s）只剩 %(there)s 条：已被删去，编号 %(gone)s")
SOME_REMOVED = N_(
    "封存的 %(said)s 条事件（编号 %(first)s 至 %(last)s）只剩 %(there)s 条：有的已被删去，在不存在的编号之中：%(gone)s"
)
ADDED = N_(
    "封存的 %(said)s 条事件（编号 %(first)s 至 %(last)s）现有 %(there)s 条：有的是事后添加的，在这些之中：%(streams)s"
)
OTHERS = N_(
    "封存的 %(said)s 条事件（编号 %(first)s 至 %(last)s）与封存时不同：有的已变或被替换，在这些之中：%(streams)s"
)
AND_MORE = N_("等")


def seals(session: Session) -> Iterator[Found]:
    """Every seal that does not fit its events. What happened after the last seal is under none."""
    before = NOTHING
    for each in recorded(session):
        if each.seal is None:
            yield _found(each, UNREADABLE)
            continue
        now = over(before, _events(session, before, each.seal))
        if now[1:] != each.seal[1:]:
            yield _told(session, each, before, each.seal, now.since)
        before = each.seal


def _events(session: Session, before: Seal, seal: Seal) -> Iterator[tuple[int, bytes]]:
    """The events a seal covers (id, hash), as they are now."""
    rows = select(Event.id, Event.hash).where(_under(before, seal))
    with session.execute(rows.order_by(Event.id).execution_options(yield_per=AT_ONCE)) as found:
        yield from ((row.id, row.hash) for row in found)


def _under(before: Seal, seal: Seal) -> ColumnElement[bool]:
    """The events between two seals; under the first one everything up to it, whatever its id."""
    upto = Event.id <= seal.through
    return upto if before is NOTHING else upto & (Event.id > before.through)


def _told(session: Session, at: Recorded, before: Seal, seal: Seal, there: int) -> Found:
    """What of the events under a seal differs, as far as it can be told."""
    facts: dict[str, Any] = {"said": seal.since, "there": there, "first": before.through + 1, "last": seal.through}
    if there >= seal.since:
        message = ADDED if there > seal.since else OTHERS
        return _found(at, message, **facts, streams=_listed(map(named, _streams(session, before, seal))))
    gone = _listed(_gaps(session, before, seal))
    return _found(at, REMOVED if seal.through - before.through == seal.since else SOME_REMOVED, **facts, gone=gone)


def _found(at: Recorded, message: str, **facts: Any) -> Found:
    return Found("event", message, at.case, at.number, facts)


def _streams(session: Session, before: Seal, seal: Seal) -> Iterator[Stream]:
    """The streams that have events there."""
    rows = select(Event.stream, Event.stream_id).where(_under(before, seal))
    held = session.execute(rows.distinct().order_by(Event.stream, Event.stream_id).limit(NAMED + 1))
    return (Stream(*each) for each in held)


def _gaps(session: Session, before: Seal, seal: Seal) -> Iterator[str]:
    """The ids there that no event has."""
    expected = before.through + 1
    for number in chain((number for number, _ in _events(session, before, seal)), [seal.through + 1]):
        if number > expected:
            yield str(expected) if number - expected == 1 else f"{expected}-{number - 1}"
        expected = number + 1


def _listed(parts: Iterable[str]) -> str:
    """The first of them in a row."""
    told = list(islice(parts, NAMED + 1))
    return "、".join(told[:NAMED]) + (AND_MORE if len(told) > NAMED else "")
