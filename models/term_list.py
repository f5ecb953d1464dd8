"""The questions of the list of terms, each answered from one index, page by page and never to its end.

A small sight is gathered first and then sorted; a large one is read in the order of urgency until a page is full.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select, text, tuple_
from sqlalchemy.orm import Session

from .cases import Case
from .sight import MOST, Sight
from .terms import Term

STATES = ("overdue", "due", "due_soon", "extended", "running", "unknown")
GATHERED = 20_000
"""So many terms at most are gathered and sorted."""

Key = tuple[date | None, int]
"""Where a page ends: the last day of the term (None: not known), the organisation."""


class Clock(NamedTuple):
    """The day on which is asked, and the latest end of a term whose reminder has begun."""

    on: date
    reach: date


class Source(NamedTuple):
    """Where terms are read from: the columns, and what must hold of them."""

    of: Any
    rows: Sequence[ColumnElement[bool]]
    gathered: bool


def source(session: Session, sight: Sight) -> Source:
    """The terms that go on of the organisations in sight."""
    if sight.everything:
        return Source(Term, [Term.is_current()], False)
    if sight.organisations is not None:
        return _gathered(Term.organisation_id.in_(sight.organisations))
    in_trees = sight.in_trees(Term.path)
    some = select(Term.path).where(Term.is_current(), in_trees).limit(GATHERED + 1).subquery()
    if (session.scalar(select(func.count()).select_from(some)) or 0) <= GATHERED:
        return _gathered(in_trees)
    return Source(Term, [Term.is_current(), sight.in_trees(Term.path.concat(""))], False)  # no index of paths is used


def _gathered(chosen: ColumnElement[bool]) -> Source:
    columns = select(Term.organisation_id, Term.ends_on, Term.extended_until)
    rows = columns.where(Term.is_current(), chosen).cte("gathered").prefix_with("MATERIALIZED")
    return Source(rows.c, [], True)


def in_state(of: Any, state: str, clock: Clock) -> list[ColumnElement[bool]]:
    """What holds of a term in that state; the same lines as the clock of terms draws."""
    match state:
        case "overdue":
            return [of.ends_on < clock.on]
        case "due":
            return [of.ends_on == clock.on]
        case "extended":
            return [of.extended_until > clock.on]
        case "due_soon":
            return [of.ends_on > clock.on, of.ends_on <= clock.reach, of.extended_until.is_(None)]
        case "running":
            return [of.ends_on > clock.reach, of.extended_until.is_(None)]
    return [of.ends_on.is_(None)]


def page(session: Session, seen: Source, clock: Clock, state: str | None, after: Key | None, size: int) -> list[Term]:
    """The terms behind `after`, at most `size`: those that end first before the others, those of which nothing is known last."""
    found: list[int] = []
    if state != "unknown" and (after is None or after[0] is not None):
        day = seen.of.extended_until if state == "extended" else seen.of.ends_on
        conditions = in_state(seen.of, state, clock) if state else [day.is_not(None)]
        found += session.scalars(_keys(seen, day, conditions, after, size))
    if state in (None, "unknown") and len(found) < size:
        begin = after if after and after[0] is None else None
        found += session.scalars(_unknown(seen, begin, size - len(found)))
    return _terms(session, found)


def waiting(session: Session, seen: Source, clock: Clock, size: int) -> list[Term]:
    """What a superior has to see to, at most `size`: overdue, ending within the reach without an election, not known."""
    of = seen.of
    prepared = _election().where(Case.subject_id == of.organisation_id).exists()
    conditions = [of.ends_on <= clock.reach, (of.ends_on < clock.on) | ~prepared]
    found = list(session.scalars(_keys(seen, of.ends_on, conditions, None, size)))
    if len(found) < size:
        found += session.scalars(_unknown(seen, None, size - len(found)))
    return _terms(session, found)


def overdue(session: Session, seen: Source, clock: Clock, size: int) -> list[Term]:
    """The terms that ended before the day, at most `size`, the longest overdue first."""
    return page(session, seen, clock, "overdue", None, size)


def counts(session: Session, seen: Source, clock: Clock) -> Mapping[str, int]:
    """How many terms are in each state? Counted up to one more than MOST."""
    if seen.gathered:
        return _sorted_out(session, seen, clock)
    found = {}
    for state in STATES:
        some = select(seen.of.ends_on).where(*seen.rows, *in_state(seen.of, state, clock)).limit(MOST + 1).subquery()
        found[state] = session.scalar(select(func.count()).select_from(some)) or 0
    return found


def _sorted_out(session: Session, seen: Source, clock: Clock) -> Mapping[str, int]:
    named = case(*((and_(*in_state(seen.of, state, clock)), state) for state in STATES[:-1]), else_=STATES[-1])
    rows = select(named, func.count()).where(*seen.rows).group_by(named)
    found = {state: count for state, count in session.execute(rows)}
    return {state: min(found.get(state, 0), MOST + 1) for state in STATES}


def _keys(
    seen: Source, day: Any, conditions: Sequence[ColumnElement[bool]], after: Key | None, size: int
) -> Select[tuple[int]]:
    rows = select(seen.of.organisation_id).where(*seen.rows, *conditions)
    if after:
        rows = rows.where(tuple_(day, seen.of.organisation_id) > tuple_(*after))
    return rows.order_by(day, seen.of.organisation_id).limit(size)


def _unknown(seen: Source, after: Key | None, size: int) -> Select[tuple[int]]:
    rows = select(seen.of.organisation_id).where(*seen.rows, seen.of.ends_on.is_(None))
    if after:
        rows = rows.where(seen.of.organisation_id > after[1])
    return rows.order_by(seen.of.organisation_id).limit(size)


def _terms(session: Session, organisations: Sequence[int]) -> list[Term]:
    """The terms of these organisations, in their order."""
    rows = session.scalars(select(Term).where(Term.organisation_id.in_(organisations), Term.is_current()))
    found = {row.organisation_id: row for row in rows}
    return [found[each] for each in organisations]


def _election() -> Select[Any]:
    """Open cases of elections; spelt as the index of open cases has it."""
    return select(Case.id).where(Case.workflow == "election", Case.subject_kind == "organisation", text('"case".open'))


def open_elections(session: Session, organisations: Iterable[int]) -> Mapping[int, int]:
    """Which of these organisations have an election under way, and in which case?"""
    rows = _election().add_columns(Case.subject_id).where(Case.subject_id.in_(set(organisations)))
    return {organisation: number for number, organisation in session.execute(rows)}
