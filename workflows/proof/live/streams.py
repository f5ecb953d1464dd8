"""Verifies the chains of events, stream by stream: numbers without gaps, previous hashes, each hash over its columns."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.events import Event, Stream
from workflows.engine.journal import NO_HASH
from workflows.office.events import HASHED

from .chains import AT_ONCE, broken_link
from .found import Found

COLUMNS = tuple(getattr(Event, name) for name in HASHED)


def streams(session: Session) -> Iterator[Found]:
    """Everything wrong in the chains of events. What was cut from the end of a stream leaves no trace in it:
    the seals tell."""
    rows = select(*COLUMNS, Event.hash).order_by(Event.stream, Event.stream_id, Event.number)
    found = session.execute(rows.execution_options(yield_per=AT_ONCE))
    for stream, events in groupby(found, lambda row: Stream(row.stream, row.stream_id)):
        number, hash = 0, NO_HASH
        for row in events:
            for each in broken_link(row, number, hash, HASHED):
                yield Found("event", each.message, number=each.number, facts=each.facts, stream=stream)
            number, hash = row.number, bytes(row.hash)
