"""Lines follow the journal: what a search goes by is worked out after entries, never in them (decision 0006).

`follow_lines` does one batch and the caller commits. Two that follow at once wait for each other at the follower's row.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.cases import Case
from models.journal import Entry
from models.line_search import values
from models.lines import FOLLOWER, NAMES, EntryFinding, JournalLine
from models.pending import Follower, has_unseen

from .settled import Settled

BATCH = 2000
ENTRY = (
    Entry.id,
    Entry.case_id,
    Entry.number,
    Entry.kind,
    Entry.step,
    Entry.actor_person_id,
    Entry.actor_office,
    Entry.act_on,
    Entry.recorded_at,
    Entry.mode,
    Entry.findings,
    Case.workflow,
    Case.organisation_id,
)


def lines_behind(session: Session) -> bool:
    """Whether `follow_lines` would find anything to do; a reader may ask."""
    follower = session.get(Follower, FOLLOWER, populate_existing=True)
    return has_unseen(session, follower or Follower(name=FOLLOWER, entry_id=0))


def follow_lines(session: Session, most: int = BATCH) -> bool:
    """Brings the lines of at most `most` entries, and moves those of cases that went over; whether more is to be done."""
    settled = Settled(session, FOLLOWER, most)
    bring(session, [each.id for each in settled.entries])
    move(session, {each.case_id for each in settled.entries})
    settled.seen(len(settled.entries))
    session.flush()
    return not settled.exhausted


def bring(session: Session, entries: Sequence[int]) -> None:
    """The lines and findings of these entries, where they have none yet."""
    there = set(session.scalars(select(JournalLine.entry_id).where(JournalLine.entry_id.in_(entries))))
    wanted = [number for number in entries if number not in there]
    if not wanted:
        return
    rows: Any = select(*ENTRY).join(Case, Case.id == Entry.case_id).where(Entry.id.in_(wanted))
    found = session.execute(rows.order_by(Entry.id)).all()
    session.execute(insert(JournalLine), [line_of(row) for row in found])
    findings = [each for row in found for each in findings_of(row)]
    if findings:
        session.execute(insert(EntryFinding), findings)


def line_of(row: Any) -> dict[str, Any]:
    """An entry as a search finds it."""
    act_on = date.fromisoformat(row.act_on) if row.act_on else None
    recorded_on = date.fromisoformat(row.recorded_at[:10])
    live = act_on is not None and row.mode == "live"
    return {
        "entry_id": row.id,
        "case_id": row.case_id,
        "organisation_id": row.organisation_id,
        "number": row.number,
        "workflow": row.workflow,
        "kind": row.kind,
        "step": row.step,
        "person_id": row.actor_person_id,
        "office": row.actor_office,
        "act_on": act_on,
        "recorded_on": recorded_on,
        "gap": (recorded_on - act_on).days if live and act_on else None,
    }


def findings_of(row: Any) -> list[dict[str, Any]]:
    """What an entry's findings are searched by, each once."""
    stored = json.loads(bytes(row.findings)) or []
    told = {(name, value) for each in stored for name in NAMES for value in values(each, name)}
    own = {"entry_id": row.id, "organisation_id": row.organisation_id}
    return [{"name": name, "value": value, **own} for name, value in sorted(told)]


def move(session: Session, cases: Iterable[int]) -> None:
    """The lines of cases that another organisation holds now go over to it."""
    elsewhere = (
        select(JournalLine.case_id, Case.organisation_id)
        .join(Case, Case.id == JournalLine.case_id)
        .where(JournalLine.case_id.in_(sorted(cases)), JournalLine.organisation_id != Case.organisation_id)
        .distinct()
    )
    for case, organisation in session.execute(elsewhere).all():
        entries = select(JournalLine.entry_id).where(JournalLine.case_id == case)
        here = {"organisation_id": organisation}
        session.execute(update(EntryFinding).where(EntryFinding.entry_id.in_(entries)).values(here))
        session.execute(update(JournalLine).where(JournalLine.case_id == case).values(here))
