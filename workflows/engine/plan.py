"""A plan: what is still ahead, each step on its first lawful day, until when it is due, and why not sooner."""

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from .declare import Step
from .dossier import Act, Dossier
from .findings import N_, Message, joined
from .judge import governed, judge, worded
from .law import Law, LawBook
from .outlook import first_lawful_day, is_next, last_lawful_day
from .windows import Every, shift

MOST_STEPS = 60


class Planned(NamedTuple):
    """A step ahead: its first and last lawful day, what holds it back, and whether it must follow a fixed meeting."""

    step: Step
    earliest: date | None
    latest: date | None
    why: str


def plan(dossier: Dossier, laws: LawBook, on: date, meeting: date | None = None) -> Iterator[Planned]:
    """The steps ahead from `on`, as if each were taken on its first lawful day; the next meeting on `meeting` if given.

    The dossier is not changed. Stops at a step no day makes lawful.
    """
    ahead = copy.copy(dossier)
    ahead.takings = {step: list(takings) for step, takings in dossier.takings.items()}
    ahead.standing = dict(dossier.standing)
    day = max(on, dossier.last_on or on)
    for _ in range(MOST_STEPS):
        step = _next(ahead, laws, day)
        if step is None:
            return
        row, meeting = _planned(ahead, step, laws, day, meeting)
        yield row
        if row.earliest is None:
            return
        day = max(day, row.earliest)
        _suppose(ahead, step, day, laws.on(day))


def _next(dossier: Dossier, laws: LawBook, day: date) -> Step | None:
    """The next step in table order; a recurring one only when its deadline would pass before the others open."""
    law = laws.on(day)
    if not governed(dossier, law):
        return None
    ready = [step for step in dossier.flow if step.main and is_next(dossier, Act(step, day), law)]
    ready = [step for step in ready if law.cited(step.basis)]
    once = next((step for step in ready if not step.repeats), None)
    for step in ready:
        if step.repeats and (once is None or _due_before(dossier, step, once, laws, day)):
            return step if _recurs(step) or step.name not in dossier.takings else once
    return once


def _recurs(step: Step) -> bool:
    return any(isinstance(window, Every) for window in step.windows)


def _due_before(dossier: Dossier, step: Step, once: Step, laws: LawBook, day: date) -> bool:
    latest = last_lawful_day(dossier, step, laws.on(day))
    opens = first_lawful_day(dossier, once, laws, day)
    return step.name not in dossier.takings or (latest is not None and opens is not None and latest < opens)


def _planned(
    dossier: Dossier, step: Step, laws: LawBook, day: date, meeting: date | None
) -> tuple[Planned, date | None]:
    """The row of a step, and the meeting's day as long as it is still ahead."""
    latest, earliest = last_lawful_day(dossier, step, laws.on(day)), first_lawful_day(dossier, step, laws, day)
    why = _why(dossier, step, laws, day, earliest)
    if earliest and step.repeats and latest:
        earliest = max(earliest, latest)
    if meeting is None or earliest is None:
        return Planned(step, earliest, latest, why), meeting
    if step.meeting:
        return Planned(step, max(earliest, meeting), latest, why), None
    not_before, reason = _not_long_before(dossier, step, laws, meeting)
    if not_before and not_before > earliest:
        earliest, why = not_before, reason
    return Planned(step, earliest, min(latest or meeting, meeting), why), meeting


def _not_long_before(dossier: Dossier, step: Step, laws: LawBook, meeting: date) -> tuple[date | None, str]:
    """A step from which the meeting must follow within a time should not be taken earlier than that time before it."""
    ahead = next((row for row in dossier.flow if row.meeting and row.name not in dossier.standing), None)
    law = laws.on(meeting)
    for window in ahead.windows if ahead else ():
        if window.anchor == step.name and window.limit and window.in_force(law):
            day = shift(meeting, window.limit, law, -1)
            facts = {window.called: day, **window.facts(day, law)}
            return day, _coded(Message(window.message) % facts, window.code)
    return None, ""


def _why(dossier: Dossier, step: Step, laws: LawBook, day: date, earliest: date | None) -> str:
    """The reason why the step does not open before its first lawful day; empty when nothing holds it back."""
    before = day if earliest is None else max(day, earliest - timedelta(days=1))
    if earliest is not None and earliest <= day:
        return ""
    reasons = [finding for finding in judge(dossier, Act(step, before), laws.on(before)) if finding.refuses]
    return joined(_coded(worded(finding, dossier.flow), finding.code) for finding in reasons)


def _coded(message: str, code: str) -> str:
    return N_("%(message)s（%(code)s）") % {"message": message, "code": code}


def _suppose(dossier: Dossier, step: Step, day: date, law: Law) -> None:
    """Takes the step as if it went well: only its day is recorded, and what its row supposes."""
    values = step.suppose(day, law) if step.suppose else {}
    form = step.form.recall({step.form.day_field(): day, **values})
    dossier.take(Act(step, day, form), law)
