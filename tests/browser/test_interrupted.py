"""What people do to a page: two tabs, the back button, a double click, a session that ends while they type."""

from datetime import timedelta

import pytest

from tests.pages.conftest import PASSWORD

from .acting import ADMIT, VOTED, fill, press, steps_of
from .windows import words


@pytest.fixture
def case(site) -> int:
    return site.town.build("fill_form", "2026-10-20")


def looked_at(page, case: int) -> None:
    """The form is filled in and what will stand is shown."""
    page.goto(f"/membership/{case}/admit")
    fill(page, ADMIT, VOTED)
    press(page, "核对")


def once(site, case: int) -> bool:
    """Whether the meeting stands in the journal exactly once, and nothing after it."""
    steps = steps_of(site, case)
    return steps.count(("act", "admit")) == 1 and steps[-1] == ("act", "admit")


def test_the_second_tab_takes_nothing_and_loses_nothing(site, windows, case):
    first = windows.open("王芳")
    second = first.context.new_page()
    for page in (first, second):
        looked_at(page, case)
    press(first, "确认办理")
    press(second, "确认办理")
    assert "案件已被他人更新" in second.get_by_role("alert").inner_text()
    assert second.input_value("[name=in_favour]") == "8"
    assert once(site, case)


def test_the_back_button_after_confirming_takes_nothing_twice(site, windows, case):
    page = windows.open("王芳")
    looked_at(page, case)
    press(page, "确认办理")
    with page.expect_event("framenavigated"):
        page.evaluate("setTimeout(() => history.back())")
    page.reload()  # the browser asks whether to send the form once more: yes
    assert "案件已被他人更新" in page.get_by_role("alert").inner_text()
    assert page.input_value("[name=in_favour]") == "8"
    assert once(site, case)


def test_a_double_click_takes_the_step_once(site, windows, case):
    page = windows.open("王芳")
    looked_at(page, case)
    page.get_by_role("button", name="确认办理").dblclick()
    page.wait_for_function("!document.querySelector('h1').textContent.startsWith('请核对')")
    page.wait_for_load_state("networkidle")
    assert "已办理，全程纪实第" in words(page) and once(site, case)


def test_a_session_that_ends_while_somebody_types_loses_nothing(site, windows, case):
    page = windows.open("王芳")
    page.goto(f"/membership/{case}/admit")
    fill(page, ADMIT, VOTED)
    site.now += timedelta(minutes=31)
    press(page, "核对")
    assert "已有 30 分钟没有操作" in page.get_by_role("alert").inner_text()
    assert "没有丢失" in words(page)
    fill(page, {"login": site.account("王芳"), "password": PASSWORD})
    press(page, "登录")
    assert "内容还在" in words(page)
    press(page, "再次提交")
    assert "请核对" in words(page) and "2026-11-02" in words(page)
    press(page, "确认办理")
    assert "已办理" in page.get_by_role("status").inner_text()
    assert once(site, case)
    site.town.sound(case)
