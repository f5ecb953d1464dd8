"""The page of codes: every code that a page shows leads to a line that says what it means."""

import re

import pytest

from web.code_words import titles
from web.pages.codes import coded
from workflows import NAMES, flow
from workflows.engine.codes import rules
from workflows.rules import OVERLAYS, law_book

from .conftest import TODAY
from .test_worklist import text

LAW = law_book(overlays=OVERLAYS).on(TODAY)


def test_every_code_of_a_rule_says_what_it_is_about():
    spoken = {rule.code for name in NAMES for rule in rules(flow(name), LAW)}
    assert {"G00", "G21", "L-10"} <= spoken
    assert spoken - titles().keys() == set()


def test_the_page_tells_meaning_steps_limits_and_article(site):
    page = text(site.visitor("王芳").get("/codes"))
    line = page.partition('id="G21"')[2].partition("</article>")[0]
    for words in (
        "审批预备党员的期限",
        "上级党委审批预备党员",
        "不予办理、可以办理但记为不规范",
        "发展党员工作细则（2026）第25条",
    ):
        assert words in line
    assert re.search(r"审批[^<]*（月） <strong>3</strong>", line) and re.search(r"<strong>6</strong>", line)
    assert 'id="L-1"' in page and 'id="C-23"' in page and "未启用" in page


def test_articles_are_those_in_force_on_the_day(site):
    site.clock("2026-05-10")
    page = text(site.visitor("王芳").get("/codes"))
    assert "发展党员工作细则（2014）第13条" in page and "发展党员工作细则（2026）" not in page
    assert 'id="G15"' not in page  # the meeting's month is new in 2026


def test_every_code_on_a_case_leads_to_its_line(site):
    case = site.town.build("approve_admission", "2026-10-20")
    visitor = site.visitor("王芳")
    lines = set(re.findall(r'<article class="setting" id="([^"]+)"', text(visitor.get("/codes"))))
    page = text(visitor.get(f"/membership/{case}"))
    links = re.findall(r'<a class="code" href="/codes#([^"]+)" title="([^"]+)">([^<]+)</a>', page)
    assert {code for code, _, _ in links} >= {"G00", "G24"}
    assert all(code == shown and code in lines and words for code, words, shown in links)


@pytest.mark.parametrize("plain", ["样-G05", "G055", "XG05", "G99", "L-99", "C-233"])
def test_what_is_no_code_stays_a_text(site, plain):
    with site.app.test_request_context():
        assert coded(plain) == plain


def test_a_text_around_a_code_stays_escaped(site):
    with site.app.test_request_context():
        linked = coded("<b>（第13条，G05）")
    assert linked.startswith("&lt;b&gt;（第13条，<a ") and linked.endswith(">G05</a>）")


def test_a_code_on_an_answer_opens_in_a_tab_of_its_own(site):
    """There is no way back to the answer to a form."""
    case = site.town.open("2026-06-01").case_id
    talk = {
        "on": "2026-10-20",
        "talkers.0.person": str(site.town.people["赵强"]),
        "seen": str(site.town.row(case)["version"]),
    }
    looked = text(site.visitor("王芳").post(f"/membership/{case}/talk", talk))
    link, *_ = re.findall(r'<a class="code" [^>]*>', looked)
    assert 'target="_blank" rel="noopener"' in link and "（在新标签页打开）" in link
    assert 'target="_blank"' not in text(site.visitor("王芳").get(f"/membership/{case}"))
