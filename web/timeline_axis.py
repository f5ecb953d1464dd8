"""The time axis of a picture: the scale, the labels of years and months, the years whose working days are provisional."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple
from unicodedata import east_asian_width

from workflows.engine.calendar import ONE_DAY, Calendar
from workflows.engine.findings import N_
from workflows.engine.months import add_months

TEXT, EDGE = 14, 8  # the size of text, and the free space at an edge
LIKED, WIDEST, SMALLEST_MONTH, LARGEST_MONTH, FEWEST_MONTHS = 1000, 4000, 2.0, 60.0, 6
MONTH_STEPS, YEAR_STEPS = (1, 3, 6), (1, 2, 5, 10, 20, 50, 100)
YEAR = N_("%(year)s年")
PROVISIONAL = N_("暂算")
MONTHS = (
    *(N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月")),
    *(N_("7月"), N_("8月"), N_("9月"), N_("10月"), N_("11月"), N_("12月")),
)
YEAR_ROW, MONTH_ROW, NOTE_ROW = 16, 35, 53
NARROW = 0.62  # of the size: a letter or a digit, generously


class Label(NamedTuple):
    """A text with the left end of its line and how wide it is at most; one that `ends` stands against its right end."""

    x: float
    y: float
    width: float
    text: str
    ends: bool = False


class Box(NamedTuple):
    """A rectangle; what is one day long stays visible."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def between(cls, first: float, middle: float, last: float, height: float) -> "Box":
        """From `first` to `last`, around a height."""
        return cls(first, middle - height / 2, round(max(last - first, 2), 1), height)


class Axis(NamedTuple):
    """The scale from `first` (a first of a month) to before `end`, and what stands on it."""

    first: date
    end: date
    day: float
    years: Sequence[Label] = ()
    months: Sequence[Label] = ()
    lines: Sequence[float] = ()
    ticks: Sequence[float] = ()
    provisional: Sequence[tuple[Box, Label | None]] = ()

    def x(self, day: date) -> float:
        """Where a day lies."""
        return round(EDGE + (day - self.first).days * self.day, 1)

    def holds(self, day: date) -> bool:
        """Whether a day lies on the axis."""
        return self.first <= day < self.end

    @property
    def last(self) -> date:
        """The last day on it."""
        return self.end - ONE_DAY

    @property
    def right(self) -> float:
        """Where the axis ends."""
        return self.x(self.end)


def width_of(text: str) -> float:
    """How wide a text is at most, in the picture's text size."""
    return round(sum(TEXT if east_asian_width(sign) in "WFA" else TEXT * NARROW for sign in text), 1)


def axis_of(days: Iterable[date], calendar: Calendar, say: Callable[..., str], largest: float = LARGEST_MONTH) -> Axis:
    """An axis of whole months on which all the days lie; a month at most so wide as `largest`."""
    days = list(days)
    first, last = min(days).replace(day=1), max(days).replace(day=1)
    end = max(add_months(last, 1), add_months(first, FEWEST_MONTHS))
    count = (end.year - first.year) * 12 + end.month - first.month
    month = min(max(LIKED / count, SMALLEST_MONTH), largest, WIDEST / count)
    axis = Axis(first, end, month * count / (end - first).days)
    years, months = _years(axis, month, say), list(_months(axis, month, say))
    ticks = [axis.x(day) for day, _ in months]
    return axis._replace(
        years=[label for _, label in years],
        lines=[axis.x(day) for day, _ in years],
        months=[label for _, label in months if label.x + label.width <= axis.right],
        ticks=ticks,
        provisional=list(_provisional(axis, calendar, say)),
    )


def _years(axis: Axis, month: float, say: Callable[..., str]) -> list[tuple[date, Label]]:
    """Years by a step that leaves room, the first one too where it does not run into the next."""
    wide = width_of(say(YEAR, year=axis.end.year)) + EDGE
    step = next((step for step in YEAR_STEPS if step * 12 * month >= wide), YEAR_STEPS[-1])
    found: list[tuple[date, Label]] = []
    for year in range(axis.end.year, axis.first.year - 1, -1):
        day = max(date(year, 1, 1), axis.first)
        if not axis.holds(day) or (year % step and day != axis.first):
            continue
        label = _label(axis.x(day), YEAR_ROW, say(YEAR, year=year))
        if not found or label.x + label.width <= found[-1][1].x:
            found.append((day, label))
    return found[::-1]


def _months(axis: Axis, month: float, say: Callable[..., str]) -> Iterator[tuple[date, Label]]:
    """The first days of months by a step that leaves room; none where there is no room."""
    wide = max(width_of(say(name)) for name in MONTHS) + EDGE
    step = next((step for step in MONTH_STEPS if step * month >= wide), None)
    day = axis.first
    while step and day < axis.end:
        if (day.month - 1) % step == 0:
            yield day, _label(axis.x(day), MONTH_ROW, say(MONTHS[day.month - 1]))
        day = add_months(day, 1)


def _provisional(axis: Axis, calendar: Calendar, say: Callable[..., str]) -> Iterator[tuple[Box, Label | None]]:
    """The years on end whose working days are not certain, with a word where there is room for it."""
    last = axis.end.year - (axis.end == date(axis.end.year, 1, 1))
    for certain, years in groupby(range(axis.first.year, last + 1), key=calendar.certain_years.__contains__):
        held = list(years)
        if certain:
            continue
        left = axis.x(max(date(held[0], 1, 1), axis.first))
        right = axis.x(min(date(held[-1] + 1, 1, 1), axis.end))
        label = _label(left, NOTE_ROW, say(PROVISIONAL))
        yield Box(left, NOTE_ROW - 13, round(right - left, 1), 16), label if label.x + label.width <= right else None


def _label(x: float, y: float, text: str) -> Label:
    return Label(round(x + 3, 1), y, width_of(text), text)
