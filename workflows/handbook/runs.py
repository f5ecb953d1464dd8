"""The last test run as a file tells it: every scenario with its article, what it says, and what became of each example."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from workflows.engine.findings import N_

from .rulings import Place, Ruling

FORMAT = 1
UNREADABLE = N_("测试记录 %(name)s 读不出来：请重新运行测试并写出记录")
OTHER_FORMAT = N_("测试记录 %(name)s 的格式是 %(format)s，这里只认识 %(known)s：请用同一版本的测试重新写出")
OUTCOMES = {"passed": N_("通过"), "failed": N_("未通过"), "skipped": N_("未运行")}


class BadRun(ValueError):
    """A file that is no record of a test run."""


class Row(NamedTuple):
    """One example: its values, what became of it, and (step, rule or code, side) of what it asked."""

    values: tuple[str, ...]
    outcome: str
    asked: frozenset[tuple[str, str, str]]


class Scenario(NamedTuple):
    """A scenario under its heading. `number` is its place in the feature, `places` are the articles it stands under."""

    workflow: str
    step: str
    number: int
    heading: str
    name: str
    places: tuple[Place, ...]
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def outcome(self) -> str:
        """The worst of its examples."""
        return min((row.outcome for row in self.rows), key=("failed", "skipped", "passed").index)

    @property
    def anchor(self) -> str:
        """Its name on the page of its step."""
        return f"s{self.number}"

    def count(self, outcome: str) -> int:
        """How many examples came out so."""
        return sum(row.outcome == outcome for row in self.rows)

    def sides(self, ruling: Ruling) -> frozenset[str]:
        """Whether the rule found something in an example, was silent in one, or both; nothing where it was not asked."""
        if self.workflow != ruling.flow.name:
            return frozenset()
        return frozenset(side for row in self.rows for side in ("finds", "silent") if _asked(row, ruling, side))


def _asked(row: Row, ruling: Ruling, side: str) -> bool:
    step = ruling.step.name
    return (step, ruling.name, side) in row.asked or (step, ruling.code, side) in row.asked


class Run(NamedTuple):
    """A run: when, of which commit, whether files differed from it (`changed`), and its scenarios by feature."""

    at: datetime
    commit: str | None
    changed: bool
    scenarios: tuple[Scenario, ...]

    @property
    def rows(self) -> int:
        """How many examples ran."""
        return sum(len(scenario.rows) for scenario in self.scenarios)

    def count(self, outcome: str) -> int:
        """How many examples came out so."""
        return sum(scenario.count(outcome) for scenario in self.scenarios)


def read_run(path: Path) -> Run | None:
    """The run a file tells of; None where there is no file. Raises BadRun for a file that is none."""
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise BadRun(UNREADABLE % {"name": path.name}) from None
    found = content.get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        raise BadRun(OTHER_FORMAT % {"name": path.name, "format": found, "known": FORMAT})
    try:
        return _run(content)
    except (KeyError, TypeError, ValueError):
        raise BadRun(UNREADABLE % {"name": path.name}) from None


def _run(content: Mapping[str, Any]) -> Run:
    numbers: dict[str, int] = {}
    scenarios = []
    for told in content["scenarios"]:
        numbers[told["feature"]] = numbers.get(told["feature"], 0) + 1
        scenarios.append(_scenario(told, numbers[told["feature"]]))
    return Run(datetime.fromisoformat(content["at"]), content["commit"], bool(content["changed"]), tuple(scenarios))


def _scenario(told: Mapping[str, Any], number: int) -> Scenario:
    workflow, _, file = told["feature"].rpartition("/")
    return Scenario(
        workflow,
        file.removesuffix(".feature"),
        number,
        told["heading"],
        told["name"],
        tuple((edition, key) for edition, key in told["places"]),
        tuple(told["lines"]),
        tuple(told["columns"]),
        _rows(told["rows"]),
    )


def _rows(told: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    if not told or any(row["outcome"] not in OUTCOMES for row in told):
        raise ValueError("no rows, or an outcome that is none")
    return tuple(
        Row(tuple(row["values"]), row["outcome"], frozenset((step, name, side) for step, name, side in row["asked"]))
        for row in told
    )
