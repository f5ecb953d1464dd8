"""The whole path from application to archive, taken by keyboard alone by those whose office each step is."""

from datetime import date
from typing import Any

from tests.live.town import CALENDAR, FLOW
from tests.pages.conftest import PASSWORD
from web.inputs import codes, decided, drawn, kind_on_page
from workflows.membership.sample import lawful

from .keyboard import Keyboard

LAST = date(2027, 11, 1)  # late enough for every step to be governed by the edition of 2026 from the notice on
ROWS = lawful("archive", LAST, CALENDAR)["steps"]


def day_of(row: dict[str, Any]) -> str:
    """When a step can be recorded: when the last of its days has come."""
    return max(row[name] for name in ("on", "begins_on", "ends_on") if name in row)


def answered(keyboard: Keyboard, step: str, row: dict[str, Any]) -> None:
    """Fills a step's form in, field by field in the order of the page; what a paper is taken to say is said."""
    form = FLOW[step].form
    for name in drawn(form):
        info = form.model_fields[name]
        kind = kind_on_page(info.annotation, info)
        value = row.get(name, True if decided(info, kind) else None)
        if value is not None:
            put(keyboard, info.title or name, kind, value, form, name)


def put(keyboard: Keyboard, title: str, kind: str, value: Any, form: Any, name: str) -> None:
    """One field."""
    word = FLOW.words.get
    match kind:
        case "yesno":
            keyboard.mark(title, "是" if value else "否")
        case "several":
            annotated = codes(form.model_fields[name].annotation)
            for code in (code for code in annotated if code in value):
                keyboard.tick(title, word(code, code))
        case "choice":
            keyboard.choose(title, word(value, value))
        case "rows":
            for number, person in enumerate(value, 1):
                keyboard.choose(f"第 {number} 项 姓名", person if isinstance(person, str) else person["name"])
        case "lines":
            keyboard.type(title, value[0])
            for line in value[1:]:
                keyboard.press("Enter")
                keyboard.page.keyboard.type(line)
        case _:
            keyboard.type(title, str(value))


def at_the_worklist(windows, name: str) -> Keyboard:
    """Somebody who has signed in at the door."""
    page = windows.open()
    page.goto("/")
    keyboard = Keyboard(page)
    keyboard.sign_in(windows.site.account(name), PASSWORD)
    assert page.url == f"{windows.address}/"
    return keyboard


def opened(keyboard: Keyboard, row: dict[str, Any]) -> None:
    """Opens the case of 李明 with his application."""
    keyboard.follow("新建案件")
    keyboard.choose("人员", "李明")
    answered(keyboard, "apply", row)
    keyboard.follow("核对", "button")
    keyboard.follow("确认办理", "button")


def taken(keyboard: Keyboard, row: dict[str, Any], again: bool) -> None:
    """From the worklist to the case, to the step, to the look at what will stand, to the act."""
    title = FLOW[row["step"]].title
    keyboard.follow("李明", "a")
    keyboard.follow(f"再办 {title}" if again else title, "a")
    assert keyboard.page.inner_text("h1") == title
    answered(keyboard, row["step"], row)
    keyboard.follow("核对", "button")
    assert keyboard.page.inner_text("h1") == f"请核对：{title}", keyboard.page.inner_text("main")
    keyboard.follow("确认办理", "button")
    assert f"“{title}”已办理" in keyboard.page.inner_text("[role=status]")


def test_every_main_step_is_taken_by_keyboard_alone(site, windows):
    site.town.person("李明")
    case = None
    for number, row in enumerate(ROWS):
        site.clock(day_of(row))
        keyboard = at_the_worklist(windows, site.town.officer(row["step"]))
        if case is None:
            opened(keyboard, row)
            case = int(keyboard.page.url.rsplit("/", 1)[1])
        else:
            taken(keyboard, row, row["step"] in {each["step"] for each in ROWS[:number]})
        keyboard.follow("退出")
        windows.close_last()
    assert {row["step"] for row in ROWS} == {step.name for step in FLOW if step.main}
    assert [entry.step for entry in site.town.entries(case)] == [row["step"] for row in ROWS]
    assert site.town.row(case)["stage"] == "full"
    site.town.sound(case)
