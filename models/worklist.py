"""The questions of the worklist, each answered from one index of `pending`, page by page and never to its end."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, text, tuple_
from sqlalchemy.orm import Session, aliased

from .cases import Case
from .pending import Pending
from .people import Person, called, people_called
from .searched import of_organisations
from .sight import FEW, MOST, Sight

TAKERS = 4
"""So many organisations at most take one step for one case."""

Key = tuple[date | int | str, ...]
"""Where a page ends: the days of its tab, case, step."""


class Wanted(NamedTuple):
    """What is asked for beside the tab: a stage, a step, people or organisations of a name (in these workflows)."""

    stage: str | None = None
    step: str | None = None
    name: str = ""
    workflows: tuple[str, ...] = ()


class Tab(NamedTuple):
    """One tab's question: rows by which days (columns of Pending), and which rows."""

    days: tuple[Any, ...]
    rows: Sequence[ColumnElement[bool]]


class Row(NamedTuple):
    """A step that waits, with the case and the person; without one the organisation itself is what the case is about."""

    case_id: int
    step: str
    workflow: str
    stage: str | None
    organisation_id: int
    path: str
    subject_kind: str
    name: str | None
    born_on: date | None
    opens_on: date | None
    due_on: date | None
    until_on: date
    takers: tuple[int, ...]


def overdue(sight: Sight, day: date) -> Tab:
    """What should have been done before that day? The longest overdue first."""
    return Tab((Pending.due_on,), [Pending.due_on < day, *_in_sight(sight)])


def due(sight: Sight, day: date, until: date) -> Tab:
    """What is due from that day until another one? The nearest first."""
    return Tab((Pending.due_on,), [Pending.due_on >= day, Pending.due_on <= until, *_in_sight(sight)])


def opening(sight: Sight, day: date, until: date) -> Tab:
    """What becomes lawful from that day until another one? The nearest first."""
    return Tab((Pending.opens_on,), [Pending.opens_on >= day, Pending.opens_on <= until, *_in_sight(sight)])


def mine(own: Sequence[int], sight: Sight, day: date, narrowed: bool = False) -> Tab:
    """What can these organisations take on that day? The first to be due first, then what has waited longest.

    `narrowed`: only within the sight.
    """
    rows = [Pending.organisation_id.in_(own), Pending.opens_on <= day]
    return Tab((Pending.until_on, Pending.opens_on), [*rows, *(_in_sight(sight) if narrowed else ())])


def others(own: Sequence[int], sight: Sight, day: date) -> Tab:
    """What in sight can others take on that day, and these organisations not? What has waited longest first."""
    same = aliased(Pending)
    ours = exists().where(same.case_id == Pending.case_id, same.step == Pending.step, same.organisation_id.in_(own))
    rows = [Pending.opens_on <= day, Pending.organisation_id.not_in(own), ~ours]
    return Tab((Pending.opens_on,), [*rows, *_in_sight(sight)])


def page(session: Session, tab: Tab, wanted: Wanted, after: Key | None, size: int) -> list[Row]:
    """The rows of a tab behind `after`, at most `size` and in its order, one a step however many take it."""
    keys = (*tab.days, Pending.case_id, Pending.step)
    asked = _asked(session, tab, wanted, (*keys, Pending.organisation_id))
    if after:
        asked = asked.where(tuple_(*keys) > tuple_(*after))
    found: Sequence[Any] = session.execute(asked.order_by(*keys).limit(TAKERS * size)).all()
    takers = {key: tuple(row[-1] for row in rows) for key, rows in groupby(found, lambda row: tuple(row[-3:-1]))}
    return _told(session, dict(list(takers.items())[:size]))


def count(session: Session, tab: Tab, wanted: Wanted) -> int:
    """How many steps wait in a tab? Counted up to one more than MOST."""
    some = _asked(session, tab, wanted, (Pending.case_id, Pending.step)).limit(MOST + 1).subquery()
    if (session.scalar(select(func.count()).select_from(some)) or 0) > MOST:
        return MOST + 1  # whether two take the same step is not asked of so many
    steps = select(some.c.case_id, some.c.step).distinct().subquery()
    return session.scalar(select(func.count()).select_from(steps)) or 0


def together(session: Session, tab: Tab, wanted: Wanted) -> dict[tuple[str, str], list[int]]:
    """Which cases of a tab wait for the same step, by workflow and step? Of MOST rows, in the order of the tab.

    A step's name belongs to one workflow, so its first case tells which.
    """
    keys = (*tab.days, Pending.case_id, Pending.step)
    rows = _asked(session, tab, wanted, (Pending.case_id, Pending.step)).order_by(*keys).limit(MOST)
    found: dict[str, dict[int, None]] = {}
    for case, step in session.execute(rows):
        found.setdefault(step, {})[case] = None
    firsts = {next(iter(cases)) for cases in found.values()}
    named = session.execute(select(Case.id, Case.workflow).where(Case.id.in_(firsts)))
    workflows = {case: workflow for case, workflow in named}
    return {(workflows[next(iter(cases))], step): list(cases) for step, cases in found.items()}


def _asked(session: Session, tab: Tab, wanted: Wanted, columns: Sequence[Any]) -> Select[Any]:
    """The rows of a tab that are wanted. Of few people the cases are named, of many each row's person is asked."""
    asked = select(*columns).where(*tab.rows)
    of_case: list[ColumnElement[bool]] = [Case.stage == wanted.stage] if wanted.stage else []
    if wanted.step:
        asked = asked.where(Pending.step == wanted.step)
    if wanted.name:
        people, places = people_called(session, wanted.name, FEW + 1), of_organisations(session, wanted.name)
        if len(people) <= FEW:
            asked = asked.where(Pending.case_id.in_([*open_cases(session, people, wanted.workflows), *places]))
        else:
            somebody = exists().where(Person.id == Case.subject_id, called(wanted.name)).correlate(Case)
            of_case.append(and_(Case.subject_kind == "person", somebody) | Case.id.in_(places))
    return asked.where(_case(*of_case)) if of_case else asked


def open_cases(session: Session, people: Sequence[int], workflows: Sequence[str]) -> list[int]:
    """Which open cases have these people in these workflows? The condition is spelt as the index of open cases has it."""
    chosen = (Case.workflow.in_(workflows), Case.subject_kind == "person", Case.subject_id.in_(people))
    return list(session.scalars(select(Case.id).where(*chosen, text('"case".open'))))


def _in_sight(sight: Sight) -> list[ColumnElement[bool]]:
    if sight.everything:
        return []
    if sight.organisations is None:
        return [_case(sight.in_trees(Case.path))]
    return [Pending.case_organisation_id.in_(sight.organisations)]


def _case(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked of each row's own case, so that the rows keep the order of their index."""
    return exists().where(Case.id == Pending.case_id, *conditions).correlate(Pending)


def _told(session: Session, takers: dict[tuple[int, str], tuple[int, ...]]) -> list[Row]:
    """The rows with what a reader wants to know, in the order given."""
    columns = (
        Case.workflow,
        Case.stage,
        Case.organisation_id,
        Case.path,
        Case.subject_kind,
        Person.name,
        Person.born_on,
    )
    rows = (
        select(Pending.case_id, Pending.step, *columns, Pending.opens_on, Pending.due_on, Pending.until_on)
        .join(Case, Case.id == Pending.case_id)
        .outerjoin(Person, and_(Case.subject_kind == "person", Person.id == Case.subject_id))
        .where(Pending.case_id.in_({case for case, _ in takers}))
    )
    found: dict[Any, Any] = {tuple(row[:2]): row for row in session.execute(rows).all()}
    return [Row._make((*found[key], takers[key])) for key in takers if key in found]
