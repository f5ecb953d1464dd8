"""A refusal: every reason is shown and announced, what was typed is kept, and nothing moved."""

from .acting import ADMIT, VOTED, fill, press, steps_of
from .places import SECRETARY, prepared
from .windows import words


def test_a_refusal_says_why_and_keeps_what_was_typed(site, windows):
    case = prepared(site).case
    page = windows.open(SECRETARY)
    page.goto(f"/membership/{case}/admit")
    typed = {**ADMIT, "present": "5", "in_favour": "5", "against": "0"}
    fill(page, typed, VOTED)
    press(page, "核对")
    alert = page.get_by_role("alert").inner_text()
    assert "不能办理“支部大会讨论接收预备党员”" in alert and "发展党员工作细则（2026）" in alert
    assert "案件没有变化" in alert
    assert {name: page.input_value(f"[name='{name}']") for name in typed} == typed
    assert all(page.is_checked(f"[name='{name}'][value='{answer}']") for name, answer in VOTED.items())
    assert steps_of(site, case)[-1] == ("refusal", "admit")
    page.goto(f"/membership/{case}")
    assert "支部大会讨论接收预备党员 现在可办" in words(page)


def test_a_wrong_field_is_led_to_from_the_list_of_what_is_wrong(site, windows):
    page = windows.open(SECRETARY)
    page.goto(f"/membership/{prepared(site).case}/admit")
    fill(page, {**ADMIT, "present": "十"}, VOTED)
    press(page, "核对")
    page.get_by_role("alert").get_by_role("link", name="实到会有表决权的党员：须为整数").click()
    assert page.evaluate("document.querySelector(location.hash) === document.querySelector('[name=present]')")
    field = page.locator("[name=present]")
    assert field.get_attribute("aria-invalid") == "true" and field.input_value() == "十"
    said = page.locator(f"#{field.get_attribute('aria-describedby').split()[0]}")
    assert said.is_visible() and said.inner_text()


def test_every_line_of_what_is_wrong_leads_to_its_field(site, windows):
    case = site.town.build("fill_form", "2026-10-20")
    page = windows.open(SECRETARY)
    for step in ("admit", "post_notice", "talk", "archive"):
        page.goto(f"/membership/{case}/{step}")
        press(page, "核对")
        links = page.get_by_role("alert").get_by_role("link")
        assert links.count() == page.locator("[aria-invalid=true]").count() >= 1
        assert links.evaluate_all("links => links.filter(link => !document.querySelector(link.hash)).length") == 0


def test_a_list_of_rows_keeps_its_rows_when_one_is_added(site, windows):
    case = site.town.build("file_activist", "2026-10-20")
    page = windows.open(SECRETARY)
    page.goto(f"/membership/{case}/assign_contacts")
    fill(page, {"on": "2026-11-02"})
    page.select_option("[name='contacts.0.person']", str(site.town.people["赵强"]))
    press(page, "再加一行")
    assert page.input_value("[name=on]") == "2026-11-02"
    assert page.input_value("[name='contacts.0.person']") == str(site.town.people["赵强"])
    assert page.locator("[name='contacts.2.person']").is_visible()
