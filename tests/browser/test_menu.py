"""The menu: in the header where there is room, behind a button on a telephone, and no script opens it."""

import pytest

from .axe import found
from .windows import DESK, PHONE, fits

ONE_LINE = 64
"""So many pixels hold one line of the header."""


def height(page) -> int:
    return page.evaluate("document.querySelector('header').offsetHeight")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_header_takes_one_line(windows, width):
    page = windows.open("王芳", width)
    page.goto("/")
    assert height(page) <= ONE_LINE and fits(page)
    assert "王芳" in page.inner_text("header")
    assert page.get_by_role("button", name="菜单").is_visible() is (width == PHONE)
    assert page.get_by_role("navigation", name="主菜单").is_visible() is (width == DESK)


def test_the_menu_opens_by_keyboard_and_gives_the_focus_back(windows):
    page = windows.open("王芳", PHONE, bypass_csp=True)
    page.goto("/")
    button, menu = page.get_by_role("button", name="菜单"), page.get_by_role("navigation", name="主菜单")
    for _ in range(3):  # to the page's main part, the product's name, the button
        page.keyboard.press("Tab")
    assert button.evaluate("each => each === document.activeElement")
    page.keyboard.press("Enter")
    assert menu.is_visible() and page.get_by_role("button", name="退出").is_visible()
    assert found(page) == [] and fits(page)
    page.keyboard.press("Escape")
    assert not menu.is_visible() and button.evaluate("each => each === document.activeElement")
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledgers**")
    assert not menu.is_visible()
