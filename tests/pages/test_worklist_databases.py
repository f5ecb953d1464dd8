"""The questions of the worklist give the same answers on both databases, for few organisations in sight and for many."""

from datetime import date

import pytest

from models import databases, sight, worklist
from models.searched import cases_called
from models.sight import sight_of
from models.worklist import Wanted
from tests.live.town import FLOW, Town
from workflows.engine.perform.following import follow

DAY = date(2026, 7, 5)
FLOWS = (FLOW.name,)


@pytest.fixture
def town(database):
    databases.create(database.owner_url, app_role="zhibu_app")
    built = Town(database.app_url, database.owner_url)
    for name, place, on in (("李明", "一支部", 1), ("张伟", "二支部", 2), ("单雄", "三支部", 20)):
        built.open(f"2026-06-{on:02}", place=place, subject=built.person(name))
    built.build("list_prospective", "2026-06-25", subject=built.person("何勇"))
    with built.database.work() as work:
        follow(work, DAY)
        work.commit()
    yield built
    built.close()


@pytest.fixture(params=["few", "many", "everything"])
def seen(request, town, monkeypatch):
    """(session, sight of the committee), the organisations named one by one or not."""
    if request.param != "few":
        monkeypatch.setattr(sight, "FEW", 1)
    with town.database.read() as session:
        root = "县委组织部" if request.param == "everything" else "镇党委"
        whole = sight_of(session, [town.paths[root]], DAY)
        assert (whole.organisations is None, whole.everything) == (
            request.param != "few",
            request.param == "everything",
        )
        yield session, whole


def names(session, tab, wanted=None, after=None, size=9) -> list[tuple[str | None, str]]:
    rows = worklist.page(session, tab, wanted or Wanted(), after, size)
    return [(row.name, row.step) for row in rows]


def test_tabs(town, seen):
    session, whole = seen
    committee = [town.places["镇党委"]]
    assert names(session, worklist.overdue(whole, DAY)) == [("李明", "talk"), ("张伟", "talk")]
    assert names(session, worklist.due(whole, DAY, date(2026, 7, 31))) == [("单雄", "talk")]
    mine = names(session, worklist.mine(committee, whole, DAY, narrowed=True))
    assert sorted(mine) == [("何勇", "review_politically"), ("何勇", "train")]
    others = names(session, worklist.others(committee, whole, DAY))
    assert {("李明", "talk"), ("何勇", "name_sponsors")} <= set(others)
    assert not set(others) & set(mine)


def test_one_row_a_step_in_pages(town, seen):
    session, whole = seen
    tab, everything, after = worklist.mine(list(town.places.values()), whole, DAY), [], None
    while rows := worklist.page(session, tab, Wanted(), after, 2):
        everything += [(row.case_id, row.step) for row in rows]
        after = (rows[-1].until_on, rows[-1].opens_on, rows[-1].case_id, rows[-1].step)
    assert len(everything) == len(set(everything)) == worklist.count(session, tab, Wanted())
    assert everything == [(row.case_id, row.step) for row in worklist.page(session, tab, Wanted(), None, 99)]


def test_filters(town, seen):
    session, whole = seen
    tab = worklist.overdue(whole, DAY)
    assert names(session, tab, Wanted(name="zw", workflows=FLOWS)) == [("张伟", "talk")]
    assert names(session, tab, Wanted(name="王芳", workflows=FLOWS)) == []
    assert names(session, tab, Wanted(stage="activist")) == []
    assert names(session, tab, Wanted(step="train")) == []
    grouped = worklist.together(session, tab, Wanted())
    assert {key: len(cases) for key, cases in grouped.items()} == {("membership", "talk"): 2}


def test_a_count_stops(town, seen, monkeypatch):
    session, whole = seen
    monkeypatch.setattr(worklist, "MOST", 1)
    assert worklist.count(session, worklist.overdue(whole, DAY), Wanted()) == 2
    assert worklist.count(session, worklist.due(whole, DAY, date(2026, 7, 31)), Wanted()) == 1


def test_a_search(town, seen):
    session, whole = seen
    assert [each.name for each in cases_called(session, whole, "sx", FLOWS, 9)] == ["单雄"]
    own = sight_of(session, [town.paths["一支部"]], DAY)
    assert cases_called(session, own, "sx", FLOWS, 9) == []


def test_without_a_post_nothing_is_in_sight(town):
    with town.database.read() as session:
        nothing = sight_of(session, [], DAY)
        assert names(session, worklist.overdue(nothing, DAY)) == []
        assert cases_called(session, nothing, "李", FLOWS, 9) == []
