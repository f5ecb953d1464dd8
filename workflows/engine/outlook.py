"""What is possible next, from when, until when; and what is overdue. Page, worklist, plan and `next` ask here."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from .declare import Step
from .dossier import Act, Dossier
from .findings import Finding, block
from .forms import Unrecorded
from .judge import governed, in_place, judge, taken_already, unmet_need
from .law import Law, LawBook
from .windows import Window


class Possible(NamedTuple):
    """A step whose needs are met, with its first and last lawful day as far as days decide (None: none)."""

    step: Step
    earliest: date | None
    latest: date | None


def possible(dossier: Dossier, laws: LawBook, on: date) -> Iterator[Possible]:
    """The main-line steps whose needs are met on `on`, in table order."""
    law = laws.on(on)
    for step in main_line(dossier, law):
        if is_next(dossier, Act(step, on), law):
            yield Possible(step, first_lawful_day(dossier, step, laws), last_lawful_day(dossier, step, law))


def main_line(dossier: Dossier, law: Law) -> tuple[Step, ...]:
    """The main-line steps of the stage that rest on an article in force, prepared once for each law."""
    key = ("main", dossier.flow.name, dossier.stage)
    if key not in law.prepared:
        law.prepared[key] = tuple(
            step for step in dossier.flow if step.main and in_place(dossier, step) and law.cited(step.basis)
        )
    return law.prepared[key]


def is_next(dossier: Dossier, act: Act, law: Law) -> bool:
    """Whether the step's turn has come: in its stage, not taken, every need met."""
    step = act.step
    if (
        not in_place(dossier, step)
        or taken_already(dossier, act, law)
        or (step.replaces and step.name in dossier.standing)
    ):
        return False
    if step.keys and not step.open_keys(dossier):
        return False
    needed = (need for need in step.needs if need.unmet or need.step not in dossier.standing)
    return not any(need.failed or unmet_need(dossier, act, law, need) for need in needed)


def first_lawful_day(dossier: Dossier, step: Step, laws: LawBook, from_on: date | None = None) -> date | None:
    """The first day, not before the last act, on which nothing that depends on days refuses; None when there is none."""
    day = max(filter(None, (from_on, dossier.last_on)), default=None)
    while day is not None:
        law, act = laws.on(day), Act(step, day)
        if any(_never_opens(window, dossier, act, law) for window in _in_force(step, law)):
            return None
        waits = [finding.earliest for finding in judge(dossier, act, law) if finding.refuses and finding.earliest]
        waits += [opens for window in _in_force(step, law) if (opens := _opening(window, dossier, law))]
        later = max((wait for wait in waits if wait > day), default=None)
        if later is None:
            return day
        day = later
    return None


def _never_opens(window: Window, dossier: Dossier, act: Act, law: Law) -> bool:
    """Whether a window refuses and no later day helps (a notice that was too short)."""
    if window.reads_form:
        return False
    try:
        finding = window.ask(dossier, act, law)
    except Unrecorded:
        return False
    return finding is not None and (finding.severity or window.severity) is block and finding.earliest is None


def _opening(window: Window, dossier: Dossier, law: Law) -> date | None:
    try:
        return window.opens(dossier, law)
    except Unrecorded:
        return None


def last_lawful_day(dossier: Dossier, step: Step, law: Law) -> date | None:
    """The nearest deadline of a step; none where it was met."""
    if is_met(dossier, step):
        return None
    days = [day for window in _in_force(step, law) if (day := _closing(window, dossier, law))]
    return min(days, default=None)


def is_met(dossier: Dossier, step: Step) -> bool:
    """Whether a step is due no more: it stands, and neither recurs nor is taken once for each key."""
    return step.name in dossier.standing and not (step.repeats or step.keys)


def _closing(window: Window, dossier: Dossier, law: Law) -> date | None:
    try:
        return window.closes(dossier, law)
    except Unrecorded:
        return None


def _in_force(step: Step, law: Law) -> Iterator[Window]:
    return (window for window in step.windows if window.in_force(law) is not None)


def overdue(dossier: Dossier, laws: LawBook, on: date) -> Iterator[Finding]:
    """Findings for deadlines that have passed by `on` without the act; their `on` is None.

    Each cites the law of the day on which the act was due.
    """
    law = laws.on(on)
    if not governed(dossier, law):
        return
    for step in dossier.flow:
        if not step.windows or (step.name in dossier.standing and not step.repeats) or not still_due(dossier, step):
            continue
        for window in _in_force(step, law):
            late = _overdue(window, dossier, law, on)
            if late:
                finding, due = _by_due_day(late, window, dossier, laws, law, on)
                yield finding.under(window.code, window.severity, step.name, None, window.in_force(due) or ())


def _by_due_day(
    finding: Finding, window: Window, dossier: Dossier, laws: LawBook, law: Law, on: date
) -> tuple[Finding, Law]:
    """What was overdue by the law of its last lawful day, with that law; where that law knows no such deadline, as found."""
    due = laws.on(finding.latest) if finding.latest else law
    if due is law or window.in_force(due) is None or not governed(dossier, due):
        return finding, law
    then = _overdue(window, dossier, due, on)
    return (then, due) if then and then.latest and laws.on(then.latest) is due else (finding, law)


def still_due(dossier: Dossier, step: Step) -> bool:
    """Whether a step waits: in its stage, or passed over as a formality that nothing after it has missed yet."""
    if in_place(dossier, step):
        return True
    if not step.formality or dossier.stage in (None, dossier.flow.ended):
        return False
    passed = all(dossier.flow.rank[dossier.stage] > dossier.flow.rank[stage] for stage in step.stage)
    missed = any(need.step == step.name for name in dossier.takings for need in dossier.flow[name].needs)
    return passed and not missed


def _overdue(window: Window, dossier: Dossier, law: Law, on: date) -> Finding | None:
    try:
        return window.overdue(dossier, law, on)
    except Unrecorded:
        return None


def due_on(dossier: Dossier, laws: LawBook, on: date) -> date | None:
    """The nearest deadline of all steps that wait, for the worklist."""
    law = laws.on(on)
    days = [
        day
        for step, window in pressing(dossier, law)
        if (step.repeats or step.name not in dossier.standing) and (day := _closing(window, dossier, law))
    ]
    return min(days, default=None)


def pressing(dossier: Dossier, law: Law) -> tuple[tuple[Step, Window], ...]:
    """The windows with a deadline that press in the stage, prepared once for each law."""
    key = ("pressing", dossier.flow.name, dossier.stage)
    if key not in law.prepared:
        law.prepared[key] = tuple(
            (step, window)
            for step in dossier.flow
            if dossier.stage in step.stage
            for window in _in_force(step, law)
            if "closes" in window.edge_names
        )
    return law.prepared[key]
