"""Where everything of a timeline lies in its picture: the axis, a lane for each step, upright lines for single days."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from web.timeline import Lane, Line, State, Timeline
from web.timeline_axis import EDGE, LARGEST_MONTH, TEXT, Axis, Box, Label, axis_of, width_of
from workflows.engine.calendar import Calendar
from workflows.engine.findings import N_

TOP, LANE, FOOT, BAR, REACH = 60, 26, 26, 12, 7
DONE_OFTEN = N_("%(title)s %(count)s 次，最近 %(on)s")
TO_COME = N_("%(title)s 计划 %(on)s")
DUE = N_("%(title)s 最迟 %(on)s")
TODAY = N_("今天 %(on)s")
NamedDay = tuple[str, date, str]


class Mark(NamedTuple):
    """A day of a step: what kind, where, and what is said of it."""

    state: State
    x: float
    said: str


class Row(NamedTuple):
    """A lane as it is drawn: its top and middle, its name beside it, bars, deadlines, late stretches and marks."""

    top: float
    middle: float
    label: Label
    bars: Sequence[Box]
    deadlines: Sequence[float]
    late: Sequence[Box]
    marks: Sequence[Mark]


class Upright(NamedTuple):
    """A line through all lanes for one day."""

    kind: str
    x: float
    label: Label


class Picture(NamedTuple):
    """Everything that is drawn, with its size."""

    width: float
    height: float
    bottom: float
    lane: float
    axis: Axis
    rows: Sequence[Row]
    uprights: Sequence[Upright]

    @property
    def kinds(self) -> set[str]:
        """What the legend explains: the kinds of signs that occur."""
        found = {str(mark.state) for row in self.rows for mark in row.marks}
        found |= {name for row in self.rows for name in ("bars", "deadlines", "late") if getattr(row, name)}
        found |= {upright.kind for upright in self.uprights}
        return found | ({"provisional"} if self.axis.provisional else set())


class Drawer:
    """Draws one timeline; `say` says a message, filled in with facts, in the language of the page.

    `named` are more days with a line through all lanes: their kind, the day, what is said of it. A month is at most so
    wide as `largest`.
    """

    def __init__(
        self,
        timeline: Timeline,
        calendar: Calendar,
        say: Callable[..., str],
        named: Sequence[NamedDay] = (),
        largest: float = LARGEST_MONTH,
    ) -> None:
        self.timeline, self.say, self.named = timeline, say, named
        self.lanes = timeline.lanes
        self.axis = axis_of(self._days(), calendar, say, largest)

    def draw(self) -> Picture:
        """The picture."""
        rows = [self._row(number, lane) for number, lane in enumerate(self.lanes)]
        bottom = TOP + LANE * len(rows)
        uprights = self._uprights(bottom)
        labels = [*self.axis.years, *(row.label for row in rows), *(each.label for each in uprights)]
        width = max([self.axis.right, *(label.x + label.width for label in labels)]) + EDGE
        return Picture(round(width, 1), bottom + FOOT * len(uprights) + 4, bottom, LANE, self.axis, rows, uprights)

    def _days(self) -> list[date]:
        """Every day the axis holds: today only as long as something is ahead."""
        days = [day for lane in self.lanes for line in lane.lines for day in line.days]
        days += [day for _, day, _ in self.named]
        days += [self.timeline.ended_on] if self.timeline.ended_on else []
        return [*days, self.timeline.today] if self.timeline.open or not days else days

    def _row(self, number: int, lane: Lane) -> Row:
        x, middle = self.axis.x, TOP + LANE * number + LANE / 2
        boxes = [Box.between(x(first), middle, x(last), BAR) for first, last in lane.bars]
        late = [Box.between(x(first), middle, x(last), BAR) for first, last in lane.late]
        marks = [self._mark(line, line.on) for line in lane.lines if line.on]
        return Row(
            middle - LANE / 2,
            middle,
            self._label(lane, middle, [*boxes, *late], marks),
            boxes,
            [x(day) for day in lane.deadlines],
            late,
            marks,
        )

    def _mark(self, line: Line, on: date) -> Mark:
        title = self.say(line.step.title)
        said = self.say(TO_COME, title=title, on=on) if line.state is State.PLANNED else f"{title} {on}"
        return Mark(line.state, self.axis.x(on), said)

    def _label(self, lane: Lane, middle: float, boxes: Sequence[Box], marks: Sequence[Mark]) -> Label:
        """The name of the step: left of what is drawn where there is room, else right of it."""
        first = min([*(box.x for box in boxes), *(mark.x for mark in marks)]) - REACH - EDGE
        last = max([*(box.x + box.width for box in boxes), *(mark.x for mark in marks)]) + REACH + EDGE
        text = self._named(lane)
        width = width_of(text)
        left = first - width >= EDGE
        return Label(round(first - width if left else last, 1), round(middle + TEXT * 0.36, 1), width, text, left)

    def _named(self, lane: Lane) -> str:
        title = self.say(lane.step.title)
        named = f"{lane.step.number} {title}" if lane.step.number else title
        taken = [line.on for line in lane.lines if line.state in (State.TAKEN, State.UNDONE)]
        ahead = [line for line in lane.lines if line.state in (State.PLANNED, State.WAITING)]
        if len(taken) > 1:
            return self.say(DONE_OFTEN, title=named, count=len(taken), on=taken[-1])
        if taken:
            return f"{named} {taken[0]}"
        planned = ahead[0].on
        latest = ahead[0].bounds.latest if ahead[0].bounds else None
        return self.say(TO_COME if planned else DUE, title=named, on=planned or latest) if planned or latest else named

    def _uprights(self, bottom: float) -> list[Upright]:
        """Today, the day the case ended, and the days that are named, as far as they lie in the picture."""
        days = [("today", self.timeline.today, self.say(TODAY, on=self.timeline.today))]
        if self.timeline.ended_on:
            said = self.say(self.timeline.ended or "")
            days.append(("ended", self.timeline.ended_on, f"{said} {self.timeline.ended_on}"))
        days += [(kind, day, f"{said} {day}") for kind, day, said in self.named]
        held = [(kind, self.axis.x(day), said) for kind, day, said in days if self.axis.holds(day)]
        return [
            Upright(kind, x, Label(self._beside(x, width_of(said)), bottom + FOOT * (row + 0.7), width_of(said), said))
            for row, (kind, x, said) in enumerate(held)
        ]

    def _beside(self, x: float, width: float) -> float:
        """Where a text begins so that it stands under `x` and not outside the picture."""
        return max(EDGE, min(x - width / 2, self.axis.right - width))


def picture_of(
    timeline: Timeline,
    calendar: Calendar,
    say: Callable[..., str],
    named: Sequence[NamedDay] = (),
    largest: float = LARGEST_MONTH,
) -> Picture | None:
    """The picture of a timeline; None where there is no day to draw."""
    drawer = Drawer(timeline, calendar, say, named, largest)
    return drawer.draw() if drawer.lanes else None
