"""The electors' roll: a preview before it is frozen, the frozen one with who came, the sum of 应到会 and the quorum."""

import re
from datetime import date

import pytest

from tests.election.live.branch import MEETING
from tests.pages.electing import electing, text  # noqa: F401 (a fixture)
from web.pages.elections.quorum import quorum_of
from workflows.rules import law_book

LAW = law_book().on(date(2026, 9, 12))


@pytest.fixture
def site(electing):  # noqa: F811
    with electing.town.acting() as branch:
        branch.prepare(meets_on=MEETING)
    return electing


def roll(site, who: str = "王芳", page: str = "", **query) -> str:
    answer = site.visitor(who).get(f"/election/{site.town.row().id}/roll{page}", **query)
    assert answer.status_code == 200
    return text(answer)


def test_before_it_is_frozen_a_preview_of_the_planned_day_says_why(site):
    with site.town.acting() as branch:
        branch.office.take(
            branch.place,
            "record_sanction",
            person=branch.people["吴强"],
            kind="party_probation",
            on="2026-05-10",
        )
        branch.office.take(
            branch.place,
            "state_membership",
            person=site.town.people["生人"],
            status="probationary",
            from_on="2026-01-10",
        )
    page = roll(site)
    assert "2026-09-12" in page and "预览" in page and "尚未冻结" in page
    assert "正式党员 7 人 − 留党察看 1 人 = 应到会 6 人" in page
    assert "吴强 无 无 否 留党察看期间，没有表决权、选举权和被选举权" in page
    assert "生人 无 无 否 预备党员，没有表决权、选举权和被选举权" in page
    assert "五分之四" not in page and "至少须到 5 人" in page
    assert "正式党员 7 人 = 应到会 7 人" in roll(site, on="2026-05-09")


def test_a_day_there_is_none_of_is_said_and_the_planned_one_is_shown(site):
    page = roll(site, on="2026-02-30")
    assert "日历上没有这一天" in page and "2026-09-12" in page
    assert "2026-08-01" in roll(site, on="2026年8月1日")


def test_the_frozen_roll_says_who_came_and_whether_that_is_enough(site):
    with site.town.acting() as branch:
        branch.gather(absent=("吴强",))
    page = roll(site, "吴干事")
    assert "已冻结" in page and "王芳 有 有 是 正式党员 到会" in page and "吴强 有 有 是 正式党员 –" in page
    assert "实到会 6 人 × 5 = 30，应到会 7 人 × 4 = 28：达到规定人数" in page
    paper = roll(site, page="/print")
    assert "签到" in paper and "预览" not in paper and "打印人：王芳" in paper


def test_attendance_is_taken_on_the_roll_and_everybody_can_be_ticked_at_once(site):
    with site.town.acting() as branch:
        branch.take("freeze_roll", MEETING)
    town, visitor = site.town, site.visitor("王芳")
    address = f"/election/{town.row().id}/open_meeting"
    form = visitor.get(address).get_data(as_text=True)
    boxes = re.findall(
        r'<input class="form-check-input" type="checkbox" id="f-attending-\d+" name="attending" value="(\d+)"( checked)?',
        form,
    )
    assert [int(number) for number, _ in boxes] == [
        town.people[name] for name in ("王芳", "孙丽", "吴强", "何静", "陈刚", "周敏", "赵强")
    ]
    assert not any(checked for _, checked in boxes)
    everybody = visitor.post(address, {"seen": town.row().version, "on": MEETING, "everybody": "attending"}).get_data(
        as_text=True
    )
    assert everybody.count('name="attending" value="') == 7 and everybody.count(" checked>") == 7
    typed = {
        "on": MEETING,
        "chair.0.person": town.people["王芳"],
        "attending": [town.people[name] for name in ("王芳", "孙丽", "何静", "陈刚", "周敏")],
    }
    few = town.take(visitor, "open_meeting", **typed)
    assert few.status_code == 409 and "至少须到 6 人" in text(few)
    assert few.get_data(as_text=True).count(" checked>") == 5
    typed["attending"].append(town.people["赵强"])
    look = text(town.take(visitor, "open_meeting", False, **typed))
    assert "实到会的选举人 王芳、孙丽、何静、陈刚、周敏、赵强" in look
    assert town.take(visitor, "open_meeting", **typed).status_code == 303
    journal = text(visitor.get(f"/election/{town.row().id}/journal"))
    came = re.search(r"实到会的选举人 (\S+) 要求委托", journal)  # the latest entry, by number and not as they came
    assert came and set(came[1].split("、")) == {"王芳", "孙丽", "何静", "陈刚", "周敏", "赵强"}
    assert "王芳，有选举权 是，有被选举权 是，计入应到会 是，理由 正式党员" in journal


def test_candidates_are_fixed_from_those_agreed_to_in_the_order_of_strokes(site):
    form = site.visitor("王芳").get(f"/election/{site.town.row().id}/fix_candidates").get_data(as_text=True)
    found = re.findall(r'name="candidates\.\d+\.person".*?<option value="(\d+)" selected', form, re.S)
    assert [int(number) for number in found] == [
        site.town.people[name] for name in ("王芳", "孙丽", "何静", "陈刚", "王芳", "孙丽")
    ]


@pytest.mark.parametrize(
    ("due", "present", "reached"),
    [(7, 5, False), (7, 6, True), (5, 3, False), (5, 4, True), (10, 7, False), (10, 8, True)],
)
def test_the_quorum_is_four_fifths_or_more(due, present, reached, site):
    with site.app.test_request_context():
        found = quorum_of(due, present, LAW)
    assert found and found.reached is reached and ("达到规定人数" in found.said) is reached
    assert f"{present} 人 × 5 = {5 * present}" in found.said and f"{due} 人 × 4 = {4 * due}" in found.said


def test_the_pages_of_an_election_are_there_for_those_in_sight_only(site):
    with site.town.acting() as branch:
        other = branch.office.found("示例第二支部", "branch", branch.office.committee)
        branch.office.granted(other, site.town.people["生人"], "secretary")
    stranger, number = site.visitor("生人"), site.town.row().id
    for page in (
        "roll",
        "roll/print",
        "counts",
        "result",
        "papers",
        "papers/ballot",
        "papers/sheet",
        "papers/report",
        "papers/attendance",
    ):
        assert stranger.get(f"/election/{number}/{page}").status_code == 404, page
        assert site.visitor().get(f"/election/{number}/{page}").status_code == 302, page
    with site.town.database.read() as session:
        office = session.connection().exec_driver_sql("SELECT min(id) FROM \"case\" WHERE workflow = 'office'").scalar()
    assert site.visitor("王芳").get(f"/election/{office}/roll").status_code == 404
