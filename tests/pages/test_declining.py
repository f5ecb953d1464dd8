"""A proposal withdrawn or declined on pages: who sees the way, what is asked, and where the proposal then no longer stands."""

import pytest

from .test_cases import seen, text
from .test_corrections import admitted, confirm, last, propose


@pytest.fixture
def case(site) -> int:
    return admitted(site)


@pytest.fixture
def proposal(site, case) -> int:
    return propose(site, case, last(site, case).number, in_favour="9", against="0")


def end(site, case, proposal, by, **typed):
    form = {"seen": seen(site, case), "reason": "票数无误", **typed}
    return site.visitor(by).post(f"/membership/{case}/decline/{proposal}", form)


def page(site, case, by) -> str:
    return site.visitor(by).get(f"/membership/{case}").get_data(as_text=True)


def test_each_is_offered_what_is_theirs(site, case, proposal):
    link = f"/membership/{case}/decline/{proposal}"
    own, another = page(site, case, "王芳"), page(site, case, "孙丽")
    assert link in own and ">撤回提议<" in own and ">不予确认<" not in own and ">确认<" not in own
    assert link in another and ">不予确认<" in another and ">确认<" in another
    assert "由另一人确认：一支部（" in own and "由另一人确认：一支部（" in another
    assert link not in page(site, case, "陈刚") and ">确认<" not in page(site, case, "陈刚")


def test_who_only_looks_is_offered_no_correction(site, case):
    site.town.person("何明")
    site.town.change(site.town.post("何明", "auditor", "镇党委"))
    assert "/correct/" in page(site, case, "王芳") and "登记上级说明" in page(site, case, "王芳")
    looked = page(site, case, "何明")
    assert "/correct/" not in looked and "登记上级说明" not in looked


@pytest.mark.parametrize(("by", "title"), [("王芳", "撤回提议"), ("孙丽", "不予确认")])
def test_it_is_ended_with_a_reason_and_waits_no_more(site, case, proposal, by, title):
    asked = site.visitor(by).get(f"/membership/{case}/decline/{proposal}")
    assert title in text(asked) and "8 → 9" in text(asked)
    answer = end(site, case, proposal, by)
    assert answer.status_code == 303
    assert "等待另一人确认" not in page(site, case, by)
    journal = text(site.visitor(by).get(f"/membership/{case}/journal"))
    assert title in journal and "票数无误" in journal and f"对第 {proposal} 条" in journal
    assert "等待另一人确认" not in text(site.visitor("孙丽").get("/worklist"))
    assert site.visitor(by).get(f"/membership/{case}/decline/{proposal}").status_code == 404
    site.town.sound(case)


def test_without_a_reason_the_page_comes_back_with_what_was_typed(site, case, proposal):
    answer = end(site, case, proposal, "王芳", reason=" ")
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert last(site, case).number == proposal
    stale = end(site, case, proposal, "王芳", seen="0")
    assert stale.status_code == 409 and "票数无误" in stale.get_data(as_text=True)


def test_what_was_answered_is_not_there(site, case, proposal):
    confirm(site, case, proposal)
    assert end(site, case, proposal, "王芳").status_code == 404
    assert site.visitor("郑洁").get(f"/membership/{case}/decline/{proposal}").status_code == 404
