"""What the pages of organisations show: the tree in sight with its counts, and one organisation over time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.base import within
from models.cases import Case
from models.memberships import Membership
from models.organisations import OrganisationState
from models.people import Person
from models.posts import Post

MOST = 300
"""A tree with more organisations is shown two levels at a time."""
State = OrganisationState


class Line(NamedTuple):
    """An organisation in the tree, `depth` levels below where the page begins, with what stands directly under it."""

    id: int
    name: str
    kind: str
    depth: int
    secretaries: Sequence[str]
    members: int
    cases: int
    below: int


def roots(paths: Sequence[str]) -> list[str]:
    """Those of the paths that lie under none of the others."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found


def tree(reader: Session, paths: Sequence[str], day: date) -> list[Line]:
    """Which organisations stand under these paths on that day? Those above first; of many only two levels."""
    tops = roots(paths)
    if not tops:
        return []
    inside = or_(*(within(State.path, top) for top in tops)) & State.holds_on(day)
    shallow = or_(*(within(State.path, top) & (_depth(State.path) <= top.count("/") + 1) for top in tops))
    columns = select(State.organisation_id, State.name, State.kind, State.path).order_by(State.path)
    rows = reader.execute(columns.where(inside).limit(MOST + 1)).all()
    if len(rows) > MOST:
        rows = reader.execute(columns.where(inside, shallow)).all()
    return _lines(reader, rows, tops, day)


def _depth(path: Any) -> ColumnElement[int]:
    """How many strokes a path has."""
    return func.length(path) - func.length(func.replace(path, "/", ""))


def _lines(reader: Session, rows: Sequence[Any], tops: Sequence[str], day: date) -> list[Line]:
    ids = [row[0] for row in rows]
    secretaries, counts = secretaries_of(reader, ids, day), _counts(reader, ids, day)
    return [
        Line(number, name, kind, _below(path, tops), secretaries.get(number, ()), *(each.get(number, 0) for each in counts))
        for number, name, kind, path in rows
    ]  # fmt: skip


def _below(path: str, tops: Sequence[str]) -> int:
    """How many levels a path lies below the top it stands under."""
    return path.count("/") - max(top.count("/") for top in tops if path.startswith(top))


def secretaries_of(reader: Session, ids: Sequence[int], day: date) -> Mapping[int, list[str]]:
    """Who is secretary of each organisation on that day, by name?"""
    held = (
        select(Post.organisation_id, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(Post.organisation_id.in_(ids), Post.post == "secretary", Post.holds_on(day))
    )
    found: dict[int, list[str]] = {}
    for number, name in reader.execute(held.order_by(Post.from_on, Post.id)):
        found.setdefault(number, []).append(name or "")
    return found


def _counts(reader: Session, ids: Sequence[int], day: date) -> tuple[Mapping[int, int], ...]:
    """Members, open cases of people, and organisations directly below, by organisation."""
    members = select(Membership.organisation_id, func.count(Membership.person_id.distinct()))
    members = members.where(Membership.organisation_id.in_(ids), Membership.holds_on(day))
    cases = select(Case.organisation_id, func.count()).where(Case.organisation_id.in_(ids), Case.open)
    below = select(State.parent_id, func.count()).where(State.parent_id.in_(ids), State.holds_on(day))
    asked = (
        members.group_by(Membership.organisation_id),
        cases.where(Case.workflow != "office").group_by(Case.organisation_id),
        below.group_by(State.parent_id),
    )
    return tuple({number: count for number, count in reader.execute(each)} for each in asked)


def states(reader: Session, organisation: int) -> list[OrganisationState]:
    """What was the organisation, by day? The newest state first."""
    rows = select(State).where(State.organisation_id == organisation, State.stands())
    return list(reader.scalars(rows.order_by(State.from_on.desc())))


def names(reader: Session, ids: Sequence[int], day: date) -> Mapping[int, str]:
    """What are the organisations called on that day, or what were they last called?"""
    rows = select(State.organisation_id, State.name).where(State.organisation_id.in_(ids), State.stands())
    found = reader.execute(rows.where(State.from_on <= day).order_by(State.from_on))
    return {number: name for number, name in found}


def members(reader: Session, organisation: int, day: date, most: int) -> list[tuple[Person, Membership]]:
    """Who is a member there on that day? By name; of several memberships of a person the last begun."""
    rows = (
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation, Membership.holds_on(day))
        .order_by(Person.name, Person.id, Membership.from_on)
    )
    found = {person.id: (person, held) for person, held in reader.execute(rows.limit(most))}
    return list(found.values())


def posts(reader: Session, organisation: int) -> list[tuple[Post, str]]:
    """Who held which post there, by day? The newest first."""
    rows = select(Post, Person.name).join(Person, Person.id == Post.person_id)
    rows = rows.where(Post.organisation_id == organisation, Post.stands()).order_by(Post.from_on.desc(), Post.id)
    return [(post, name or "") for post, name in reader.execute(rows)]
