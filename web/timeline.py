"""The timeline of a case: of every main-line step when it was taken, from when until when it was lawful, when it is planned."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from web.timeline_bounds import Bounds, bounds
from workflows.engine.cases import Kept, blank
from workflows.engine.check import in_order
from workflows.engine.declare import Step, Workflow
from workflows.engine.dossier import Act, Dossier
from workflows.engine.law import Law, LawBook
from workflows.engine.outlook import main_line, overdue
from workflows.engine.plan import Planned, plan
from workflows.engine.windows import ONE_DAY


class State(StrEnum):
    """How a step stands on a line; `UNDONE`: taken with an answer that reopens it or another."""

    TAKEN = "taken"
    UNDONE = "undone"
    WAITING = "waiting"
    PLANNED = "planned"


class Span(NamedTuple):
    """From a day to a day, both included."""

    first: date
    last: date


class Line(NamedTuple):
    """A step taken, waiting or planned: its day, the days it was lawful between, since when it was late, and why not sooner."""

    step: Step
    state: State
    on: date | None = None
    bounds: Bounds | None = None
    bar: Span | None = None
    late: Span | None = None
    why: str = ""
    outcome: str = ""
    number: int | None = None

    @property
    def days(self) -> list[date]:
        """Every day of it that is drawn."""
        spans = (day for span in (self.bar, self.late) if span for day in span)
        return [*spans, *([self.on] if self.on else [])]


class Lane(NamedTuple):
    """The lines of one step, its bars cut so that they only touch, and its late stretches joined."""

    step: Step
    lines: Sequence[Line]
    bars: Sequence[Span]
    late: Sequence[Span]

    @property
    def deadlines(self) -> list[date]:
        """The last lawful days that no newer bar took the place of."""
        latest = {line.bounds.latest for line in self.lines if line.bounds and line.bar}
        return [bar.last for bar in self.bars if bar.last in latest]


class Timeline(NamedTuple):
    """What is drawn of a case on a day: its lines in the order of the table, and the day it ended and how."""

    today: date
    lines: Sequence[Line]
    ended_on: date | None
    ended: str | None

    @property
    def lanes(self) -> list[Lane]:
        """A lane for each step of which there is a day."""
        held = (line for line in self.lines if line.days)
        return [lane(list(lines)) for _, lines in groupby(held, key=lambda line: line.step.name)]

    @property
    def open(self) -> bool:
        """Whether anything is still ahead."""
        return any(line.state in (State.WAITING, State.PLANNED) for line in self.lines)


def timed(flow: Workflow) -> bool:
    """Whether the workflow knows windows at all."""
    return any(step.windows for step in flow)


def timeline(flow: Workflow, kept: Sequence[Kept], laws: LawBook, on: date, meeting: date | None = None) -> Timeline:
    """The timeline of the acts that stand, as of `on`; the next meeting on `meeting` if given."""
    dossier = blank(flow, kept)
    lines = [*_past(dossier, kept, laws), *_ahead(dossier, laws, on, meeting)]
    order = {name: number for number, name in enumerate(flow.steps)}
    lines.sort(key=lambda line: order[line.step.name])
    ended = flow.ended_titles.get(dossier.ended_reason or "") if dossier.stage == flow.ended else None
    return Timeline(on, lines, dossier.last_on if ended else None, ended)


def _past(dossier: Dossier, kept: Sequence[Kept], laws: LawBook) -> Iterator[Line]:
    """Folds the acts, and tells of each of the main line what its windows said before it was taken."""
    numbers = {id(each.act): each.number for each in kept if each.act}
    for act in in_order(dossier, [each.act for each in kept if each.act], laws):
        law = laws.on(act.on)
        dossier.settle(act)
        held = bounds(dossier, act, law) if act.step.main else None
        outcome = dossier.take(act, law)
        if act.step.main:
            yield _taken(act, held, outcome, numbers[id(act)])


def _taken(act: Act, held: Bounds | None, outcome: str, number: int) -> Line:
    state = State.UNDONE if outcome in act.step.reopens else State.TAKEN
    latest = held.latest if held else None
    since = Span(latest + ONE_DAY, act.on) if latest and act.on > latest else None
    return Line(act.step, state, act.on, held, _bar(held, act.on), since, "", outcome, number)


def _ahead(dossier: Dossier, laws: LawBook, on: date, meeting: date | None) -> Iterator[Line]:
    """What waits and what is planned; the first planned taking of a step stands on one line with its waiting."""
    law = laws.on(on)
    late = _late(dossier, laws, on)
    due = {step.name: bounds(dossier, Act(step, on), law) for step in _due(dossier, law, late)}
    for row in plan(dossier, laws, on, meeting):
        yield _planned(row, due.pop(row.step.name, None), late.pop(row.step.name, None), on)
    for name, held in due.items():
        if held:
            yield Line(dossier.flow[name], State.WAITING, None, held, _bar(held, on), _since(late.get(name), on))


def _late(dossier: Dossier, laws: LawBook, on: date) -> dict[str, date]:
    """The first deadline that has passed, by step."""
    found: dict[str, date] = {}
    for each in overdue(dossier, laws, on):
        if each.latest:
            found[each.step] = min(each.latest, found.get(each.step, each.latest))
    return found


def _due(dossier: Dossier, law: Law, late: Iterable[str]) -> list[Step]:
    """The steps of the stage that were not taken or recur, and those that are overdue from an earlier one."""
    steps = {step.name: step for step in main_line(dossier, law) if step.repeats or step.name not in dossier.standing}
    return list({**steps, **{name: dossier.flow[name] for name in late}}.values())


def _planned(row: Planned, held: Bounds | None, late: date | None, on: date) -> Line:
    if held is None and row.earliest:
        held = Bounds(row.earliest, row.latest, row.earliest)
        bar = Span(row.earliest, row.latest) if row.latest and row.latest > row.earliest else None
    else:
        bar = _bar(held, max(on, row.earliest or on))
    return Line(row.step, State.PLANNED, row.earliest, held, bar, _since(late, on), row.why)


def _since(latest: date | None, on: date) -> Span | None:
    return Span(latest + ONE_DAY, max(on, latest + ONE_DAY)) if latest else None


def _bar(held: Bounds | None, until: date) -> Span | None:
    """From the day it opens to the deadline; without one to `until`."""
    return Span(held.first, held.latest or max(until, held.first)) if held else None


def lane(lines: Sequence[Line]) -> Lane:
    """The lane of one step's lines: a bar ends where the next begins."""
    bars = sorted(line.bar for line in lines if line.bar)
    ends = [*(bar.first for bar in bars[1:]), date.max]
    cut = [Span(bar.first, min(bar.last, end)) for bar, end in zip(bars, ends, strict=False)]
    return Lane(lines[0].step, lines, cut, joined(line.late for line in lines if line.late))


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans as few as possible: those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.first <= found[-1].last:
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found
