"""Whom forms may name: people with their standing and their organisation on a day, at most so many."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import Session

from .base import within
from .memberships import Membership
from .organisations import OrganisationState
from .people import Person


class Named(NamedTuple):
    """A person as a form names one; `status` and `place` (the organisation's name) are None for one who is no member."""

    person: int
    name: str
    born_on: date | None = None
    status: str | None = None
    place: str | None = None


def members_below(
    session: Session, path: str, day: date, most: int, which: ColumnElement[bool] | None = None
) -> list[Named]:
    """Who of a kind was a member of the organisation at a path or of one below it on that day? By name and number."""
    here = and_(OrganisationState.holds_on(day), within(OrganisationState.path, path))
    rows = _asked(which).join(Membership, _member(day)).join(OrganisationState, _there(day)).where(here)
    return _each_once(session, rows, most)


def people_among(
    session: Session, people: Iterable[int], day: date, most: int, which: ColumnElement[bool] | None = None
) -> list[Named]:
    """Who of a kind is among these people, and where is each a member on that day? By name and number."""
    rows = _asked(which).outerjoin(Membership, _member(day)).outerjoin(OrganisationState, _there(day))
    return _each_once(session, rows.where(Person.id.in_(set(people))), most)


def has_branches(session: Session, path: str, day: date) -> bool:
    """Whether another organisation stands below the one at a path on that day."""
    rows = select(OrganisationState.id).where(OrganisationState.holds_on(day), within(OrganisationState.path, path))
    return len(session.scalars(rows.limit(2)).all()) > 1


def _asked(which: ColumnElement[bool] | None) -> Select[Any]:
    columns = (Person.id, Person.name, Person.born_on, Membership.status, OrganisationState.name)
    return select(*columns).where(Person.name.is_not(None), true() if which is None else which)


def _member(day: date) -> ColumnElement[bool]:
    return (Membership.person_id == Person.id) & Membership.holds_on(day)


def _there(day: date) -> ColumnElement[bool]:
    return (OrganisationState.organisation_id == Membership.organisation_id) & OrganisationState.holds_on(day)


def _each_once(session: Session, rows: Select[Any], most: int) -> list[Named]:
    """The first rows, each person once: of several memberships the one that began last."""
    in_order = rows.order_by(Person.name, Person.id, Membership.from_on.desc(), Membership.id.desc()).limit(2 * most)
    found: dict[int, Named] = {}
    for row in session.execute(in_order):
        found.setdefault(row[0], Named(*row))
    return list(found.values())[:most]
