"""What the queries of the auditors' room read: a bounded number of the newest rows in sight, and what belongs to them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from .cases import OFFICE, Case
from .journal import Entry
from .line_filters import Key, Wanted
from .line_search import page
from .lines import JournalLine
from .people import Kinship
from .sight import Sight

MOST = 1000
"""So many rows are read for one question."""
MOST_CASES = 100

LINE = (
    Entry.id,
    Entry.case_id,
    Entry.number,
    Entry.step,
    Entry.kind,
    Entry.actor_person_id,
    Entry.facts,
    Entry.refers_to,
    Entry.recorded_at,
    Case.workflow,
    Case.subject_kind,
    Case.subject_id,
)


def newest(
    session: Session, sight: Sight, most: int = MOST, after: Key | None = None, **wanted: Any
) -> list[JournalLine]:
    """Which lines in sight are wanted by one filter? The first of its order behind `after`, at most `most`."""
    return page(session, sight, Wanted(**wanted), after, most).lines


def entries_of(session: Session, lines: Iterable[JournalLine]) -> Sequence[Any]:
    """What stands in these entries? By case and number."""
    return _told(session, Entry.id.in_([line.entry_id for line in lines]))


def entries_in(session: Session, cases: Iterable[int], steps: Iterable[str] | None = None) -> Sequence[Any]:
    """Which entries have these cases, of some steps or of all? By case and number."""
    which = Entry.case_id.in_(sorted(set(cases)))
    return _told(session, which if steps is None else which & Entry.step.in_(sorted(set(steps))))


def _told(session: Session, which: Any) -> Sequence[Any]:
    rows: Any = select(*LINE).join(Case, Case.id == Entry.case_id).where(which)
    return session.execute(rows.order_by(Entry.case_id, Entry.number)).all()


def cases_of(lines: Iterable[JournalLine], most: int = MOST_CASES) -> list[int]:
    """Which procedures do these lines belong to? The first of them, at most `most`."""
    found = dict.fromkeys(line.case_id for line in lines if line.workflow != OFFICE)
    return list(found)[:most]


def subjects_of(session: Session, cases: Iterable[int]) -> list[int]:
    """Which people are these cases about?"""
    rows = select(Case.subject_id).where(Case.id.in_(sorted(set(cases))), Case.subject_kind == "person")
    return sorted(set(session.scalars(rows)))


def steps_at(session: Session, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Of which steps are these entries, each by case and number?"""
    rows = select(Entry.case_id, Entry.number, Entry.step).where(tuple_(Entry.case_id, Entry.number).in_(set(places)))
    return {(case, number): step for case, number, step in session.execute(rows)}


def begun_on(session: Session, cases: Iterable[int]) -> dict[int, str]:
    """On which days did the journals of these cases begin?"""
    rows = select(Entry.case_id, Entry.recorded_at).where(Entry.case_id.in_(set(cases)), Entry.number == 1)
    return {case: at[:10] for case, at in session.execute(rows)}


def kinships(session: Session, people: Iterable[int], most: int = MOST) -> list[tuple[int, int]]:
    """Which declared relatives have these people, whoever declared it? The newest, at most `most`."""
    asked = sorted(set(people))
    rows = select(Kinship.person_id, Kinship.relative_id).where(Kinship.stands())
    rows = rows.where(or_(Kinship.person_id.in_(asked), Kinship.relative_id.in_(asked)))
    return [(one, other) for one, other in session.execute(rows.order_by(Kinship.id.desc()).limit(most))]


def elections(session: Session, sight: Sight, most: int = MOST_CASES) -> Sequence[Case]:
    """Which elections in sight were counted last? At most `most`."""
    counted = cases_of(newest(session, sight, step="confirm_count"), most)
    return session.scalars(select(Case).where(Case.id.in_(counted)).order_by(Case.id.desc())).all()
