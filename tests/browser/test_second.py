"""A correction: one person proposes it in one browser, another confirms it in another; until then nothing changes."""

from .acting import fill, press, steps_of
from .windows import words


def test_a_correction_takes_two_persons(site, windows):
    case = site.town.build("talk", "2026-10-20")
    one, other = windows.open("王芳"), windows.open("孙丽")
    one.goto(f"/membership/{case}")
    one.get_by_role("link", name="更正 派人谈话 2").click()
    fill(one, {"on": "2026-10-19", "reason": "谈话日期抄写有误"})
    press(one, "提议更正")
    assert "须由另一人确认" in one.get_by_role("status").inner_text()
    assert "提议人不能确认自己的提议" in words(one)
    assert one.get_by_role("button", name="确认", exact=True).count() == 0
    assert "2026-10-20" in words(one) and steps_of(site, case)[-1][0] == "proposal"

    other.goto(f"/membership/{case}")
    assert "谈话日期抄写有误" in words(other) and "2026-10-19" in words(other)
    press(other, "确认")
    assert "已确认" in other.get_by_role("status").inner_text()
    assert steps_of(site, case)[-1][0] == "correction"
    one.reload()
    shown = one.locator(".rung", has_text="派人谈话").first.inner_text()
    assert "2026-10-19" in shown and "2026-10-20" not in shown
    site.town.sound(case)
