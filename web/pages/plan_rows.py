"""The rows of the yearly plan: the organisations in sight that were given a number, and what the cases below them say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select

from models.cases import Case
from models.journal import Entry
from models.memberships import Membership
from models.organisations import OrganisationState
from web.ledgers.lines import taken
from web.ledgers.plan import Planned, approved_in, below
from web.pages.request import in_sight, me, reading, today
from workflows import flow
from workflows.office.plans import plan_numbers

ONE_DAY = timedelta(days=1)
EARLIER = 2
"""So many years at most lie between the meeting, with which a probation begins, and the superior's approval."""


class NoPlan(NamedTuple):
    """What stands where no number was set."""

    count: None = None
    number: None = None
    on: None = None


NO_PLAN = NoPlan()


class Begun(NamedTuple):
    """A probation: whose, in which organisation, from which day."""

    person: int
    organisation: int
    on: date


def planned(year: int) -> list[Planned]:
    """Which organisations in sight were given a number for that year, and how far are they? By their place in the tree.

    Where none was, one's own organisations without a number.
    """
    given = list(_given(year)) or [(place, name, NO_PLAN) for place, name in _own()]
    begun = _begun(year - EARLIER, year)
    paths = _paths({each.organisation for each in begun})
    listed, admitted, approved = _listed(), _admitted(begun, paths, year), _approved(begun, paths, year)
    return [
        Planned(name, plan.count, plan.number or "", plan.on, listed[place], admitted[place], approved[place])
        for place, name, plan in given
    ]


def _given(year: int) -> Iterator[tuple[int, str, Any]]:
    office, state = flow("office"), OrganisationState
    issued = exists().where(Entry.case_id == Case.id, Entry.step == "set_plan", Entry.kind == "act")
    rows = select(Case.organisation_id, state.name, Case.snapshot)
    rows = rows.join(state, (state.organisation_id == Case.organisation_id) & state.holds_on(today()))
    rows = rows.where(Case.workflow == "office", Case.open, in_sight(Case.path), issued).order_by(Case.path)
    for place, name, snapshot in reading().execute(rows):
        plan = plan_numbers(taken(office, bytes(snapshot), "set_plan")).get(year)
        if plan is not None:
            yield place, name, plan


def _own() -> Sequence[tuple[int, str]]:
    """The organisations one holds a post in."""
    return list(dict.fromkeys((held.organisation_id, held.organisation) for held in me().posts))


def _listed() -> Counter[int]:
    """Prospective members there are now."""
    rows = select(Case.path, func.count()).where(
        Case.workflow == "membership", Case.open, Case.stage == "prospective", in_sight(Case.path)
    )
    return below(tuple(row) for row in reading().execute(rows.group_by(Case.path)))  # type: ignore[misc]


def _admitted(begun: Sequence[Begun], paths: Mapping[int, str], year: int) -> Counter[int]:
    """People whose probation began in the year, where they then were."""
    return below((paths.get(place, ""), 1) for _, place, on in begun if on.year == year)


def _approved(begun: Sequence[Begun], paths: Mapping[int, str], year: int) -> Counter[int]:
    """Admissions approved in the year."""
    membership, places = flow("membership"), {person: place for person, place, _ in begun}
    rows = select(Case.subject_id, Case.snapshot)
    found = reading().execute(rows.where(Case.workflow == membership.name, Case.subject_id.in_(places)))
    approved = [person for person, snapshot in found if approved_in(membership, bytes(snapshot), year)]
    return below((paths.get(places[person], ""), 1) for person in approved)


def _begun(first: int, last: int) -> list[Begun]:
    """Every probation that began in these years; one that goes on elsewhere did not begin there."""
    days = date(first, 1, 1), date(last, 12, 31)
    rows = select(Membership.person_id, Membership.organisation_id, Membership.from_on, Membership.until_on).where(
        Membership.status == "probationary",
        Membership.stands(),
        Membership.from_on.between(*days) | Membership.until_on.between(days[0] - ONE_DAY, days[1]),
    )
    found = reading().execute(rows.order_by(Membership.from_on, Membership.id)).all()
    goes_on = {(row.person_id, row.until_on + ONE_DAY) for row in found if row.until_on}
    return [
        Begun(row.person_id, row.organisation_id, row.from_on)
        for row in found
        if row.from_on >= days[0] and (row.person_id, row.from_on) not in goes_on
    ]


def _paths(places: set[int]) -> dict[int, str]:
    """Where organisations stand, or stood last."""
    state = OrganisationState
    rows = select(state.organisation_id, state.path).where(state.organisation_id.in_(places), state.stands())
    return {place: path for place, path in reading().execute(rows.order_by(state.from_on))}
