"""The pages the README shows; ZHIBU_SCREENSHOTS names the folder that takes the pictures."""

from .acting import ADMIT, VOTED, fill, press
from .windows import PHONE, fits, pictured, words

PEOPLE = {
    "李明": "fill_form",
    "林晓": "assign_contacts",
    "何平": "apply",
    "宋雨": "approve_admission",
    "许安": "examine",
}


def test_the_pages_of_the_readme(site, windows):
    town = site.town
    cases = {name: town.build(upto, "2026-10-20", subject=town.person(name)) for name, upto in PEOPLE.items()}
    page = windows.open("王芳")
    page.goto("/")
    assert "李明" in words(page)
    pictured(page, "worklist")
    page.goto(f"/membership/{cases['李明']}")
    assert "现在可办" in words(page)
    pictured(page, "case")
    page.goto(f"/membership/{cases['李明']}/admit")
    fill(page, {**ADMIT, "on": "2026-02-30", "present": "十"}, VOTED)
    press(page, "核对")
    assert page.locator("[aria-invalid=true]").count() == 2
    pictured(page, "form-with-errors")
    fill(page, ADMIT)
    press(page, "核对")
    assert "尚未办理" in words(page)
    pictured(page, "look")
    phone = windows.open("王芳", PHONE)
    phone.goto(f"/membership/{cases['李明']}")
    assert fits(phone)
    pictured(phone, "case-on-a-phone")
