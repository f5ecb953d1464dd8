"""Side procedures taken by keyboard alone: a transfer, a postponement, deliberation, the ways a case ends, second persons."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages import registered
from tests.pages.conftest import PASSWORD, Site

from .acting import steps_of
from .keyboard import Keyboard

ON = "2026-11-02"


@pytest.fixture
def site(chromium, sqlite, tmp_path) -> Iterator[Site]:
    """A town with a general branch; the browser is asked for first."""
    yield from registered.site_on(sqlite, tmp_path)


class Desk:
    """Somebody's desk: signed in at the door, with a case open; every step goes from the page to the act by keys."""

    def __init__(self, windows: Any, name: str, case: int) -> None:
        self.windows, self.page, self.case = windows, windows.open(), case
        self.page.goto("/")
        self.keyboard = Keyboard(self.page)
        self.keyboard.sign_in(windows.site.account(name), PASSWORD)

    def at_the_case(self) -> Keyboard:
        self.page.goto(f"/membership/{self.case}")
        return self.keyboard

    def begins(self, title: str, words: str = "办理") -> Keyboard:
        """Opens what is seldom done, and goes to one of the steps."""
        keyboard = self.at_the_case()
        if not self.page.get_by_role("link", name=f"{words} {title}").is_visible():
            keyboard.to("转接、撤回、终止等少见的情形", tag="summary")
            keyboard.press("Enter")
        keyboard.follow(f"{words} {title}", "a")
        assert self.page.inner_text("h1") == title
        return keyboard

    def ends(self, title: str) -> None:
        """Looks at what will stand, and confirms it."""
        self.keyboard.follow("核对", "button")
        assert self.page.inner_text("h1") == f"请核对：{title}", self.page.inner_text("main")
        self.keyboard.follow("确认办理", "button")
        assert f"“{title}”已办理" in self.page.inner_text("[role=status]")

    def leaves(self) -> None:
        self.windows.close_last()


def test_a_transfer_and_a_postponed_conversion(site, windows):
    case = site.town.build("approve_admission", "2026-10-20")
    desk = Desk(windows, "王芳", case)
    keyboard = desk.begins("转出移交")
    keyboard.type("日期", "2026-10-30")
    keyboard.type("转往党组织", "二支部")
    keyboard.choose("转往党组织的编号", "二支部")
    desk.ends("转出移交")
    desk.leaves()
    desk = Desk(windows, "郑洁", case)
    keyboard = desk.begins("转入接收")
    keyboard.type("日期", "2026-11-01")
    keyboard.type("转出党组织", "一支部")
    keyboard.mark("已对有关材料进行审查", "是")
    desk.ends("转入接收")
    assert site.town.row(case)["organisation_id"] == site.town.places["二支部"]
    keyboard = desk.begins("推迟讨论转正")
    keyboard.type("日期", ON)
    keyboard.type("推迟至", "2027-12-01")
    keyboard.type("推迟理由", "转入不久，继续考察。")
    desk.ends("推迟讨论转正")
    assert [step for _, step in steps_of(site, case)][-3:] == ["hand_over", "receive", "postpone_conversion"]
    site.town.sound(case)


@pytest.mark.parametrize(
    "upto, step, title, typed, reason",
    [
        ("talk", "withdraw", "本人撤回申请", {}, "withdrawn"),
        ("assign_contacts", "stop_training", "停止培养", {"停止培养的理由": "长期不参加活动。"}, "refused"),
        ("talk", "close_case", "终止办理", {"说明": "另行办理。"}, "closed"),
    ],
)
def test_the_ways_a_case_ends(site, windows, upto, step, title, typed, reason):
    case = site.town.build(upto, "2026-10-20")
    desk = Desk(windows, "王芳", case)
    keyboard = desk.begins(title)
    keyboard.type("日期", ON)
    if step == "close_case":
        keyboard.choose("终止原因", "其他")
    for label, text in typed.items():
        keyboard.type(label, text)
    desk.ends(title)
    row = site.town.row(case)
    assert (row["stage"], row["ended_reason"], steps_of(site, case)[-1]) == ("ended", reason, ("act", step))


@pytest.mark.parametrize(
    "who, upto, step, title, typed, reason",
    [
        (
            "陈刚",
            "approve_admission",
            "refuse_recognition",
            "不予承认",
            {"不予承认的理由": "弄虚作假。"},
            "not_recognised",
        ),
        ("沈毅", "examine", "recognise_posthumously", "追认为党员", {}, "died"),
    ],
)
def test_the_ways_a_superior_ends_a_case(site, windows, who, upto, step, title, typed, reason):
    case = site.town.build(upto, "2026-10-20")
    desk = Desk(windows, who, case)
    keyboard = desk.begins(title)
    keyboard.type("日期", ON)
    for label, text in {**typed, "文号": "示组〔2026〕8号"}.items():
        keyboard.type(label, text)
    desk.ends(title)
    row = site.town.row(case)
    assert (row["stage"], row["ended_reason"], steps_of(site, case)[-1]) == ("ended", reason, ("act", step))


def test_a_general_branch_deliberates(site, windows):
    case = site.town.build("propose_prospective", "2026-10-20", place="三支部", by="何静")
    desk = Desk(windows, "蒋文", case)
    keyboard = desk.begins("党总支审议")
    keyboard.type("日期", ON)
    keyboard.choose("审议事项", "上级党委同意")
    keyboard.type("审议意见", "同意上报。")
    desk.ends("党总支审议")
    assert steps_of(site, case)[-1] == ("act", "deliberate")


def test_a_correction_and_its_confirmation(site, windows):
    case = site.town.build("talk", "2026-10-20")
    desk = Desk(windows, "王芳", case)
    keyboard = desk.at_the_case()
    keyboard.follow("更正 派人谈话 2", "a")
    keyboard.type("日期", "2026-10-19")
    keyboard.type("更正理由", "谈话日期抄写有误")
    keyboard.follow("提议更正", "button")
    desk.leaves()
    confirmed(Desk(windows, "孙丽", case))
    assert steps_of(site, case)[-1][0] == "correction"


def test_a_superiors_decision_and_its_confirmation(site, windows):
    case = site.town.build("examine", "2026-10-20")
    desk = Desk(windows, "吴强", case)
    keyboard = desk.at_the_case()
    keyboard.follow("登记上级说明", "a")
    keyboard.choose("步骤", "上级党委预审")
    keyboard.choose("代码", "预审后不久将离开单位")
    keyboard.type("文号", "示组〔2026〕7号")
    keyboard.type("日期", ON)
    keyboard.type("理由", "工作需要，确需办理。")
    keyboard.follow("提议", "button")
    desk.leaves()
    confirmed(Desk(windows, "沈毅", case))
    assert steps_of(site, case)[-1][0] == "allow"


def confirmed(desk: Desk) -> None:
    """Somebody else confirms the proposal from the worklist."""
    desk.keyboard.follow("李明", "a")
    desk.keyboard.follow("确认", "button")
    assert "已确认" in desk.page.inner_text("[role=status]")
    desk.leaves()
