"""Whom the pages of a base committee offer: the members of all its branches, found by typing, and nobody else."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from models import databases
from models.memberships import Membership
from models.organisations import Organisation, OrganisationState, path_on
from models.people import Person
from models.posts import Post
from tests.election.live.branch import ASKED, FIXED, MEETING, NOMINATED, PLANNED, REMINDED
from tests.election.live.test_kinds import Congress, report
from tests.pages.conftest import Site, counted
from tests.pages.electing import Electing, text
from web.pages.rosters import FEW, FOUND, SUGGESTED

SECRETARY, STAND = "沈干事", {"members": ("陈刚", "吴强"), "secretary": ("陈刚",)}
LONG_AGO = date(2010, 7, 1)


@pytest.fixture
def site(sqlite, tmp_path) -> Iterator[Site]:
    """A base committee of two branches with seven and two members; a third branch stands beside it."""
    databases.create(sqlite.owner_url)
    town = Electing(sqlite.app_url, made=Congress)
    with town.acting() as branch:
        elsewhere = branch.office.found("示例别处支部", "branch", branch.office.root)
        branch.office.take(
            elsewhere, "state_membership", person=town.people["生人"], status="full", from_on="2010-07-01"
        )
        town.places |= {"二支部": branch.units[1], "别处": elsewhere}
        branch.take("remind", REMINDED, means="letter", addressee="示例镇党委")
        branch.take("decide_election", PLANNED, body="committee", meeting="congress", seats=1, deputies=0,
                    dispersed=True, pre_election=True, delegates=3)  # fmt: skip
        branch.take("request_election", ASKED)
        branch.take("reply_election", ASKED, agreed=True)
    made = Site(town, tmp_path / "files")  # type: ignore[arg-type]
    made.clock(NOMINATED, 15)
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


def joined(site: Site, names: list[str], place: str = "支部", **days: Any) -> list[int]:
    """People who are members, behind the application's back."""
    with site.town.database.write.begin() as session:
        people = [Person(name=name, born_on=date(1980, 1, 1 + number % 28)) for number, name in enumerate(names)]
        session.add_all(people)
        session.flush()
        held = {"from_on": LONG_AGO, **days}
        session.add_all(
            Membership(person_id=each.id, organisation_id=site.town.places[place], status="full", **held)
            for each in people
        )
        return [each.id for each in people]


def crowd(site: Site, count: int) -> list[int]:
    """So many members more."""
    return joined(site, [f"群{number:04}" for number in range(count)])


def form(site: Site, step: str = "nominate", **query: Any) -> str:
    """The form of a step as the committee's secretary sees it."""
    return site.visitor(SECRETARY).get(f"/election/{site.town.row().id}/{step}", **query).get_data(as_text=True)


def nominated(site: Site, person: Any, sure: bool = False, on: str = NOMINATED) -> Any:
    """What is answered to a nomination of somebody."""
    row = {"nominees.0.person": person, "nominees.0.position": "members"}
    return site.town.take(site.visitor(SECRETARY), "nominate", sure, on=on, **row)


def options(page: str, name: str) -> list[str]:
    """The labels of a list to pick from."""
    found = re.search(rf'<select[^>]* name="{re.escape(name)}".*?</select>', page, re.S)
    return (
        [each.strip() for each in re.findall(r"<option value=\"\d+\"[^>]*>(.*?)</option>", found[0])] if found else []
    )


def suggested(page: str) -> list[str]:
    """The labels a page suggests while one types."""
    return re.findall(r'<option value="([^"]+)"></option>', page)


def test_the_members_of_every_branch_are_offered_with_their_branch(site):
    offered = options(form(site), "nominees.0.person")
    assert "王芳（示例第一支部，正式党员）" in offered and "甲示例（示例第二支部，正式党员）" in offered
    assert not [label for label in offered if label.startswith("生人")]
    assert len(offered) == len(set(offered))


def test_two_of_one_name_are_told_apart_by_their_branch_and_in_one_branch_by_birth_and_number(site):
    joined(site, ["王芳"], "二支部")
    first, second = joined(site, ["冯涛", "冯涛"])
    offered = options(form(site), "nominees.0.person")
    assert {"王芳（示例第一支部，正式党员）", "王芳（示例第二支部，正式党员）"} <= set(offered)
    assert f"冯涛（示例第一支部，1980 年生，编号 {first}，正式党员）" in offered
    assert f"冯涛（示例第一支部，1980 年生，编号 {second}，正式党员）" in offered


@pytest.mark.parametrize("typed", ["生人", "管理员甲"])
def test_somebody_from_outside_is_refused_by_a_number_written_by_hand(site, typed):
    number, before = site.town.people[typed], len(site.town.entries())
    answer = nominated(site, number, sure=True)
    assert answer.status_code == 422 and f"选定的人（编号 {number}）不在可以选的名单里" in text(answer)
    assert typed not in text(answer)
    assert len(site.town.entries()) == before


def test_a_number_nobody_has_is_refused(site):
    answer = nominated(site, 987654)
    assert answer.status_code == 422 and "编号 987654" in text(answer)


@pytest.mark.parametrize(("members", "typing"), [(FEW, False), (FEW + 1, True)])
def test_of_more_than_a_screenful_the_name_is_typed(site, members, typing):
    crowd(site, members - 10)  # seven, two, and the committee's secretary, who is no member
    page = form(site)
    assert (not options(page, "nominees.0.person")) is typing
    assert len(suggested(page)) == (members if typing else 0)


def test_a_typed_name_its_pinyin_and_a_label_mean_the_one_person(site):
    crowd(site, FEW)
    for typed in ("孙丽", "sunli", "孙丽（示例第一支部，正式党员）"):
        answer = nominated(site, typed)
        assert answer.status_code == 200 and "孙丽（示例第一支部，正式党员）" in text(answer), typed
    assert nominated(site, "孙丽", sure=True).status_code == 303
    taken = site.town.entries()[-1]
    assert f'"person":{site.town.people["孙丽"]}' in bytes(taken.facts).decode()


def test_of_several_of_a_typed_name_one_is_picked(site):
    crowd(site, FEW)
    other = joined(site, ["王芳"], "二支部")[0]
    answer = nominated(site, "王芳")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "有 2 人符合“王芳”" in text(answer)
    assert options(page, "nominees.0.person") == ["王芳（示例第一支部，正式党员）", "王芳（示例第二支部，正式党员）"]
    assert "王芳（示例第二支部，正式党员）" in text(nominated(site, other))


def test_a_name_of_nobody_there_is_said_and_kept(site):
    crowd(site, FEW)
    answer = nominated(site, "生人")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "没有叫“生人”的人可以选" in text(answer)
    assert 'name="nominees.0.person" value="生人"' in page


@pytest.mark.parametrize(("alike", "picked"), [(FOUND - 1, True), (FOUND, False)])
def test_of_very_many_a_typed_beginning_may_mean_more_of_it_is_asked_for(site, alike, picked):
    crowd(site, FEW)
    joined(site, [f"众{number:04}" for number in range(alike)])
    answer = nominated(site, "众")
    said = f"有 {alike} 人符合“众”" if picked else f"不少于 {FOUND} 人：请输入全名"
    assert answer.status_code == 422 and said in text(answer)
    assert len(options(answer.get_data(as_text=True), "nominees.0.person")) == (alike if picked else 0)


def test_a_thousand_members_cost_no_more_questions_than_seventy(site):
    crowd(site, 70)
    with counted(site) as few:
        form(site)
    crowd(site, 1000)
    with counted(site) as many:
        page = form(site)
    assert len(many) == len(few)
    assert len(suggested(page)) == SUGGESTED
    last = nominated(site, "群0999")  # not among those suggested
    assert last.status_code == 200 and "群0999" in text(last)


def test_many_people_named_at_once_are_looked_up_at_once(site):
    people = crowd(site, 12)

    def asked(count: int) -> int:
        rows = [{"person": person, "position": "members"} for person in people[:count]]
        typed = {f"nominees.{number}.{field}": value for number, row in enumerate(rows) for field, value in row.items()}
        with counted(site) as sent:
            answer = site.town.take(site.visitor(SECRETARY), "nominate", False, on=NOMINATED, **typed)
        assert answer.status_code == 200, text(answer)
        return len(sent)

    assert asked(2) == asked(12)


def test_a_member_who_has_left_may_be_named_for_a_day_on_which_he_was_one(site):
    left = joined(site, ["冯涛"], until_on=date.fromisoformat(ASKED))[0]
    assert nominated(site, left).status_code == 422
    assert nominated(site, left, on=ASKED).status_code == 200


def test_who_holds_a_post_of_the_committee_may_be_named_without_being_a_member_there(site):
    stranger = site.town.people["生人"]
    with site.town.database.write.begin() as session:
        session.add(
            Post(person_id=stranger, organisation_id=site.town.places["镇党委"], post="member", from_on=LONG_AGO)
        )
    assert nominated(site, stranger).status_code == 200


def test_seats_are_allotted_to_units_below_only(site):
    page = form(site, "allot_delegates")
    assert options(page, "units.0.unit") == ["示例第一支部", "示例第二支部"]
    rows = {"units.0.unit": site.town.places["别处"], "units.0.seats": 3}
    answer = site.town.take(site.visitor(SECRETARY), "allot_delegates", on=ASKED, **rows)
    assert answer.status_code == 422 and "不在本组织及其下级之内" in text(answer)


def test_of_very_many_units_each_may_be_allotted_seats(site):
    last = founded(site, 1000)[-1]
    rows = {"units.0.unit": last, "units.0.seats": 3}
    answer = site.town.take(site.visitor(SECRETARY), "allot_delegates", sure=False, on=ASKED, **rows)
    assert answer.status_code == 200, text(answer)


def founded(site: Site, count: int) -> list[int]:
    """So many branches more below the committee, behind the application's back; in the order of their paths."""
    committee = site.town.places["支部"]
    with site.town.database.write.begin() as session:
        above = path_on(session, committee, date.fromisoformat(ASKED))
        places = [Organisation() for _ in range(count)]
        session.add_all(places)
        session.flush()
        paths = {f"{above}{each.id}/": each.id for each in places}
        shared = {"kind": "branch", "parent_id": committee, "from_on": LONG_AGO}
        session.add_all(
            OrganisationState(organisation_id=number, name=f"第{number}支部", path=path, **shared)
            for path, number in paths.items()
        )
        return [paths[path] for path in sorted(paths)]


def test_the_preparatory_meeting_names_delegates(site):
    with site.town.acting() as branch:
        units = [{"unit": branch.units[0], "seats": 2}, {"unit": branch.units[1], "seats": 1}]
        branch.take("allot_delegates", ASKED, units=units)
        report(branch, 0, {"王芳": (7, 0, 0), "周敏": (6, 1, 0), "何静": (1, 6, 0)}, 7)
        report(branch, 1, {"甲示例": (2, 0, 0), "乙示例": (0, 2, 0)}, 2)
    assert options(form(site, "examine_credentials"), "unqualified.0.person") == ["王芳", "周敏", "甲示例"]
    with site.town.acting() as branch:
        branch.take("examine_credentials", NOMINATED)
        stand = branch.candidates(STAND)
        branch.take("nominate", NOMINATED, nominees=stand)
        branch.take("propose_candidates", NOMINATED, candidates=stand)
        branch.take("request_candidates", NOMINATED)
        branch.take("agree_candidates", NOMINATED, agreed=True)
        branch.take("fix_candidates", FIXED, candidates=stand)
    site.clock(MEETING, 9)
    page = form(site, "hold_preparatory_meeting")
    assert options(page, "presidium.0.person") == options(page, "secretary_general.0.person")
    assert options(page, "presidium.0.person") == ["王芳", "周敏", "甲示例"]


def test_posts_of_a_committee_are_proposed_for_members_of_its_branches(site):
    with site.town.acting() as branch:
        office = branch.office.case(site.town.places["镇党委"]).id
    page = site.visitor("管理员甲").get(f"/office/{office}/propose_post").get_data(as_text=True)
    offered = options(page, "person")
    assert "甲示例（示例第二支部，正式党员）" in offered and not [each for each in offered if each.startswith("生人")]


def test_a_unit_reports_on_a_sheet_with_a_line_for_every_candidate_there_must_be(site):
    with site.town.acting() as branch:
        units = [{"unit": branch.units[0], "seats": 2}, {"unit": branch.units[1], "seats": 1}]
        branch.take("allot_delegates", ASKED, units=units)
        unit = branch.units[0]
    page = form(site, "report_delegates", unit=unit)
    assert page.count('class="stands"') == 3  # two seats and a fifth of them more
    assert f'<input type="hidden" name="unit" value="{unit}">' in page
    rows = {"on": NOMINATED, "unit": unit, "due": 7, "present": 7, "issued": 7, "collected": 7}
    for number, name in enumerate(("王芳", "周敏", "生人")):
        rows[f"votes.{number}.person"] = site.town.people[name]
        rows |= {
            f"votes.{number}.{field}": count for field, count in {"in_favour": 4, "against": 3, "abstain": 0}.items()
        }
    answer = site.town.take(site.visitor(SECRETARY), "report_delegates", **rows)
    assert answer.status_code == 422 and "不在可以选的名单里" in text(answer)
    rows["votes.2.person"] = site.town.people["何静"]
    assert site.town.take(site.visitor(SECRETARY), "report_delegates", sure=False, **rows).status_code == 200


def test_two_of_one_name_are_told_apart_on_the_roll(site):
    joined(site, ["甲示例"])
    page = text(site.visitor(SECRETARY).get(f"/election/{site.town.row().id}/roll", on=MEETING))
    assert "选举人是代表大会的代表，共 0 名" in page
    with site.town.acting() as branch:
        units = [{"unit": branch.units[0], "seats": 2}, {"unit": branch.units[1], "seats": 1}]
        branch.take("allot_delegates", ASKED, units=units)
        report(branch, 1, {"甲示例": (2, 0, 0), "乙示例": (0, 2, 0)}, 2)
        branch.people["另一"] = branch.work.session.query(Person).filter_by(name="甲示例").all()[-1].id
        report(branch, 0, {"另一": (7, 0, 0), "周敏": (6, 1, 0), "何静": (1, 6, 0)}, 7)
    page = text(site.visitor(SECRETARY).get(f"/election/{site.town.row().id}/roll", on=MEETING))
    assert "甲示例（示例第一支部）" in page and "甲示例（示例第二支部）" in page and "周敏" in page
    assert "周敏（" not in page and "共 3 名" in page
