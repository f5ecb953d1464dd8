"""What the pages say beside the bare fields: numbers of the chart, early applications, a no as an answer, counts left blank."""

import re

from tests.live.town import FLOW
from web.pages.cases import numbering

from .bureau import text as plain
from .conftest import TODAY
from .test_cases import post


def form(site, case: int, step: str, who: str = "王芳") -> str:
    return site.visitor(who).get(f"/membership/{case}/{step}").get_data(as_text=True)


def test_more_steps_than_numbers_is_said_once(site):
    case = site.town.build("talk", "2026-10-20")
    page = plain(site.visitor("王芳").get(f"/membership/{case}"))
    assert page.count("官方流程图编号的 25 项，在此为 27 步：第 8 项分 3 步，后几步不另编号") == 1
    office = site.town.ask("SELECT count(*) AS n FROM \"case\" WHERE workflow = 'office'")
    assert office[0]["n"] == 0  # nothing else here has numbers


def test_where_every_step_has_its_number_nothing_is_said(site):
    with site.app.test_request_context():
        assert numbering([step for step in FLOW if step.number]) == ""
        assert numbering([step for step in FLOW if not step.number]) == ""
        several = numbering([step for step in FLOW if step.main and step.name != "post_notice"])
    assert several == "官方流程图编号的 25 项，在此为 26 步：第 8 项分 2 步，后几步不另编号"


def test_the_application_for_conversion_may_come_before_the_meeting(site):
    case = site.town.build("approve_admission", "2026-10-20")
    assert "预备期满以前就可以提出、收下" in plain(site.visitor("王芳").get(f"/membership/{case}/apply_conversion"))
    page = plain(site.visitor("王芳").get(f"/membership/{case}"))
    assert "支部大会要到期满之日起才能讨论" in page and "最早在预备期满之日讨论" in page


def test_a_no_is_an_answer_too(site):
    case = site.town.build("propose_prospective", "2026-10-20")
    page = form(site, case, "agree_prospective", "吴强")
    assert re.search(r'value="yes">\s*<label[^>]*>是（同意）', page) and re.search(
        r'value="no">\s*<label[^>]*>否（不同意）', page
    )
    assert "选“否”也是办理" in page
    looked = plain(post(site, case, "agree_prospective", by="吴强", on=str(TODAY), agreed="no"))
    assert "同意 否（不同意）" in looked and "确认后的结果 不同意" in looked
    assert post(site, case, "agree_prospective", by="吴强", on=str(TODAY), agreed="no", sure="yes").status_code == 303
    assert site.town.entries(case)[-1].outcome == "not_agreed"


def test_a_question_without_such_words_stays_yes_or_no(site):
    case = site.town.build("fill_form", "2026-10-20")
    page = form(site, case, "admit")
    assert re.search(r'name="secret_ballot" value="no">\s*<label[^>]*>否</label>', page)


def test_what_may_be_left_blank_of_the_committee_is_said(site):
    case = site.town.build("interview", "2026-10-20")
    assert "没有填齐的不核对，以批复为准" in form(site, case, "approve_admission", "沈毅")


def test_the_form_of_a_step_that_was_taken_says_so(site):
    case = site.town.build("admit", "2026-10-20")
    for step, told in (("fill_form", True), ("interview", False)):
        page = plain(site.visitor("王芳").get(f"/membership/{case}/{step}"))
        assert ("这一步已于" in page and "现在不能再办" in page) == told
