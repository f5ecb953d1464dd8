"""The pages that answer a form: marked fields, refusals, the look, several people, the door; axe finds nothing and they fit."""

import pytest

from .acting import ADMIT, VOTED, fill, press
from .axe import found
from .places import SECRETARY, prepared
from .windows import DESK, PHONE, fits


def sound(page, said: str) -> None:
    """The page says so, fits, and axe finds nothing."""
    assert said in page.inner_text("main")
    assert fits(page)
    assert found(page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_answers_to_a_form_can_be_used(site, windows, width):
    ground = prepared(site)
    page = windows.open(SECRETARY, width, bypass_csp=True)
    page.goto(f"/membership/{ground.case}/admit")
    fill(page, {**ADMIT, "on": "2026-02-30", "present": "十"}, VOTED)
    press(page, "核对")
    sound(page, "日历上没有这一天")
    fill(page, {**ADMIT, "present": "5", "in_favour": "5", "against": "0"})
    press(page, "核对")
    sound(page, "不能办理")
    fill(page, ADMIT)
    press(page, "核对")
    sound(page, "尚未办理")
    press(page, "确认办理")
    sound(page, "已办理")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_other_answers_can_be_used(site, windows, width):
    ground = prepared(site)
    page = windows.open(SECRETARY, width, bypass_csp=True)
    page.goto("/membership/together/admit")
    press(page, "办理选中的人")
    sound(page, "没有选定案件")
    page.goto(f"/membership/{ground.full}/correct/5")
    press(page, "提议更正")
    sound(page, "理由")
    page.goto(f"/membership/{ground.case}/allow")
    press(page, "提议")
    sound(page, "须改正")
    page.goto("/membership/new")
    press(page, "核对")
    sound(page, "请先选定")
    assert page.goto("/membership/new").ok
    page.select_option("[name=person]", index=1)
    press(page, "已有纸质材料、以前的步骤已经办过：从中间开始")
    sound(page, "从中间开始")
    press(page, "核对")
    sound(page, "没有填写任何步骤")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_door_can_be_used(site, windows, width):
    page = windows.open(None, width, bypass_csp=True)
    page.goto("/")
    sound(page, "登录")
    fill(page, {"login": "nobody", "password": "wrong"})
    press(page, "登录")
    sound(page, "登录名")
