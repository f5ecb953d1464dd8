"""Seals of events: where they stand, what the next one says, and how it is recorded; decision 0017 says why so."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from models.cases import OFFICE, Case
from models.events import Event, newest_event
from models.journal import NO_HASH, Entry
from models.organisations import OrganisationState
from models.work import Work
from workflows import flow
from workflows.engine.perform.sealing_events import SEAL_EVENTS, record_seal
from workflows.engine.perform.settled import settle

FOLLOWER = "events"
LARGEST = 2**63 - 1  # what a column holds
BATCH = 20_000
"""So many events a seal covers at most."""


class Seal(NamedTuple):
    """What a seal says: the id of the last event under it, how many came since the seal before, the digest of all so far."""

    through: int = 0
    since: int = 0
    digest: bytes = NO_HASH

    def facts(self) -> dict[str, Any]:
        """As its entry keeps it."""
        return {"through": self.through, "count": self.since, "digest": self.digest.hex()}


NOTHING = Seal()
"""What stands before the first seal."""


class Recorded(NamedTuple):
    """A seal in the journal: its case and number; None where its content cannot be read."""

    case: int
    number: int
    seal: Seal | None


class Sealed(NamedTuple):
    """What one batch did: so many events came under a seal, the last of them or of before, and whether more can be done."""

    covered: int
    through: int
    more: bool


def over(before: Seal, events: Iterable[tuple[int, bytes]]) -> Seal:
    """The seal of events (id, hash) in their order: SHA-256 over the digest before and the hash of each."""
    through, since, digest = before.through, 0, hashlib.sha256(before.digest)
    for event_id, hash in events:
        through, since = event_id, since + 1
        digest.update(bytes(hash))
    return Seal(through, since, digest.digest())


def seal_events(work: Work, at: datetime, most: int = BATCH) -> Sealed:
    """Seals at most `most` events that came since, none where there is no office journal of the root. The caller commits.

    Nothing may be written in the transaction before.
    """
    session = work.session
    until, _, moved = settle(session, FOLLOWER, newest_event)
    case = root_case(session)
    if case is None:
        return Sealed(0, 0, False)
    before = last_seal(session)
    rows = select(Event.id, Event.hash).where(Event.id > before.through, Event.id <= until)
    found = session.execute(rows.order_by(Event.id).limit(most)).all()
    if not found:
        return Sealed(0, before.through, moved)
    seal = over(before, ((row.id, row.hash) for row in found))
    record_seal(work, flow(OFFICE), case, seal.facts(), at)
    return Sealed(seal.since, seal.through, len(found) == most or moved)


def is_unsealed(session: Session) -> bool:
    """Whether there are events a seal is still to cover."""
    if root_case(session) is None:
        return False
    return bool(session.scalar(select(exists().where(Event.id > last_seal(session).through))))


def unsealed_count(session: Session) -> int:
    """How many events no seal covers."""
    before = last_seal(session)
    return session.scalar(select(func.count()).select_from(Event).where(Event.id > before.through)) or 0


def root_case(session: Session) -> int | None:
    """The case of the root in the office journal, where the next seal is recorded; rows say so, no seal is found by them."""
    root = (OrganisationState.organisation_id == Case.subject_id) & OrganisationState.parent_id.is_(None)
    rows = select(Case.id).join(OrganisationState, root & OrganisationState.stands()).where(Case.workflow == OFFICE)
    return session.scalars(rows.order_by(Case.id).limit(1)).first()


def last_seal(session: Session) -> Seal:
    """The newest seal that can be read."""
    for most in (1, None):
        newest = _entries().order_by(Entry.id.desc()).limit(most)
        for _, _, facts in session.execute(newest).all():
            if seal := seal_from(bytes(facts)):
                return seal
    return NOTHING


def recorded(session: Session) -> Iterator[Recorded]:
    """The seals as they were recorded, in whichever case."""
    for case, number, facts in session.execute(_entries().order_by(Entry.id)):
        yield Recorded(case, number, seal_from(bytes(facts)))


def _entries() -> Select[int, int, bytes]:
    return select(Entry.case_id, Entry.number, Entry.facts).where(Entry.kind == "act", Entry.step == SEAL_EVENTS.name)


def seal_from(facts: bytes) -> Seal | None:
    """The seal an entry keeps; None for one that was tampered with so that it cannot be read."""
    try:
        said = json.loads(facts)["facts"]
        found = Seal(said["through"], said["count"], bytes.fromhex(said["digest"]))
    except (ValueError, KeyError, TypeError):
        return None
    numbers = all(type(each) is int and 0 < each <= LARGEST for each in found[:2])
    return found if numbers and len(found.digest) == len(NO_HASH) else None
