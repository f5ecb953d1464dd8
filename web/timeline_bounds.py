"""Between which days a step is lawful: what its windows say, and since when its needs are met."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from workflows.engine.declare import Step
from workflows.engine.dossier import Act, Dossier
from workflows.engine.forms import Unrecorded
from workflows.engine.law import Law
from workflows.engine.windows import Window


class Bounds(NamedTuple):
    """The first and the last lawful day as far as windows and needs say (None: none), and where the bar of it begins."""

    earliest: date | None
    latest: date | None
    first: date


def bounds(dossier: Dossier, act: Act, law: Law) -> Bounds | None:
    """Between which days the step is lawful before the act is folded in; None where no window says anything."""
    opens: list[date] = []
    closes: list[tuple[date, date]] = []
    for window in act.step.windows:
        if window.in_force(law) is not None:
            with suppress(Unrecorded):
                opens += filter(None, [window.opens(dossier, law)])
                closes += filter(None, [_closing(window, dossier, act, law)])
    if not opens and not closes:
        return None
    earliest = max([*opens, *_ready(dossier, act.step)], default=None)
    latest, start = min(closes, default=(None, None))
    lawful = (day for day in (earliest, start, latest) if day and (latest is None or day <= latest))
    return Bounds(earliest, latest, next(lawful))


def _closing(window: Window, dossier: Dossier, act: Act, law: Law) -> tuple[date, date] | None:
    """The deadline of a window and the day it counts from; once the form is there, by what the form says."""
    latest = window.closes(dossier, law)
    start = window.start(dossier, act, law)
    if window.reads_form and start and latest and not _by_earlier(window, law):
        latest = window.edges(dossier, act, law)["closes"].lawful
    return (latest, start or latest) if latest else None


def _by_earlier(window: Window, law: Law) -> bool:
    """Whether the installation's reading counts the window from the earlier anchor."""
    reading, option = getattr(window, "counts_from", ("", ""))
    return bool(reading) and law.readings[reading] == option


def _ready(dossier: Dossier, step: Step) -> Iterator[date]:
    """The days since when the needs of the step are met; a recurring one starts again with its last taking."""
    yield from (dossier.standing[need.step].on for need in step.needs if need.step in dossier.standing)
    if step.repeats and step.name in dossier.takings:
        yield dossier.takings[step.name][-1].on
