"""Findings on the general pages: raised by an auditor, on the organisation's worklist, answered, confirmed, closed."""

import re
from typing import Any

import pytest

from tests.pages.conftest import Site
from tests.pages.test_cases import text
from web.pages import findings
from workflows import flow

FINDING = flow("finding")
ON = "2026-11-02"
RAISED = {"what": "公示材料没有存档", "code": "G08", "answer_by": "2026-11-30"}


@pytest.fixture
def inspected(site) -> Site:
    """The town with an auditor and an audit administrator of the committee."""
    for name, post in (("何明", "auditor"), ("梁晨", "audit_administrator")):
        site.town.person(name)
        site.town.change(site.town.post(name, post, "镇党委"))
    return site


def raised(site: Site, by: str = "何明", **more: Any):
    values = {
        "organisation": site.town.places["一支部"],
        "step": "raise_finding",
        "on": ON,
        "sure": "yes",
        **RAISED,
        **more,
    }
    return site.visitor(by).post("/finding/new", values)


def case_of(answer) -> int:
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return int(re.search(r"/finding/(\d+)", answer.location)[1])  # type: ignore[index]


def step(site: Site, case: int, name: str, by: str, **values: Any):
    seen = site.town.row(case)["version"]
    return site.visitor(by).post(f"/finding/{case}/{name}", {"on": ON, "seen": seen, "sure": "yes", **values})


def test_only_auditors_are_offered_a_new_finding(inspected):
    for name, offered in (("何明", True), ("王芳", False), ("梁晨", False), ("赵强", False)):
        page = inspected.visitor(name).get("/").get_data(as_text=True)
        assert ("/finding/new" in page) is offered, name
        assert ("/membership/new" in page) is (name == "王芳"), name


def test_the_form_offers_the_organisations_and_the_codes_that_exist(inspected):
    raised(inspected)
    page = inspected.visitor("何明").get("/finding/new", organisation=inspected.town.places["一支部"])
    text = page.get_data(as_text=True)
    assert 'value="G08"' in text and 'value="G98"' not in text and "一支部" in text
    assert "已有办理中" not in text and 'name="answer_by"' in text


def test_a_finding_waits_with_the_organisation_and_goes_to_its_end(inspected):
    case, other = case_of(raised(inspected)), case_of(raised(inspected))
    assert case != other
    worklist = inspected.visitor("王芳").get("/").get_data(as_text=True)
    assert "答复检查发现" in worklist and f"/finding/{case}" in worklist and f"/finding/{other}" in worklist
    assert step(inspected, case, "answer_finding", "王芳", answer="当时遗漏", done="已经补齐").status_code == 303
    assert step(inspected, case, "confirm_finding", "何明", accepted="yes").status_code == 303
    assert step(inspected, case, "close_finding", "何明", conclusion="整改完成").status_code == 303
    assert inspected.town.row(case)["stage"] == FINDING.ended
    page = inspected.visitor("何明").get(f"/finding/{case}")
    assert page.status_code == 200 and "已办结" in page.get_data(as_text=True)
    for part in ("journal", "timeline"):
        assert inspected.visitor("梁晨").get(f"/finding/{case}/{part}").status_code == 200, part


def listed(site: Site, by: str, **query: Any) -> str:
    page = site.visitor(by).get("/findings", **query).get_data(as_text=True)
    return re.sub(r"<[^>]+>|\s+", " ", page.split("<main")[1])


def test_the_list_tells_what_comes_next_to_those_in_sight(inspected):
    case = case_of(raised(inspected))
    for by in ("何明", "王芳"):
        assert "等待答复和认可" in listed(inspected, by) and "2026" in listed(inspected, by)
    assert "没有办理中的检查发现" in listed(inspected, "郑洁")
    assert "没有办理中的检查发现" in listed(inspected, "何明", place=inspected.town.places["二支部"])
    assert step(inspected, case, "answer_finding", "王芳", answer="当时遗漏", done="已经补齐").status_code == 303
    assert "确认整改" in listed(inspected, "何明", place=inspected.town.places["一支部"])
    assert "提出检查发现" in listed(inspected, "何明") and "提出检查发现" not in listed(inspected, "王芳")


def test_many_are_listed_page_by_page(inspected, monkeypatch):
    monkeypatch.setattr(findings, "A_PAGE", 1)
    first, second = case_of(raised(inspected)), case_of(raised(inspected))
    page = inspected.visitor("何明").get("/findings").get_data(as_text=True)
    assert f"/finding/{first}" in page and f"/finding/{second}" not in page and f"after={first}" in page
    rest = inspected.visitor("何明").get("/findings", after=first).get_data(as_text=True)
    assert f"/finding/{second}" in rest and f"after={second}" not in rest


def test_what_is_wrong_is_said_at_its_field(inspected):
    answer = raised(inspected, article="XZ26 99", answer_by="2026-11-01")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "没有收录这一条文" in page and "答复期限不能早于" in page


def test_others_neither_raise_nor_see_one(inspected):
    case = case_of(raised(inspected))
    assert inspected.visitor("郑洁").get(f"/finding/{case}").status_code == 404
    for name in ("王芳", "梁晨"):
        assert raised(inspected, by=name).status_code == 403
    assert step(inspected, case, "answer_finding", "何明", answer="当时遗漏", done="已经补齐").status_code == 403


def test_an_auditor_is_offered_no_business_step(inspected):
    case = inspected.town.build("fill_form", "2026-10-20")
    page = inspected.visitor("何明").get(f"/membership/{case}").get_data(as_text=True)
    assert "填写入党志愿书" in page and f"/membership/{case}/admit" not in page
    assert f"/membership/{case}/admit" in inspected.visitor("王芳").get(f"/membership/{case}").get_data(as_text=True)


def test_the_whole_of_a_finding_is_offered_to_nobody_when_two_recorded_in_it(inspected):
    inspected.town.person("何冰")
    inspected.town.change(inspected.town.post("何冰", "auditor", "镇党委"))
    case = case_of(raised(inspected))
    offered = [text(inspected.visitor("何明").get(f"/finding/{case}/erase"))]
    step(inspected, case, "answer_finding", "王芳", answer="当时遗漏", done="已经补齐")
    offered.append(text(inspected.visitor("何明").get(f"/finding/{case}/erase")))
    assert ["全案的个人内容和附件" in each for each in offered] == [True, False]
    assert ["当前职务不能提议抹去" in each for each in offered] == [False, True]


def test_of_two_erasures_of_the_same_text_of_a_finding_the_second_is_ended(inspected):
    inspected.town.person("何冰")
    inspected.town.change(inspected.town.post("何冰", "auditor", "镇党委"))
    case = case_of(raised(inspected))
    decision = {"number": "示例〔2026〕9号", "on": "2026-11-01", "reason": "本人申请。"}
    version = lambda: {"seen": inspected.town.row(case)["version"]}  # noqa: E731
    numbers = []
    for _ in range(3):
        form = {**version(), **decision, "which": "some", "item": ["1:what"], "sure": "yes"}
        assert inspected.visitor("何明").post(f"/finding/{case}/erase", form).status_code == 303
        numbers.append(inspected.town.row(case)["last_number"])
    assert inspected.visitor("何冰").post(f"/finding/{case}/confirm/{numbers[2]}", version()).status_code == 303
    for by, number in (("何明", numbers[0]), ("何冰", numbers[1])):
        answer = inspected.visitor(by).post(f"/finding/{case}/decline/{number}", {**version(), "reason": "了结"})
        assert answer.status_code == 303
