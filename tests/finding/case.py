"""What a scenario of findings builds up before its act, on the engine in memory, and what came of the act."""

from datetime import date
from typing import Any

from tests.steps.book import Book
from tests.steps.case import Case, observed
from workflows import flow
from workflows.engine.dossier import Act
from workflows.engine.errors import BadForm, WorkflowError
from workflows.engine.intake import Paper

FLOW = flow("finding")
NUMBERS = {name: number for number, name in enumerate(("何静", "陈刚", "王芳"), 1)}
"""Two auditors, and the secretary of the branch."""
FACTS: dict[str, dict[str, Any]] = {
    "raise_finding": {"what": "公示材料没有存档", "code": "G08", "answer_by": "2026-06-30"},
    "answer_finding": {"answer": "当时遗漏", "done": "已经补齐"},
    "confirm_finding": {"accepted": True},
    "close_finding": {"conclusion": "整改完成"},
}


class FindingCase(Case):
    """A finding, step after step as the scenario tells it."""

    def __init__(self, heading: str = "", feature: str = "") -> None:
        super().__init__(heading, feature)
        self.flow = FLOW
        self.book = Book(FLOW, self.laws, Paper(None, None, None, FLOW.setting.recall({}), []))

    def take(self, step: str, on: date, by: str = "", **form: Any) -> None:  # type: ignore[override]
        """Takes the step; what came of it stands in `line` or `error`."""
        self.before = (self.book.stage, len(self.book.lines))
        values = {"on": str(on), **FACTS[step], **form}
        values = {name: value for name, value in values.items() if value is not None}
        self.line = self.error = None
        try:
            self._observe(step, values, self.laws, NUMBERS[by])
            self.line = self.book.take(step, values, by=NUMBERS[by])
        except WorkflowError as error:
            self.error = error

    def happen(self, step: str, on: date, by: str, **form: Any) -> None:
        """Something that happened before the act."""
        self.take(step, on, by, **form)
        assert self.error is None, str(self.error)

    def _observe(self, step: str, values: dict[str, Any], laws: Any, by: int | None = None) -> None:
        try:
            form = FLOW[step].form.read(values)
        except BadForm:
            return
        act = Act(FLOW[step], form.day, form)
        act.by, act.live = by, True
        observed.append((self.feature, self.heading, self.book.until(act.on), act, laws.on(act.on)))
