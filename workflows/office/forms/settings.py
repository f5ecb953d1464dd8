"""Settings of the installation: readings, overlays, confirmed calendar years; and the yearly plan of an organisation."""

from collections.abc import Iterator
from typing import Any

from workflows.engine.findings import N_
from workflows.engine.forms import Form, Row, field
from workflows.engine.values import Day, Short
from workflows.rules import OVERLAYS, readings_on_file

from .people import Recorded

UNKNOWN_READING = N_("不认识的解释口径，可选：%(known)s")
UNKNOWN_OPTION = N_("此解释口径没有这一选项，可选：%(known)s")
UNKNOWN_OVERLAY = N_("没有收录这一附加规定，可选：%(known)s")


class Setting(Form):
    """An organisation's case has no settings."""


class Decided(Recorded):
    """A setting rests on a decision, which may have a number."""

    number: Short | None = field("决定的文号", default=None)


class ReadingSet(Decided):
    """选定解释口径。"""

    name: Short = field("解释口径")
    option: Short = field("选项")

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        reading = readings_on_file().get(self.known("name") or "")
        if reading is None:
            yield "name", UNKNOWN_READING, {"known": "、".join(readings_on_file())}
        elif self.known("option") not in reading.options:
            yield "option", UNKNOWN_OPTION, {"known": "、".join(reading.options)}


class OverlaySet(Decided):
    """启用或者停用附加规定。"""

    name: Short = field("附加规定")
    enabled: bool = field("启用")

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if self.known("name") not in OVERLAYS:
            yield "name", UNKNOWN_OVERLAY, {"known": "、".join(OVERLAYS)}


class CalendarDay(Row):
    """A day that is not worked or rested as its weekday says."""

    day: Day = field("日期")
    worked: bool = field("上班")


class CalendarConfirmed(Decided):
    """确认一年的放假安排（国务院办公厅通知）。"""

    year: int = field("年份", ge=2000, le=2100)
    days: list[CalendarDay] = field("与星期不一致的日子", max_length=80)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        days = [row.day for row in self.known("days") or ()]
        strange = [day for day in days if day.year != self.known("year")]
        if strange:
            yield "days", N_("%(day)s 不在 %(year)s 年"), {"day": strange[0], "year": self.known("year")}
        if len(days) != len(set(days)):
            yield "days", N_("同一天出现了两次"), {}


class PlanSet(Decided):
    """下达年度发展计划：这一组织及其下级在一年里计划发展的人数；同一年后下达的代替先下达的。"""

    on: Day = field("下达日期")
    year: int = field("年份", ge=2000, le=2100)
    count: int = field("计划发展人数", "人", ge=0, le=100_000)
