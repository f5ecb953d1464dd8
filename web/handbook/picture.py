"""The picture of a workflow: a column for each stage, a row for each step, and where its outcomes lead."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from web.handbook.outcomes import Outcome, Say, outcomes
from web.timeline_axis import Label, width_of
from workflows.engine.declare import Step, Workflow
from workflows.engine.findings import N_

COLUMN, GUTTER, GAP, EDGE = 196, 30, 8, 6
HEAD, LINE, LEAST, PAD = 40, 18, 40, 8
NOT_BEGUN = N_("尚未立案")
NUMBERED = N_("%(number)s %(title)s")


class Column(NamedTuple):
    """A stage: where its column begins, and its title."""

    x: float
    title: Label


class Box(NamedTuple):
    """A step: its box and the lines of its title; `here` when the picture is about it."""

    x: float
    y: float
    width: float
    height: float
    lines: Sequence[Label]
    here: bool


class Way(NamedTuple):
    """A line with an arrowhead at its end (a path, and a path for the head); `back` when a chain begins again there."""

    path: str
    head: str
    back: bool


class Picture(NamedTuple):
    """Everything that is drawn, with its size and the width of a column."""

    width: float
    height: float
    column: float
    columns: Sequence[Column]
    boxes: Sequence[Box]
    ways: Sequence[Way]
    labels: Sequence[Label]


class Drawer:
    """Draws the steps of a workflow, or those around one of them; `say` says a message in the language of the page."""

    def __init__(self, flow: Workflow, say: Say, here: Step | None = None) -> None:
        self.flow, self.say, self.here = flow, say, here
        self.steps = [step for step in flow if here is None or step is here or _beside(step, here)]
        self.stages = _stages(flow, self.steps, here)
        self.gutters: dict[float, int] = {}
        self.boxes: dict[str, Box] = {}
        self.ways: list[Way] = []
        self.labels: list[Label] = []

    def draw(self) -> Picture:
        """The picture."""
        y = float(HEAD)
        for step in self.steps:
            told = [each for each in outcomes(self.flow, step, self.say) if each.stage or each.again]
            box = self._box(step, y, len(told))
            self.boxes[step.name] = box
            self._tell(step, box, told)
            y = box.y + box.height + PAD
        columns = [self._column(number, stage) for number, stage in enumerate(self.stages)]
        right = max(label.x + label.width for label in self.labels) if self.labels else 0
        width = max(EDGE + COLUMN * len(columns), right) + EDGE
        return Picture(width, y + EDGE, COLUMN, columns, list(self.boxes.values()), self.ways, self.labels)

    def _column(self, number: int, stage: str) -> Column:
        x = self._x(number)
        title = self.flow.stage_titles[self.flow.stages(stage)] if stage else NOT_BEGUN
        return Column(x, _label(x + GUTTER, 25, self.say(title)))

    def _x(self, number: int) -> float:
        return float(EDGE + COLUMN * number)

    def _box(self, step: Step, y: float, told: int) -> Box:
        numbers = [self.stages.index(str(stage)) for stage in step.stage if str(stage) in self.stages] or [0]
        x = self._x(min(numbers)) + GUTTER
        width = self._x(max(numbers)) + COLUMN - GAP - x
        title = self.say(step.title)
        title = self.say(NUMBERED, number=step.number, title=title) if step.number else title
        lines = wrapped(title, COLUMN - GUTTER - 3 * GAP if max(numbers) == min(numbers) else width - 2 * GAP)
        height = max(LEAST, LINE * max(len(lines), told) + 2 * PAD)
        top = y + (height - LINE * len(lines)) / 2 + LINE * 0.75
        labels = [_label(x + GAP, top + LINE * number, line) for number, line in enumerate(lines)]
        return Box(x, y, width, height, labels, step is self.here)

    def _tell(self, step: Step, box: Box, told: Sequence[Outcome]) -> None:
        """Each outcome on a line of its own, right of the box: an arrow to the stage ahead of it, or words alone."""
        first = box.y + (box.height - LINE * len(told)) / 2 + LINE * 0.5
        for number, outcome in enumerate(told):
            y, x = first + LINE * number, box.x + box.width + GAP
            target = self._x(self.stages.index(outcome.stage)) + GUTTER / 2 if outcome.stage in self.stages else 0.0
            if target > box.x + box.width:
                self.ways.append(_straight(box.x + box.width, target, y))
                x = target + GAP
            elif outcome.again in self.boxes and outcome.again != step.name:
                self.ways.append(self._back(box, self.boxes[outcome.again]))
            self.labels.append(_label(x, y + LINE * 0.27, outcome.words))

    def _back(self, box: Box, target: Box) -> Way:
        """A line in the gutter left of both boxes, each in a lane of its own."""
        left = min(box.x, target.x)
        lane = self.gutters[left] = self.gutters.get(left, 0) + 1
        x, y, end = left - 2 - 6 * lane, box.y + box.height / 2, target.y + target.height / 2 + 3 * (lane - 2)
        return Way(f"M{box.x} {y}H{x}V{end}H{target.x - 6}", f"M{target.x - 7} {end - 4}l7 4l-7 4z", True)


def _stages(flow: Workflow, steps: Sequence[Step], here: Step | None) -> list[str]:
    """The columns: around a step only from its first stage on, so that it is seen without scrolling."""
    stages = [str(stage) for stage in flow.stages]
    if here is not None and here.stage:
        return stages[min(stages.index(stage) for stage in here.stage) :]
    return [*([""] if any(not step.stage for step in steps) else []), *stages]


def _beside(step: Step, here: Step) -> bool:
    """Whether two steps are taken in a stage they share, or lead into each other's."""
    return bool(set(step.stage) & set(here.stage)) or (not step.stage and not here.stage)


def _straight(start: float, end: float, y: float) -> Way:
    return Way(f"M{start} {y}H{end - 6}", f"M{end - 7} {y - 4}l7 4l-7 4z", False)


def _label(x: float, y: float, text: str) -> Label:
    return Label(round(x, 1), round(y, 1), width_of(text), text)


def wrapped(text: str, width: float) -> list[str]:
    """A text in lines no wider than `width`: Chinese between any two characters, other words as a whole."""
    lines = [""]
    for part in _parts(text):
        if lines[-1] and width_of((lines[-1] + part).rstrip()) > width:
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines]


def _parts(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if letter == " " or not letter.isascii():
            if word:
                yield word
            word = letter if letter == " " else ""
            if letter != " ":
                yield letter
        else:
            word += letter
    if word:
        yield word
