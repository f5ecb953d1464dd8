"""The yearly plan beside what is under way: who was given a number, and whose facts stand beside it."""

import re
from typing import Any

import pytest

from models.memberships import Membership
from tests.live.town import TREE, moment
from tests.pages.registered import build, site_on
from workflows import flow
from workflows.engine.perform.opening import new_case
from workflows.engine.perform.store import Store
from workflows.office.record import record

HEADS = ("count", "number", "on", "listed", "admitted", "approved")


@pytest.fixture
def towns(database, tmp_path):
    """The site on both databases."""
    yield from site_on(database, tmp_path)


def given(site, place: str, on: str = "2026-01-10", **plan: Any) -> None:
    """An organisation of the town with a case of the office journal, and its plan."""
    town, at = site.town, moment("2026-11-01")
    kind, parent, power, committee, groups = TREE[place]
    looks = {"name": place, "kind": kind, "approval_power": power, "has_committee": committee, "has_groups": groups}
    above = {"parent": town.places[parent]} if parent else {}
    with town.working() as work:
        case = new_case(Store(work), flow("office"), town.places[place], town.places[place], at, town.paths[place])
        record(work, case, "found_organisation", {"on": "1990-01-01", **looks, **above}, at)
        record(work, case, "set_plan", {"on": on, **plan}, at)


def rows(site, who: str, **query: Any) -> dict[str, dict[str, str]]:
    """The lines of the page by organisation."""
    answer = site.visitor(who).get("/plan-number", **query)
    assert answer.status_code == 200
    body = re.search(r"<tbody>(.*?)</tbody>", answer.get_data(as_text=True), re.S)[1]
    found = {}
    for name, rest in re.findall(r'<th scope="row" class="text">([^<]*)</th>(.*?)</tr>', body, re.S):
        found[name] = dict(zip(HEADS, re.findall(r"<td[^>]*>([^<]*)</td>", rest), strict=True))
    return found


def test_facts_stand_beside_the_number(towns):
    given(towns, "镇党委", year=2026, count=12, number="示组〔2026〕3号")
    given(towns, "一支部", year=2026, count=2)
    build(towns, "李明", "prospective", "2026-10-20")
    build(towns, "周平", "prospective", "2026-10-20", "二支部")
    towns.town.build("approve_admission", "2026-09-20", subject=towns.town.person("吴明"))
    towns.town.build("approve_admission", "2026-01-08", "二支部", by="郑洁", subject=towns.town.person("郑平"))
    found = rows(towns, "沈毅")
    assert list(found) == ["镇党委", "一支部"]
    assert found["镇党委"] == {
        "count": "12",
        "number": "示组〔2026〕3号",
        "on": "2026-01-10",
        "listed": "2",
        "admitted": "1",
        "approved": "2",
    }
    assert list(found["一支部"].values()) == ["2", "", "2026-01-10", "1", "1", "1"]


def test_only_what_is_in_sight_and_of_the_year(towns):
    given(towns, "镇党委", year=2026, count=12)
    given(towns, "二支部", year=2027, count=3)
    given(towns, "三支部", year=2026, count=1)
    assert list(rows(towns, "郑洁")) == ["二支部"] and rows(towns, "郑洁")["二支部"]["count"] == ""
    assert list(rows(towns, "郑洁", year=2027)) == ["二支部"]
    assert list(rows(towns, "蒋文")) == ["三支部"]
    assert sorted(rows(towns, "陈刚")) == ["三支部", "镇党委"]
    assert rows(towns, "赵强") == {}


def test_without_a_plan_ones_own_organisations_are_counted(towns):
    build(towns, "李明", "prospective", "2026-10-20")
    towns.town.build("approve_admission", "2026-09-20", subject=towns.town.person("吴明"))
    found = rows(towns, "王芳")
    assert {name: list(cells.values()) for name, cells in found.items()} == {"一支部": ["", "", "", "1", "1", "1"]}
    page = towns.visitor("王芳").get("/plan-number").get_data(as_text=True)
    assert "没有登记这一年的发展计划" in page


@pytest.mark.parametrize("year", [1999, 2101, -1, 0])
def test_years_that_are_none(site, year):
    assert site.visitor("王芳").get("/plan-number", year=year).status_code == 400


def test_a_year_that_is_no_number_is_this_year(site):
    page = site.visitor("王芳").get("/plan-number", year="x").get_data(as_text=True)
    assert "2026 年度发展计划" in page and "没有登记这一年的发展计划" in page


def test_a_refusal_is_no_approval_and_a_move_no_new_admission(site):
    town = site.town
    given(site, "镇党委", year=2026, count=12)
    case = town.build("interview", "2026-10-10", subject=town.person("吴明"))
    refused = {"received_on": "2026-10-08", "approved": False, "approver": "committee"}
    town.take(case, "approve_admission", "2026-10-20", "沈毅", **refused)
    assert list(rows(site, "沈毅")["镇党委"].values())[3:] == ["1", "0", "0"]
    person, places = town.person("郑平"), town.places
    town.change(
        Membership(
            person_id=person,
            organisation_id=places["二支部"],
            status="probationary",
            **days("2025-10-01", "2026-05-31"),
        ),
        Membership(
            person_id=person, organisation_id=places["一支部"], status="probationary", **days("2026-06-01", None)
        ),
    )
    assert rows(site, "沈毅")["镇党委"]["admitted"] == "0"
    town.change(
        Membership(
            person_id=person, organisation_id=places["一支部"], status="probationary", **days("2026-08-01", None)
        )
    )
    assert rows(site, "沈毅")["镇党委"]["admitted"] == "1"


def days(first: str, last: str | None) -> dict[str, Any]:
    from datetime import date

    return {"from_on": date.fromisoformat(first), "until_on": date.fromisoformat(last) if last else None}
