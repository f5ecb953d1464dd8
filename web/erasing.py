"""What follows an erasure outside the tables: contents of files that no entry names any more go, and what was given out is told."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.cases import Case
from models.databases import Database
from models.events import INSTALLATION, ORGANISATION, Event
from models.journal import Entry
from models.memberships import Membership
from models.organisations import OrganisationState
from models.posts import Post
from web.inspection_pack import PACKS
from web.runs.kept import forget
from web.stored import place
from workflows.proof.live.chains import erased_by


class GivenOut(NamedTuple):
    """A list or an export that was given out and may hold what was erased: when, what, by whom."""

    at: str
    what: str
    person: int | None


def remove_erased(database: Database, case: int, folder: Path) -> list[str]:
    """Removes the contents of the case's erased files, but those another entry still names; answers their hashes.

    Inspection packs that were made and are still kept go as well: they hold what was erased.
    """
    forget(folder / PACKS)
    with database.read() as session:
        gone = [sha256 for sha256 in sorted(_erased(session, case)) if not _named(session, sha256)]
    for sha256 in gone:
        place(folder, sha256).unlink(missing_ok=True)
    return gone


def _erased(session: Session, case: int) -> set[str]:
    rows = select(Entry.facts).where(Entry.case_id == case, Entry.kind == "erasure")
    return {sha256 for facts in session.scalars(rows) for sha256 in erased_by(bytes(facts), "files")}


def _named(session: Session, sha256: str) -> bool:
    """Whether an entry names a file that was not erased from it."""
    rows = select(Entry.case_id, Entry.number, Entry.files).where(Entry.files != b"[]")
    named = {(case, number) for case, number, files in session.execute(rows) if sha256 in json.loads(bytes(files))}
    erasures = select(Entry.case_id, Entry.refers_to, Entry.facts).where(Entry.kind == "erasure")
    found = session.execute(erasures).all()
    return bool(named - {(case, number) for case, number, facts in found if sha256 in erased_by(bytes(facts), "files")})


def given_out(session: Session, case: int, numbers: Iterable[int] | None = None) -> Iterator[GivenOut]:
    """What was given out since the first of the entries with these numbers, else of those that lost something already.

    Of every organisation that has the case or recorded in it, of those above, or of all; of a person's name also of
    those in which the person is or was a member, held a post, or has a case.
    """
    numbers = sorted(_erased_numbers(session, case) if numbers is None else set(numbers))
    since = _first_recorded(session, case, numbers)
    if since is None:
        return
    places = _places(session, case, numbers)
    here = ((Event.stream == ORGANISATION) & Event.stream_id.in_(places)) | (Event.stream == INSTALLATION)
    rows = select(Event).where(here, Event.kind == "given_out", Event.at >= since).order_by(Event.at, Event.id)
    for event in session.scalars(rows):
        yield GivenOut(event.at, event.about, event.person_id)


def _places(session: Session, case: int, numbers: Sequence[int]) -> list[int]:
    """The organisations in the line of the case, of whoever recorded in it before it came there, and of registered people."""
    held = session.scalars(select(Case.path).where(Case.id == case))
    were = session.scalars(select(Entry.actor_path).where(Entry.case_id == case).distinct())
    people = _registered(session, case, numbers)
    paths = (*held, *were, *(_whereabouts(session, people) if people else ()))
    return sorted({int(part) for path in paths for part in (path or "").strip("/").split("/") if part})


def _registered(session: Session, case: int, numbers: Sequence[int]) -> set[int]:
    """The people whom these entries registered, or whose registration they correct."""
    beyond = select(Entry.refers_to).where(Entry.case_id == case, Entry.number.in_(numbers))
    rows = select(Entry.facts).where(Entry.case_id == case, Entry.step == "register_person", Entry.kind == "act")
    found = session.scalars(rows.where(Entry.number.in_(numbers) | Entry.number.in_(beyond)))
    return {json.loads(bytes(facts))["facts"]["person"] for facts in found}


def _whereabouts(session: Session, people: Collection[int]) -> Iterator[str]:
    """The lines of the organisations in which these people are or were members, hold or held posts, or have cases."""
    for row in (Membership, Post):
        places = select(row.organisation_id).where(row.person_id.in_(people))
        yield from session.scalars(select(OrganisationState.path).where(OrganisationState.organisation_id.in_(places)))
    cases = select(Case.path).where(Case.subject_kind == "person", Case.subject_id.in_(people))
    yield from session.scalars(cases)


def _erased_numbers(session: Session, case: int) -> set[int]:
    rows = select(Entry.refers_to).where(Entry.case_id == case, Entry.kind == "erasure", Entry.refers_to.is_not(None))
    return set(session.scalars(rows))  # type: ignore[arg-type]


def _first_recorded(session: Session, case: int, numbers: Sequence[int]) -> str | None:
    """When the oldest of these entries was recorded."""
    first = min(numbers, default=None)
    since = select(func.min(Entry.recorded_at)).where(Entry.case_id == case, Entry.number >= first)
    return None if first is None else session.scalar(since)
