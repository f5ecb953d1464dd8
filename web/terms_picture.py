"""Where the terms of a list lie in their picture: a lane for each organisation on one axis, drawn as timelines are."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from web.timeline_axis import EDGE, TEXT, Axis, Box, Label, axis_of, width_of
from web.timeline_picture import BAR, FOOT, LANE, REACH, TODAY, TOP, Picture, Row, Upright
from workflows.engine.calendar import ONE_DAY, Calendar
from workflows.engine.findings import N_

NAMED = N_("%(name)s：%(state)s")


def picture_of(lines: Sequence[Any], today: date, calendar: Calendar, say: Callable[..., str]) -> Picture | None:
    """The picture of the lines; None where there is none to draw. `say` says a message in the language of the page."""
    if not lines:
        return None
    days = [day for line in lines for day in (line.elected_on, line.ends_on) if day]
    axis = axis_of([*days, today], calendar, say)._replace(provisional=())
    rows = [_row(number, line, axis, today, say) for number, line in enumerate(lines)]
    bottom = TOP + LANE * len(rows)
    upright = _today(axis, today, bottom, say)
    labels = [*axis.years, *(row.label for row in rows), upright.label]
    width = max([axis.right, *(label.x + label.width for label in labels)]) + EDGE
    return Picture(round(width, 1), bottom + FOOT + 4, bottom, LANE, axis, rows, [upright])


def _row(number: int, line: Any, axis: Axis, today: date, say: Callable[..., str]) -> Row:
    """The lane of a term: a bar from the election to the end, a stroke at the expiry and at the end, then what is overdue."""
    top, middle = TOP + LANE * number, TOP + LANE * number + LANE / 2
    text = say(NAMED, name=line.name, state=line.title)
    if line.elected_on is None or line.ends_on is None:
        return Row(top, middle, _label(axis, axis.x(today), axis.x(today), middle, text), [], [], [], [])
    first, last = axis.x(line.elected_on), axis.x(line.ends_on)
    late = [Box.between(axis.x(line.ends_on + ONE_DAY), middle, axis.x(today), BAR)] if today > line.ends_on else []
    strokes = sorted({axis.x(day) for day in (line.expires_on, line.ends_on)})
    label = _label(axis, first, max(last, axis.x(today) if late else last), middle, text)
    return Row(top, middle, label, [Box.between(first, middle, last, BAR)], strokes, late, [])


def _label(axis: Axis, first: float, last: float, middle: float, text: str) -> Label:
    """The name of the organisation: left of what is drawn where there is room, else right of it."""
    width, height = width_of(text), round(middle + TEXT * 0.36, 1)
    left = first - REACH - EDGE - width
    return Label(round(left if left >= EDGE else last + REACH + EDGE, 1), height, width, text, left >= EDGE)


def _today(axis: Axis, today: date, bottom: float, say: Callable[..., str]) -> Upright:
    said = say(TODAY, on=today)
    x, width = axis.x(today), width_of(said)
    left = max(EDGE, min(x - width / 2, axis.right - width))
    return Upright("today", x, Label(left, bottom + FOOT * 0.7, width, said))
