"""The handbook inside the product: every page answers, links stay inside, and counts are of what one may see."""

import html
import json
import re

import pytest

from models.recent import Found
from tests.pages.bureau import text
from tests.pages.conftest import quick_hashes, site  # noqa: F401 (fixtures)
from web.handbook.contents import Contents
from web.handbook.decided import Decided, decided, sealed_steps
from web.handbook.known import handbook
from web.pages import handbook as view
from web.pages.handbook import link

from .conftest import BOTH_SIDES, ONE_FAILED, row, told, written

COUNTED = re.compile(r"最近 (\d+) 条中，依据本条：不予办理 (\d+) 次，办理而记为不符 (\d+) 次，提示 (\d+) 次")


@pytest.fixture
def record(tmp_path, monkeypatch):
    """The record of a run that the product reads."""
    path = written(tmp_path, BOTH_SIDES, ONE_FAILED)
    monkeypatch.setenv("ZHIBU_SCENARIOS", str(path))
    return path


def counts(visitor, article: str = "XZ26/13") -> tuple[int, ...]:
    found = COUNTED.search(text(visitor.get(f"/handbook/articles/{article}")))
    return tuple(map(int, found.groups()))


def refused(site, case: int, name: str = "王芳", on: str = "2026-11-02") -> None:  # noqa: F811
    form = {"seen": str(site.town.row(case)["version"]), "on": on, "sure": "yes"}
    assert site.visitor(name).post(f"/membership/{case}/list_prospective", form).status_code == 409


def test_every_page_answers_and_links_to_pages_that_do(site, record):  # noqa: F811
    visitor = site.visitor("王芳")
    with site.app.test_request_context():
        addresses = {link(*address) for address in Contents(handbook(record), str).addresses()}
    linked = set()
    for address in sorted(addresses):
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        page = answer.get_data(as_text=True)
        linked |= {html.unescape(each).partition("#")[0] for each in re.findall(r'href="(/handbook[^"]*)"', page)}
    assert linked == addresses and len(addresses) > 250


@pytest.mark.parametrize(
    "address",
    [
        "articles/XZ26/99",
        "articles/XX/1",
        "editions/XX",
        "matrix/XX",
        "workflows/nothing",
        "steps/membership/nothing",
        "steps/nothing/admit",
    ],
)
def test_a_page_that_is_not_there_is_named_so(site, address):  # noqa: F811
    answer = site.visitor("王芳").get(f"/handbook/{address}")
    assert answer.status_code == 404 and "规则手册里没有这一页" in text(answer)


def test_without_a_record_nothing_is_said_to_lack_a_scenario(site, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setenv("ZHIBU_SCENARIOS", str(tmp_path / "none.json"))
    visitor = site.visitor("王芳")
    for address in ("articles/XZ26/13", "matrix/XZ26", "steps/membership/admit", "gaps"):
        page = text(visitor.get(f"/handbook/{address}"))
        assert "没有测试记录" in page and "没有覆盖：" not in page and "没有从两面证明" not in page, address


def test_a_record_may_name_articles_that_are_on_file_no_longer(site, tmp_path, monkeypatch):  # noqa: F811
    gone = told(row("2026-06-08", "finds"), places=[["XZ26", "99"], ["XX", "1"], ["XZ26", "13"]])
    monkeypatch.setenv("ZHIBU_SCENARIOS", str(written(tmp_path, gone)))
    visitor = site.visitor("王芳")
    for address in ("steps/membership/list_prospective", "articles/XZ26/13", "workflows/membership", "gaps", ""):
        assert visitor.get(f"/handbook/{address}".rstrip("/")).status_code == 200, address
    page = visitor.get("/handbook/steps/membership/list_prospective").get_data(as_text=True)
    assert "公示满五个工作日方可列为发展对象" in page and "articles/XZ26/13" in page and "/99" not in page


def test_the_page_of_codes_leads_there(site):  # noqa: F811
    assert 'href="/handbook"' in site.visitor("王芳").get("/codes").get_data(as_text=True)


def test_results_of_the_record_are_shown_and_a_broken_one_is_named(site, record):  # noqa: F811
    visitor = site.visitor("王芳")
    page = text(visitor.get("/handbook/steps/membership/list_prospective"))
    assert "有一例未通过 未通过 1/2 例通过" in page and "提交 0123456789ab" in page
    record.write_text("{", encoding="utf-8")
    page = visitor.get("/handbook")
    assert page.status_code == 200 and "测试记录 scenarios.json 读不出来" in text(page)


def test_without_a_record_it_says_so(site):  # noqa: F811
    assert "没有测试记录" in text(site.visitor("王芳").get("/handbook"))


def test_what_counts_here_is_marked(site):  # noqa: F811
    visitor = site.visitor("王芳")
    assert "现用：不可以：细则是专门规定" in text(visitor.get("/handbook/articles/XZ26/19"))
    assert re.search(
        r"示例：某省发展党员工作规程（虚构编号，仅作示范） 未启用", text(visitor.get("/handbook/readings"))
    )


def test_refusals_are_counted_for_those_who_may_see_them(site):  # noqa: F811
    case = site.town.build("propose_prospective", "2026-10-20")
    before = counts(site.visitor("王芳"))
    assert before[0] > 0 and before[1] == 0
    refused(site, case)
    for name in ("王芳", "吴强", "陈刚"):
        assert counts(site.visitor(name))[1] >= 1, name
    for name in ("郑洁", "赵强"):
        assert counts(site.visitor(name)) == (0, 0, 0, 0), name
    assert counts(site.visitor("王芳"), "XZ26/30")[1:] == (0, 0, 0)


def test_only_the_newest_entries_are_counted(site, monkeypatch):  # noqa: F811
    case = site.town.build("propose_prospective", "2026-10-20")
    refused(site, case)
    monkeypatch.setattr(view, "COUNTED", 1)
    entries, times, *_ = counts(site.visitor("王芳"))
    assert entries == 1 and times >= 1
    site.town.build("apply", "2026-11-02", subject=site.town.person("样乙"))
    assert counts(site.visitor("王芳"))[:2] == (1, 0)


def stored(severity: str, article: int | None = 13, code: str = "G08", edition: str = "XZ26", **more) -> dict:
    return {
        "code": code,
        "severity": severity,
        "edition": edition,
        "article": article,
        "step": "list_prospective",
        **more,
    }


def found(kind: str, *findings: dict):
    return Found(kind, "membership", "list_prospective", json.dumps(findings).encode())


@pytest.mark.parametrize(
    "entry, told",
    [
        (found("refusal", stored("block")), (1, 0, 0)),
        (found("refusal", stored("override")), (1, 0, 0)),
        (found("refusal", stored("irregular"), stored("note")), (0, 0, 0)),
        (found("act", stored("irregular")), (0, 1, 0)),
        (found("import", stored("block"), stored("block")), (0, 2, 0)),
        (found("act", stored("note")), (0, 0, 1)),
        (found("act", stored("irregular", 14)), (0, 0, 0)),
        (found("act", stored("irregular", edition="XZ14")), (0, 0, 0)),
        (found("act", stored("irregular", 5, also=[["XZ26", 13]])), (0, 1, 0)),
        (found("act"), (0, 0, 0)),
    ],
)
def test_what_is_counted_as_what(bare, entry, told):
    assert decided(bare.article(("XZ26", "13")), 7, [entry]) == Decided(7, *told)


def test_an_article_without_a_number_is_told_by_its_rules(bare):
    quorum = found("refusal", {**stored("block", None, "G46", "XJ20"), "step": "open_meeting"})
    assert decided(bare.article(("XJ20", "E-33")), 1, [quorum]).refused == 1
    assert decided(bare.article(("XJ20", "E-42")), 1, [quorum]).refused == 0


def test_sealed_steps_are_left_out():
    assert sealed_steps() == ["key_count"]
