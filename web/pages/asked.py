"""What a visitor asks of the worklist: the tab, the filters, and where the page begins."""

from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple

from flask import abort, request

from models import worklist
from models.sight import Sight
from models.worklist import Key, Wanted
from web.pages import seeing
from web.pages.request import today
from workflows.engine.findings import N_

TABS = {
    "overdue": N_("已逾期"),
    "month": N_("本月到期"),
    "now": N_("现在可办"),
    "others": N_("等待他人"),
}
FIRST_TAB = "now"
ORDER = {
    "overdue": N_("逾期最久的排在最前。"),
    "month": N_("最先到期的排在最前。"),
    "now": N_("最先到期的排在最前，没有期限的在后；期限相同的，可以办理最久的在前。"),
    "others": N_("可以办理最久的排在最前；最急的在“已逾期”和“本月到期”中。"),
}
DAYS = {"overdue": 1, "month": 1, "now": 2, "others": 1}
"""By how many days a tab is ordered: so many stand before case and step where a page begins."""
EMPTY = {
    "overdue": N_("没有逾期的事项。请看“本月到期”和“现在可办”。"),
    "month": N_("本月没有其他到期的事项。请看“现在可办”。"),
    "now": N_("现在没有由本组织办理的事项。收到新的入党申请书后，请新建案件；由他人办理的，请看“等待他人”。"),
    "others": N_("没有等待他人办理的事项。请看“现在可办”。"),
}
NOTHING = N_("没有这一类事项。")
"""What whoever takes no step is told instead."""


class Asked(NamedTuple):
    """A question to the worklist."""

    tab: str
    place: int | None
    wanted: Wanted
    after: Key | None

    def address(self, **other: Any) -> dict[str, Any]:
        """The parts of the address of the same question, some of them changed; a change leads to the first page."""
        said = {"tab": self.tab, "place": self.place, "stage": self.wanted.stage, "step": self.wanted.step}
        return {name: value for name, value in {**said, "q": self.wanted.name, **other}.items() if value}

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.place or self.wanted.stage or self.wanted.step or self.wanted.name)


def asked() -> Asked:
    """The question of this request; 404 for a tab there is none of, 400 for a page that begins nowhere."""
    said = request.args
    tab = said.get("tab", FIRST_TAB)
    if tab not in TABS:
        abort(404)
    name = " ".join(said.get("q", "").split())[:50]
    wanted = Wanted(said.get("stage") or None, said.get("step") or None, name, seeing.procedures())
    return Asked(tab, said.get("place", type=int), wanted, begins(said.get("after", ""), DAYS[tab]))


def begins(text: str, count: int) -> Key | None:
    """Where a page begins: behind so many days, case and step."""
    if not text:
        return None
    parts = text.split(".", count + 1)
    try:
        days, case = [date.fromisoformat(day) for day in parts[:count]], int(parts[count])
        return (*days, case, parts[count + 1]) if 0 <= case < 2**63 else abort(400)
    except (ValueError, IndexError):
        abort(400)


def tab_of(name: str, sight: Sight, filtered: bool = False) -> worklist.Tab:
    """A tab's question today."""
    day = today()
    match name:
        case "overdue":
            return worklist.overdue(sight, day)
        case "month":
            return worklist.due(sight, day, last_of_month(day))
        case "others":
            return worklist.others(seeing.own(), sight, day)
    return worklist.mine(seeing.own(), sight, day, narrowed=filtered)


def last_of_month(day: date) -> date:
    """The last day of that month."""
    return day.replace(day=monthrange(day.year, day.month)[1])
