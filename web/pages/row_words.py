"""How rows of the worklist are put into words."""

from datetime import date
from typing import Any

from models.worklist import Row
from web.pages.language import said
from web.pages.request import today
from workflows import flow
from workflows.engine.findings import N_


def step_title(row: Row) -> str:
    """The title of the step that waits."""
    return said(flow(row.workflow)[row.step].title)


def step_hint(row: Row) -> str:
    """What is to be known of the step that waits, where there is anything."""
    return said(flow(row.workflow)[row.step].hint)


def stage_title(row: Any) -> str:
    """The stage of the case."""
    return said(flow(row.workflow).stage_titles[row.stage] if row.stage else N_("未受理"))


def time_left(due_on: date) -> str:
    """How far a deadline is, in words."""
    days = (due_on - today()).days
    if days < 0:
        return said(N_("已逾期 %(days)s 天"), days=-days)
    return said(N_("还有 %(days)s 天"), days=days) if days else said(N_("今天到期"))


def to_receive(row: Row) -> bool:
    """Whether the case was handed over and waits to be received."""
    return flow(row.workflow)[row.step].moves_from is not None


WORDS = {
    "step_title": step_title,
    "step_hint": step_hint,
    "stage_title": stage_title,
    "time_left": time_left,
    "to_receive": to_receive,
    "flow": flow,
}
