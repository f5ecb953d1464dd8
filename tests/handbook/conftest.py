"""Test runs written by hand, and the handbook with each."""

import json
from pathlib import Path
from typing import Any

import pytest

from web.handbook.known import handbook
from workflows.handbook import Handbook

SCENARIO = {
    "feature": "membership/list_prospective.feature",
    "heading": "细则（2026）第13条 公示不少于五个工作日",
    "name": "公示满五个工作日方可列为发展对象",
    "lines": ["假如 公示自 <开始> 起", "当 支部委员会于 <日期> 列为发展对象", "那么 <结果>"],
    "columns": ["日期", "结果"],
    "places": [["XZ26", "13"]],
    "rows": [],
}
WINDOW = "list_prospective:notice_workdays"


def row(day: str, side: str, outcome: str = "passed", name: str = WINDOW) -> dict[str, Any]:
    """An example that asked one rule of the step."""
    return {"values": [day, side], "outcome": outcome, "asked": [["list_prospective", name, side]]}


def told(*rows: dict[str, Any], **other: Any) -> dict[str, Any]:
    """A scenario with these examples."""
    return {**SCENARIO, **other, "rows": list(rows)}


def written(folder: Path, *scenarios: dict[str, Any], **other: Any) -> Path:
    """The file of a run."""
    content = {
        "format": 1,
        "at": "2026-11-02T10:00:00+08:00",
        "commit": "0123456789abcdef0123456789abcdef01234567",
        "changed": False,
        "scenarios": list(scenarios),
        **other,
    }
    path = folder / "scenarios.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


BOTH_SIDES = told(row("2026-06-08", "finds"), row("2026-06-09", "silent"))
ONE_FAILED = told(row("2026-06-08", "finds"), row("2026-06-09", "silent", "failed"), name="有一例未通过")


@pytest.fixture(scope="session")
def bare() -> Handbook:
    """The handbook without a run."""
    return handbook(Path("no such file"))


@pytest.fixture
def shown(tmp_path) -> Handbook:
    """The handbook with a scenario that passed and one of which an example failed."""
    return handbook(written(tmp_path, BOTH_SIDES, ONE_FAILED))
