"""The projection `pending` follows the journal: what waits in a case is worked out after its steps, and never in them.

`follow` does one batch; the caller commits. Two that follow at once wait for each other at the
follower's row, and the second one finds the work done. Locks are taken in one order: follower, then people's cases by id.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from models.base import within
from models.cases import OFFICE, Case
from models.installation import Installation
from models.offices import OfficePost
from models.organisations import OrganisationState
from models.pending import END_OF_TIME, FOLLOWER, Follower, Pending, has_unseen
from models.work import Work
from workflows import flow

from ..cases import fold, kept_from
from ..dossier import Dossier
from ..waiting import takers, to_receive, waiting
from .installation import book_from, known
from .settled import Seen, Settled
from .store import Store

BATCH = 200
ENTRIES = 20 * BATCH  # a case has about so many entries
BUILD = "3"
"""Raise it when a release works out otherwise what waits."""

COLUMNS = (
    Case.id,
    Case.workflow,
    Case.organisation_id,
    Case.path,
    Case.open,
    Case.opened_on,
    Case.snapshot,
)
ROW: Any = Pending.__table__
KEY = ("its_case", "its_step", "its_taker")
FORGET = delete(ROW).where(
    *(column == bindparam(name) for column, name in zip(ROW.primary_key.columns, KEY, strict=True))
)


def is_behind(session: Session, on: date) -> bool:
    """Whether `follow` would find anything to do; a reader may ask."""
    follower = session.get(Follower, FOLLOWER, populate_existing=True)
    if follower is None or follower.next_case_id is not None or follower.rules_stamp != rules_of(session, on):
        return True
    return has_unseen(session, follower)


def follow(work: Work, on: date, most: int = BATCH) -> bool:
    """Brings about `most` cases up to date: first those with new entries, then those a change of rules left stale.

    Answers whether more is to be done at once.
    """
    session, stamp = work.session, _stamp(work)
    settled = Settled(session, FOLLOWER, ENTRIES)
    follower, rules = settled.follower, rules_of(session, on)
    if not follower.rules_stamp:
        settled.begin()
    if follower.rules_stamp != rules:
        follower.rules_stamp, follower.next_case_id = rules, 0
    count, touched = _touched(settled.entries, most)
    settled.seen(count)
    below = _below_changed(session, touched, [each.id for each in settled.entries[:count]], most + 1)
    if len(below) > most:
        follower.next_case_id = 0
    else:
        touched |= below
    project(work, stamp, touched, on)
    more = count < len(settled.entries) or not settled.exhausted
    return _go_on(work, stamp, follower, on, most - len(touched)) or more


def _stamp(work: Work) -> str:
    """The stamp of the office journal. It is not held: steps take their case before it, and a change brings entries or
    other rules, by which the cases are projected again."""
    return work.session.scalars(select(Installation.rules_stamp)).one()


def rules_of(session: Session, on: date) -> str:
    """Names what every case is judged by on a day: law, offices, and this module's own build."""
    laws = book_from(session.scalars(select(Installation.rules)).one())
    law, office = laws.on(on), OfficePost
    table = select(office.office, office.post, office.organisation_kind).where(office.holds_on(on))
    offices = sorted({f"{row[0]}/{row[2]}" for row in session.execute(table)})
    return " ".join((BUILD, laws.stamp, law.stamps["editions"], law.stamps["overlays"], *offices))


def _touched(entries: Sequence[Seen], most: int) -> tuple[int, set[int]]:
    """The cases of the first entries, at most `most`, and how many entries that were."""
    cases: set[int] = set()
    for number, entry in enumerate(entries):
        if len(cases | {entry.case_id}) > most:
            return number, cases
        cases.add(entry.case_id)
    return len(entries), cases


def _below_changed(session: Session, cases: Iterable[int], entries: Sequence[int], most: int) -> set[int]:
    """At most `most` open cases in or below organisations that these entries of these cases changed."""
    office = select(Case.id).where(Case.id.in_(cases), Case.workflow == OFFICE).limit(1)
    if not entries or session.scalar(office) is None:
        return set()
    state = OrganisationState
    first, last = min(entries), max(entries)
    brought = select(state.path).where(state.source_entry_id.between(first, last))
    withdrew = select(state.path).where(state.withdrawn_by_id.between(first, last))
    found: set[int] = set()
    for path in sorted({*session.scalars(brought), *session.scalars(withdrew)}):
        inside = (Case.open, Case.workflow != OFFICE, within(Case.path, path))
        found |= set(session.scalars(select(Case.id).where(*inside).limit(most)))
        if len(found) >= most:
            break
    return found


def _go_on(work: Work, stamp: str, follower: Follower, on: date, most: int) -> bool:
    """Projects the next stale cases; answers whether some are left."""
    if follower.next_case_id is None or most <= 0:
        return follower.next_case_id is not None
    stale = select(Case.id).where(Case.id >= follower.next_case_id, Case.open, Case.workflow != OFFICE)
    cases = work.session.scalars(stale.order_by(Case.id).limit(most)).all()
    project(work, stamp, cases, on)
    follower.next_case_id = cases[-1] + 1 if len(cases) == most else None
    return follower.next_case_id is not None


def project(work: Work, stamp: str, cases: Iterable[int], on: date) -> None:
    """Makes the rows of these cases what their acts say now; rows that stay are not touched."""
    numbers = sorted(cases)
    if not numbers:
        return
    asked = select(*COLUMNS).where(Case.id.in_(numbers), Case.workflow != OFFICE)
    held = asked.order_by(Case.id).with_for_update(of=Case)
    want = {row for case in work.session.execute(held) for row in rows_of(work, stamp, case, on)}
    have = {tuple(row) for row in work.session.execute(select(*ROW.c).where(ROW.c.case_id.in_(numbers)))}
    gone, new = sorted(have - want, key=str), sorted(want - have, key=str)
    if gone:
        work.session.execute(FORGET, [dict(zip(KEY, row[:3], strict=True)) for row in gone])
    if new:
        work.session.execute(insert(ROW), [dict(zip(ROW.c.keys(), row, strict=True)) for row in new])


def rows_of(work: Work, stamp: str, case: Any, on: date) -> set[tuple[Any, ...]]:
    """The rows of one case (its COLUMNS), as the table has its columns; none for a case that is over or no procedure."""
    if not case.open or case.workflow == OFFICE:
        return set()
    held, store, workflow = known(work, stamp), Store(work), flow(case.workflow)
    kept = [kept_from(workflow, line) for line in bytes(case.snapshot).split(b"\n") if line]
    line, table = held.line(store, case.path, on), held.offices(store, on)
    own, dossier = case.organisation_id, fold(workflow, kept, held.laws).dossier
    rows = received_by(store, case, dossier, on)
    for each in waiting(dossier, held.laws, on, case.opened_on):
        taken_by, until_on = takers(each.step, line, table), each.due_on or END_OF_TIME
        rows |= {(case.id, each.step.name, taker, own, each.opens_on, each.due_on, until_on) for taker in taken_by}
        if not taken_by and each.due_on:  # nobody's office, and yet not to be forgotten
            rows.add((case.id, each.step.name, own, own, None, each.due_on, until_on))
    return rows


def received_by(store: Store, case: Any, dossier: Dossier, on: date) -> set[tuple[Any, ...]]:
    """The row of the organisation a case was handed over to, as long as it waits there; it goes before what has time."""
    waits = to_receive(dossier)
    to = waits[1].form.known("organisation") if waits else None
    if waits is None or to is None or store.path(to, on) is None:
        return set()
    step, handed = waits
    return {(case.id, step.name, to, case.organisation_id, handed.on, None, handed.on)}
