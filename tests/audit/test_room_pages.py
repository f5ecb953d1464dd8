"""The auditors' room as a whole: nothing is cut off without a way on, nothing is done for others, and what its pages ask."""

import re

import pytest

from tests.live.town import moment
from tests.pages.conftest import TODAY, counted
from workflows.engine.perform.lining import lines_behind

from .room import AUDITOR, furnished


@pytest.fixture
def room(site):
    furnished(site.town)
    return site


def test_events_of_no_organisation_go_on(room, monkeypatch):
    monkeypatch.setattr("web.pages.audit_events.A_PAGE", 2)
    town = room.town
    town.person("许知")
    town.change(town.post("许知", "auditor", "县委组织部"))
    for hour in range(10, 15):
        room.clock(TODAY, hour)
        assert room.visitor().sign_in("没有此人").status_code == 401
    visitor, seen = room.visitor("许知"), []
    address = f"/audit/events?place={town.places['县委组织部']}"
    while address:
        others = visitor.client.get(address).get_data(as_text=True).partition("<h2>不属于任何党组织的")[2]
        seen.append(others.count("没有这个登录名"))
        link = re.search(r'<a rel="next" href="([^"]+)"', others)
        address = link and link[1].replace("&amp;", "&")
    assert seen == [2, 2, 1]


@pytest.mark.parametrize("page", ["journal", "queries/late"])
def test_for_whoever_may_not_enter_nothing_is_brought_up_to_date(room, page):
    room.town.open("2026-06-01")
    assert room.visitor("王芳").get(f"/audit/{page}").status_code == 403
    with room.town.database.read() as session:
        assert lines_behind(session)
    assert room.visitor(AUDITOR).get(f"/audit/{page}").status_code == 200
    with room.town.database.read() as session:
        assert not lines_behind(session)


def test_more_cases_cost_no_more_questions(room):
    visitor, town = room.visitor(AUDITOR), room.town

    def late(names: list[str]) -> int:
        for name in names:
            case = town.open("2026-06-01", subject=town.person(name)).case_id
            town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}], at=moment("2026-09-01"))
        visitor.get("/audit/queries/late")
        with counted(room) as asked:
            page = visitor.get("/audit/queries/late").get_data(as_text=True)
        assert all(f">{name} <" in page for name in names)
        return len(asked)

    assert late(["李一"]) == late(["李二", "李三", "李四"])
