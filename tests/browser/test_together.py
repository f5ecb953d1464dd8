"""One meeting, several people: what they share is typed once; one is refused, the others are taken."""

from .acting import fill, press, steps_of
from .windows import words

SHARED = {"on": "2026-11-02", "due": "10", "present": "9"}


def test_one_refused_stops_nobody_else(site, windows):
    town = site.town
    ready = [town.build("fill_form", "2026-10-20", subject=town.person(f"样{name}")) for name in "甲乙"]
    not_yet = town.build("list_prospective", "2026-10-20", subject=town.person("样丁"))
    cases = [*ready, not_yet]
    page = windows.open("王芳")
    page.goto("/membership/together/admit?" + "&".join(f"case={case}" for case in cases))
    fill(page, SHARED, {"secret_ballot": "yes", "one_by_one": "yes"})
    for case in cases:
        assert page.is_checked(f"#case-{case}")
        fill(page, {f"c{case}.in_favour": "8", f"c{case}.against": "1", f"c{case}.abstain": "0"})
    press(page, "办理选中的人")
    assert "已办理 2 人；没有办理 1 人" in page.get_by_role("status").inner_text()
    refused = page.get_by_role("group", name="样丁")
    assert "不能办理" in refused.get_by_role("alert").inner_text()
    assert page.input_value(f"[name='c{not_yet}.in_favour']") == "8" and page.input_value("[name=due]") == "10"
    assert [steps_of(site, case)[-1] for case in cases] == [("act", "admit")] * 2 + [("refusal", "admit")]
    page.get_by_role("link", name="样甲").click()
    assert "样甲" in words(page) and "上级党委派人谈话" in words(page)


def test_the_worklist_leads_to_the_meeting(site, windows):
    for name in "甲乙":
        site.town.build("examine", "2026-10-20", subject=site.town.person(f"样{name}"))
    page = windows.open("吴强")
    page.goto("/")
    page.get_by_role("region", name="可以一并办理").get_by_role("link", name="上级党委预审").click()
    assert page.get_by_role("checkbox", checked=True).count() == 2
