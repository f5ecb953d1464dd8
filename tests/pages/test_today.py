"""Today by a button: it fills in the day and keeps everything typed; a day of the past is typed as ever."""

import re

import pytest

from .conftest import TODAY
from .test_cases import ADMIT, post


def value(page: str, name: str) -> str:
    """What stands in a field."""
    return re.search(rf'<input [^>]*name="{name}" value="([^"]*)"', page)[1]


@pytest.fixture
def case(site) -> int:
    return site.town.build("fill_form", "2026-10-20")


def test_the_button_fills_in_today_and_keeps_the_rest(site, case):
    count = len(site.town.entries(case))
    before = site.visitor("王芳").get(f"/membership/{case}/admit").get_data(as_text=True)
    assert (
        value(before, "on") == "" and '<button class="btn btn-secondary btn-sm today" name="today" value="on"' in before
    )
    page = post(site, case, "admit", **{**ADMIT, "on": "2026-10-30"}, today="on").get_data(as_text=True)
    assert (value(page, "on"), value(page, "due")) == (str(TODAY), "10")
    assert len(site.town.entries(case)) == count and "必填" in page


def test_enter_means_looking_not_today(site, case):
    page = site.visitor("王芳").get(f"/membership/{case}/admit").get_data(as_text=True)
    first = re.search(r"<button[^>]*>", page.partition('<form method="post" class="step"')[2])[0]
    assert "name=" not in first and 'aria-hidden="true"' in first


def test_only_days_that_may_be_today_have_it(site, case):
    page = site.visitor("王芳").get(f"/membership/{case}/hand_over").get_data(as_text=True)
    assert 'name="today" value="on"' in page
    town = site.town
    later = town.build("apply_conversion", "2026-10-20", subject=town.person("样乙"))
    page = site.visitor("王芳").get(f"/membership/{later}/resolve_conversion").get_data(as_text=True)
    assert 'name="extend_until"' in page and 'name="today" value="extend_until"' not in page


def test_it_is_there_for_several_and_for_a_new_case(site, case):
    visitor = site.visitor("王芳")
    page = visitor.post("/membership/together/admit", {"case": str(case), "today": "on"}).get_data(as_text=True)
    assert value(page, "on") == str(TODAY)
    page = visitor.post("/membership/together/admit", {"today": "on", "due": "10"}).get_data(as_text=True)
    assert (value(page, "on"), value(page, "due")) == (str(TODAY), "10")
    assert f'value="{case}" id="case-{case}">' in page  # offered, not chosen
    place = str(site.town.places["一支部"])
    page = visitor.post("/membership/new", {"organisation": place, "today": "on"}).get_data(as_text=True)
    assert value(page, "on") == str(TODAY) and "请先选定" not in page
