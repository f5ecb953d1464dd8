"""The yearly plan: set for an organisation by the administrators above it, the last one of a year counts."""

import pytest

from tests.office.conftest import TODAY
from tests.office.test_corrections import corrected
from web.ledgers.lines import taken
from workflows import flow
from workflows.engine.cases import kept_from
from workflows.engine.errors import BadForm, NotFound, NotInOffice, OutOfTurn
from workflows.engine.offices import Actor
from workflows.office.plans import plan_numbers


def plans(office, place: int) -> dict[int, tuple]:
    """(count, number) by year, as the whole case and as its lines of this step alone say it."""
    snapshot = bytes(office.case(place).snapshot)
    alone = plan_numbers(taken(flow("office"), snapshot, "set_plan"))
    assert alone == plan_numbers(kept_from(flow("office"), line) for line in snapshot.split(b"\n"))
    return {year: (form.count, form.number) for year, form in alone.items()}


def test_a_plan_is_set_for_a_year(office):
    office.take(office.committee, "set_plan", year=2026, count=12, number="示组〔2026〕3号")
    office.take(office.committee, "set_plan", year=2027, count=0)
    assert plans(office, office.committee) == {2026: (12, "示组〔2026〕3号"), 2027: (0, None)}
    assert plans(office, office.branch) == {}
    assert office.differences() == []


def test_what_was_set_last_counts(office):
    for on, count in (("2026-03-01", 12), ("2026-05-01", 15), ("2026-04-01", 13)):
        office.take(office.branch, "set_plan", on=on, year=2026, count=count)
    assert plans(office, office.branch) == {2026: (15, None)}
    office.take(office.branch, "set_plan", on="2026-05-01", year=2026, count=16)
    assert plans(office, office.branch) == {2026: (16, None)}


def test_a_plan_is_corrected_or_voided_by_two_persons(office):
    number = office.take(office.branch, "set_plan", year=2026, count=12)
    right = {"on": TODAY, "year": 2026, "count": 11}
    corrected(office, office.branch, {"entry": number, "form": right, "reason": "人数有误"})
    assert plans(office, office.branch) == {2026: (11, None)}
    corrected(office, office.branch, {"entry": number, "void": True, "reason": "下达对象有误"})
    assert plans(office, office.branch) == {}
    assert office.differences() == []


@pytest.mark.parametrize(
    "values",
    [
        {"year": 2026, "count": -1},
        {"year": 1999, "count": 1},
        {"year": 2101, "count": 1},
        {"year": 2026},
        {"count": 5},
        {"year": 2026, "count": 100_001},
        {"year": 2026, "count": "5"},
        {"year": 2026, "count": 5, "on": "2026-06-16"},
    ],
)
def test_what_is_no_plan_is_not_accepted(office, values):
    with pytest.raises(BadForm):
        office.take(office.branch, "set_plan", **values)
    assert plans(office, office.branch) == {}


def test_only_administrators_of_the_place_or_above_set_it(office):
    secretary = office.person("王芳")
    office.granted(office.branch, secretary, "secretary")
    with pytest.raises(NotInOffice):
        office.take(office.branch, "set_plan", Actor(secretary), year=2026, count=5)
    with pytest.raises(NotFound):
        office.take(office.committee, "set_plan", Actor(secretary), year=2026, count=5)
    assert plans(office, office.branch) == plans(office, office.committee) == {}


def test_an_organisation_that_was_dissolved_is_given_none(office):
    office.take(office.branch, "dissolve_organisation", on="2026-06-14")
    with pytest.raises(OutOfTurn):
        office.take(office.branch, "set_plan", year=2026, count=5)
