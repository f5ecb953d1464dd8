"""The page of settings: what counts, since when, by which decision; everybody reads it, the root's administrators change it."""

import html
import re

import pytest

from tests.pages.bureau import TODAY, bureau, text  # noqa: F401 (a fixture)


@pytest.fixture
def site(bureau):  # noqa: F811
    return bureau


def links(page: str, step: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(rf'href="(/office/\d+/{step}\?[^"]+)"', page)]


def test_everybody_reads_and_only_the_roots_administrators_change(site):
    administrator = site.visitor("管理员甲").get("/settings").get_data(as_text=True)
    assert links(administrator, "set_reading") and links(administrator, "set_overlay")
    for name in ("王芳", "沈毅", "赵强"):
        page = site.visitor(name).get("/settings")
        assert page.status_code == 200 and "解释口径" in text(page)
        assert not re.search(r"/office/\d+/", page.get_data(as_text=True).split("<main")[1])


def test_a_reading_is_changed_by_the_generic_step_and_names_its_decision(site):
    administrator = site.visitor("管理员甲")
    page = administrator.get("/settings").get_data(as_text=True)
    link = next(each for each in links(page, "set_reading") if "development_quorum" in each)
    form = administrator.client.get(link).get_data(as_text=True)
    assert 'value="development_quorum"' in form and 'value="half"' in form
    done = site.town.step(
        administrator, "县委", "set_reading", name="development_quorum", option="half", number="示组〔2026〕3号"
    )
    assert done.status_code == 303
    after = text(administrator.get("/settings"))
    assert "2026-11-02（星期一） · 示组〔2026〕3号" in after
    chosen = administrator.get("/settings").get_data(as_text=True)
    assert re.search(r'class="chosen"><span>可以：按支部工作条例', chosen)


def test_an_overlay_is_switched_on_and_off(site):
    administrator = site.visitor("管理员甲")
    page = administrator.get("/settings").get_data(as_text=True)
    (link,) = links(page, "set_overlay")
    form = administrator.client.get(link).get_data(as_text=True)
    assert 'id="f-enabled-yes" name="enabled" value="yes" checked' in form
    site.town.step(administrator, "县委", "set_overlay", name="example", enabled="yes")
    assert "已启用" in text(administrator.get("/settings"))
    assert "enabled=no" in links(administrator.get("/settings").get_data(as_text=True), "set_overlay")[0]


def test_a_provisional_year_is_confirmed_with_rows_for_its_days(site):
    administrator = site.visitor("管理员甲")
    page = administrator.get("/settings").get_data(as_text=True)
    assert re.search(r"2027\s*暂算", text(administrator.get("/settings")))
    link = next(each for each in links(page, "confirm_calendar") if "year=2027" in each)
    form = administrator.client.get(link).get_data(as_text=True)
    assert 'name="year" value="2027"' in form and form.count('.day" value=""') == 40
    days = {"days.0.day": "2027-01-01", "days.0.worked": "no", "days.39.day": "2027-02-07", "days.39.worked": "yes"}
    look = site.town.step(administrator, "县委", "confirm_calendar", sure=False, year="2027", **days)
    assert look.status_code == 200
    assert site.town.step(administrator, "县委", "confirm_calendar", year="2027", **days).status_code == 303
    after = text(administrator.get("/settings"))
    assert re.search(r"2027 已确认 2 天与星期不一致 2027-01-01 放假 2027-02-07 上班", after)
    wrong = site.town.step(administrator, "县委", "confirm_calendar", year="2028", **days)
    assert wrong.status_code == 422 and "不在 2028 年" in text(wrong)


def test_the_table_of_offices_is_shown_and_changed(site):
    page = site.visitor("管理员甲").get("/settings").get_data(as_text=True)
    assert links(page, "change_office_table") == []
    administrator = site.visitor("管理员乙")
    assert "党支部 书记 · 自" in text(administrator.get("/settings"))
    page = administrator.get("/settings").get_data(as_text=True)
    link = next(
        each for each in links(page, "change_office_table") if "post=deputy" in each and "office=branch&" in each
    )
    form = administrator.client.get(link).get_data(as_text=True)
    assert '<option value="deputy" selected>' in form and '<option value="branch" selected>' in form
    values = {"office": "branch", "post": "deputy", "organisation_kind": "branch", "allowed": "no"}
    assert site.town.step(administrator, "县委", "change_office_table", **values).status_code == 303
    assert (
        len(links(administrator.get("/settings").get_data(as_text=True), "change_office_table"))
        == len(links(page, "change_office_table")) - 1
    )


def test_an_address_fills_in_fields_of_the_step_only(site):
    administrator, root = site.visitor("管理员甲"), site.town.office("县委").id
    form = administrator.get(f"/office/{root}/set_reading", name="x", seen="99", sure="yes", other="y")
    page = form.get_data(as_text=True)
    version = site.town.office("县委").version
    assert f'name="seen" value="{version}"' in page and 'value="x"' in page and 'name="other"' not in page
    assert TODAY
