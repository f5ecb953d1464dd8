"""What the electors' roll reads: the members of an organisation on a day, with all that bears on their rights."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from .memberships import Membership, Sanction
from .people import Person
from .rights import Detention, RightsSuspension


class MemberOn(NamedTuple):
    """A person as the roll of an organisation needs him on a day; a day of the future is not known.

    `status` is None for one who is no member there that day, `left_on` then the last day he was one. `probation_on` is
    the day of a party probation whose rights were not restored by then, `restored_on` the last day they were.
    `detained` is the kind of a detention, `suspended_on` and `number` are those of a decision in force.
    """

    person: int
    name: str
    status: str | None = None
    from_on: date | None = None
    left_on: date | None = None
    probation_on: date | None = None
    restored_on: date | None = None
    detained: str | None = None
    detained_on: date | None = None
    suspended_on: date | None = None
    number: str | None = None


def members_on(session: Session, organisation_id: int, day: date, guests: Iterable[int] = ()) -> list[MemberOn]:
    """Who was a member of the organisation on that day, and what bears on the rights of each? By number.

    Somebody with memberships in several organisations on that day belongs to the one that began last. `guests` are
    people to be answered as well, whether or not they are members there.
    """
    here = select(Membership.person_id).where(Membership.organisation_id == organisation_id, Membership.holds_on(day))
    held = {row.person_id: row for row in session.scalars(_held(here, day))}
    members = {person for person, row in held.items() if row.organisation_id == organisation_id}
    wanted = sorted(members | set(guests))
    known = _rights(session, wanted, day)
    asked = select(Person.id, Person.name).where(Person.id.in_(wanted))
    names = {number: name for number, name in session.execute(asked)}
    left = _left(session, organisation_id, [person for person in wanted if person not in members], day)
    for person in members:
        known.setdefault(person, {}).update(status=held[person].status, from_on=held[person].from_on)
    return [
        MemberOn(person, names[person] or "", left_on=left.get(person), **known.get(person, {}))
        for person in wanted
        if person in names
    ]


def _held(people: Select[Any], day: date) -> Select[Any]:
    """The memberships of these people on a day, the one that counts last."""
    rows = select(Membership).where(Membership.person_id.in_(people), Membership.holds_on(day))
    return rows.order_by(Membership.from_on, Membership.id)


def _left(session: Session, organisation_id: int, people: Sequence[int], day: date) -> dict[int, date]:
    """The last day on which each of these people was a member there, before a day."""
    rows = select(Membership.person_id, Membership.until_on).where(
        Membership.person_id.in_(people),
        Membership.organisation_id == organisation_id,
        Membership.stands(),
        Membership.until_on < day,
    )
    return {person: last for person, last in session.execute(rows.order_by(Membership.until_on)) if last}


def _rights(session: Session, people: Sequence[int], day: date) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for sanction in session.scalars(_probations(people, day)):
        own = found.setdefault(sanction.person_id, {})
        if sanction.restored_on is None or sanction.restored_on > day:
            own["probation_on"] = sanction.on
        else:
            own["restored_on"] = max(sanction.restored_on, own.get("restored_on") or sanction.restored_on)
    for detention in session.scalars(_of(Detention, people, day)):
        found.setdefault(detention.person_id, {}).update(detained=detention.kind, detained_on=detention.from_on)
    for decision in session.scalars(_of(RightsSuspension, people, day)):
        found.setdefault(decision.person_id, {}).update(suspended_on=decision.from_on, number=decision.number)
    return found


def _probations(people: Sequence[int], day: date) -> Select[Any]:
    rows = select(Sanction).where(Sanction.person_id.in_(people), Sanction.kind == "party_probation")
    return rows.where(Sanction.on <= day, Sanction.stands()).order_by(Sanction.on, Sanction.id)


def _of(model: Any, people: Sequence[int], day: date) -> Select[Any]:
    rows = select(model).where(model.person_id.in_(people), model.holds_on(day))
    return rows.order_by(model.from_on, model.id)
