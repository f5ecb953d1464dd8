"""The result line by line, what the numbers would tell of voters, and the papers of the room."""

import re

import pytest

from tests.election.live.branch import MEETING, PEOPLE
from tests.pages.electing import SECOND, VOTES, electing, text  # noqa: F401 (a fixture)

ONE_ABSENT = {"王芳": (5, 0, 0), "孙丽": (5, 0, 0), "何静": (3, 2, 0), "陈刚": (1, 4, 0)}
FIRST = {"ballot": "members", "round": 1}


@pytest.fixture
def site(electing):  # noqa: F811
    with electing.town.acting() as branch:
        branch.prepare()
        branch.gather()
    return electing


def page(site, address: str, **query):
    answer = site.visitor("王芳").get(f"/election/{site.town.row().id}/{address}", **query)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer


def counted(site, votes=VOTES, number: int = 1, **more):
    with site.town.acting() as branch:
        return branch.count("members", number, votes, **more)


def test_nothing_is_said_before_a_scrutineer_confirmed(site):
    with site.town.acting() as branch:
        for who in ("赵强", "沈干事"):
            branch.take("key_count", MEETING, who, **FIRST, **branch.numbers(VOTES, 7))
    told = text(page(site, "result"))
    assert "还没有经监票人确认的计票" in told and "委员 3 – 尚未结束" in told and "赞成" not in told
    answer = site.visitor("王芳").get(f"/election/{site.town.row().id}/papers/report", **FIRST)
    assert answer.status_code == 404 and "确认以后才能打印" in text(answer)


def test_the_reasoning_stands_line_by_line_and_a_tie_leads_to_its_second_round(site):
    assert counted(site) == "revote_tied"
    lines = re.findall(r"<li>(.*?)</li>", page(site, "result").get_data(as_text=True).partition("reasoning")[2])
    assert lines[0] == "2026-09-12 支部委员会委员，正式选举：应选 3 人，候选人 4 人"
    assert "赞成票须超过实到会人数 7 人的一半，至少 4 票" in lines
    assert "当选：王芳、孙丽" in lines and "何静、陈刚 都是 4 票，余下的名额 1 个，不能确定" in lines
    assert counted(site, SECOND, 2) == "decided"
    told = text(page(site, "result"))
    assert "委员 3 王芳、孙丽、何静 已有结果" in told and "第 2 轮：票数相等的再次投票" in told


def test_numbers_that_tell_of_voters_are_said_before_printing(site):
    counted(site)
    for address, query in (("result", {}), ("papers/report", FIRST)):
        told = text(page(site, address, **query))
        after = told.partition("打印或者公布之前请注意")[2]
        assert "公布 王芳 的票数（赞成 7、不赞成 0、弃权 0）就等于公布各人所投" in after
        assert "公布 孙丽 的票数" not in told
    html = page(site, "papers/report", **FIRST).get_data(as_text=True)
    assert re.search(r'<div class="alert alert-warning d-print-none"[^>]*>.*?公布 王芳', html, re.S)
    assert html.count("公布 王芳") == 1


@pytest.mark.parametrize("electing", [PEOPLE[:6]], indirect=True)
@pytest.mark.parametrize(("in_favour", "differs"), [(3, True), (4, False)])
def test_it_says_when_those_due_and_those_present_decide_differently(electing, in_favour, differs):  # noqa: F811
    votes = {**ONE_ABSENT, "何静": (in_favour, 5 - in_favour, 0)}
    with electing.town.acting() as branch:
        branch.prepare()
        branch.gather(absent=("何静",))
        assert branch.count("members", 1, votes, 5) == "decided"
    told = text(page(electing, "result"))
    assert "当选：王芳、孙丽、何静" in told and "赞成票须超过实到会人数 5 人的一半，至少 3 票" in told
    assert ("按应到会人数计算结果不同：王芳、孙丽（" in told) is differs


def test_a_ballot_carries_no_number_no_name_of_its_printer_and_no_mark(site):
    html = page(site, "papers/ballot", **FIRST).get_data(as_text=True)
    paper = re.search(r'<article class="printout ballot">(.*?)</article>', html, re.S)
    assert paper
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", paper[1]))
    assert "示例第一支部 委员选票" in told and "打印" not in told and "案件" not in told
    assert re.findall(r"\d+", told) == ["3"]  # only the seats
    rows = re.findall(r'<th scope="row">(.*?)</th><td></td><td></td><td></td>', paper[1])
    assert rows == ["王芳", "孙丽", "何静", "陈刚"]
    assert paper[1].count('class="write-in"') == 3
    for who in ("赵强", "吴干事"):
        other = site.visitor(who).get(f"/election/{site.town.row().id}/papers/ballot", **FIRST).get_data(as_text=True)
        assert paper[0] in other, "two prints of a ballot differ"


def test_nobody_is_written_in_on_the_ballot_of_a_tie(site):
    counted(site)
    html = page(site, "papers/ballot", ballot="members", round=2).get_data(as_text=True)
    assert "write-in" not in html and "另选" not in html and "再次投票" in html
    assert re.findall(r'<th scope="row">(.*?)</th>', html) == ["何静", "陈刚"]
    form = site.visitor("赵强").get(f"/election/{site.town.row().id}/key_count", ballot="members", round=2)
    assert "write_ins" not in form.get_data(as_text=True)


def test_the_count_sheet_is_empty_and_the_report_is_signed(site):
    sheet = page(site, "papers/sheet", **FIRST).get_data(as_text=True)
    assert re.findall(r"<td[^>]*>([^<]+)</td>", sheet) == [] and "发出、收回选票报告单" in sheet
    counted(site)
    report = text(page(site, "papers/report", **FIRST))
    assert "监票人签名 周敏" in report and "计票人签名 赵强" in report and "何静 4 3 0" in report
    assert "实到会 7" in report and "打印人：王芳" in report


def test_attendance_is_reported_and_rounds_there_are_none_of_are_not_there(site):
    assert "达到规定人数" in text(page(site, "papers/attendance"))
    told = text(page(site, "papers"))
    assert "选票" in told and "计票结果报告单" not in told
    visitor, number = site.visitor("王芳"), site.town.row().id
    for query in (
        {"ballot": "members", "round": 2},
        {"ballot": "members", "round": "x"},
        {"ballot": "none", "round": 1},
        {},
    ):
        assert visitor.get(f"/election/{number}/papers/ballot", **query).status_code == 404


def test_attendance_before_the_roll_is_frozen_is_not_there(electing):  # noqa: F811
    with electing.town.acting() as branch:
        branch.prepare()
    answer = electing.visitor("王芳").get(f"/election/{electing.town.row().id}/papers/attendance")
    assert answer.status_code == 404 and "先冻结名册" in text(answer)
