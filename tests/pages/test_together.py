"""One meeting, several people: shared facts once, votes a row each; a refusal does not stop the others."""

import re

import pytest

from .conftest import TODAY

SHARED = {"on": str(TODAY), "due": "10", "present": "9", "secret_ballot": "yes", "one_by_one": "yes"}


@pytest.fixture
def cases(site) -> list[int]:
    """Three people whose form was filled in, and one who is not so far."""

    def built(upto: str, name: str) -> int:
        return site.town.build(upto, "2026-10-20", subject=site.town.person(name))

    return [*(built("fill_form", f"样{name}") for name in "甲乙丙"), built("list_prospective", "样丁")]


def votes(case: int, in_favour: int, against: int) -> dict[str, str]:
    return {f"c{case}.in_favour": str(in_favour), f"c{case}.against": str(against), f"c{case}.abstain": "0"}


def form(site, cases, **values):
    versions = {f"c{case}.seen": str(site.town.row(case)["version"]) for case in cases}
    return {**SHARED, **versions, "case": [str(case) for case in cases], **values}


def test_those_who_can_are_offered(site, cases):
    page = site.visitor("王芳").get("/membership/together/admit").get_data(as_text=True)
    assert "样甲" in page and "样丙" in page and "样丁" not in page
    assert page.count('name="due"') == 1 and page.count(".in_favour") >= 3


def test_each_gets_an_entry_of_his_own(site, cases):
    own = votes(cases[0], 9, 0) | votes(cases[1], 8, 1)
    answer = site.visitor("王芳").post("/membership/together/admit", form(site, cases[:2], **own))
    assert answer.status_code == 200 and "已办理 2 人" in answer.get_data(as_text=True)
    entries = [site.town.entries(case)[-1] for case in cases[:2]]
    assert [entry.step for entry in entries] == ["admit", "admit"]
    assert b'"in_favour":9' in entries[0].facts and b'"in_favour":8' in entries[1].facts


def test_a_refusal_and_a_wrong_field_stop_nobody_else(site, cases):
    own = votes(cases[0], 9, 0) | votes(cases[1], 12, 0) | votes(cases[3], 9, 0)
    answer = site.visitor("王芳").post("/membership/together/admit", form(site, [*cases[:2], cases[3]], **own))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "已办理 1 人；没有办理 2 人" in page
    assert site.town.entries(cases[0])[-1].step == "admit"
    assert site.town.entries(cases[1])[-1].step == "fill_form" and 'value="12"' in page
    assert site.town.entries(cases[3])[-1].kind == "refusal" and "不能办理" in page
    assert re.search(rf'id="case-{cases[0]}"', page) is None


def test_a_shared_field_that_is_wrong_is_said_once_and_nobody_is_recorded(site, cases):
    own = votes(cases[0], 9, 0) | votes(cases[1], 9, 0)
    answer = site.visitor("王芳").post("/membership/together/admit", form(site, cases[:2], **own, on="2026-02-30"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "日历上没有这一天" in page and 'value="2026-02-30"' in page
    assert all(site.town.entries(case)[-1].step == "fill_form" for case in cases[:2])


def test_sent_twice_it_is_recorded_once(site, cases):
    visitor, sent = site.visitor("王芳"), form(site, cases[:1], **votes(cases[0], 9, 0))
    assert visitor.post("/membership/together/admit", sent).status_code == 200
    assert visitor.post("/membership/together/admit", sent).status_code == 409
    assert sum(entry.step == "admit" for entry in site.town.entries(cases[0])) == 1


def test_cases_of_others_are_not_there(site, cases):
    answer = site.visitor("郑洁").post("/membership/together/admit", form(site, cases[:1], **votes(cases[0], 9, 0)))
    assert answer.status_code == 404
    assert site.visitor("郑洁").get("/membership/together/admit", case=cases[0]).status_code == 404


def test_the_committee_answers_what_waits_in_one_sitting(site):
    cases = [site.town.build("examine", "2026-10-20", subject=site.town.person(f"样{name}")) for name in "甲乙"]
    visitor = site.visitor("吴强")
    own = {f"c{cases[0]}.passed": "yes", f"c{cases[1]}.passed": "no"}
    versions = {f"c{case}.seen": str(site.town.row(case)["version"]) for case in cases}
    sent = {"on": "2026-10-25", "number": "样预审〔2026〕1号", "case": [str(case) for case in cases], **versions, **own}
    assert visitor.post("/membership/together/pre_review", sent).status_code == 200
    assert [site.town.entries(case)[-1].outcome for case in cases] == ["passed", "failed"]
