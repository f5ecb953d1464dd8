"""Which edges of windows, answers of guards and needs the features of a workflow must stand on, from its declarations."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from workflows.engine.declare import Workflow
from workflows.engine.guards import Guard
from workflows.engine.law import Law

Row = tuple[str, str, str]


def exercised(flow: Workflow, target: Path) -> set[Row]:
    """What a run of all features exercised; a run of its own, so that it does not matter which tests run beside it."""
    features = f"tests/{flow.name}/test_features.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", features]
    run = subprocess.run(command, env={**os.environ, "ZHIBU_EXERCISED": str(target)}, capture_output=True, text=True)
    assert target.exists(), run.stdout[-2000:] + run.stderr[-2000:]
    return {(what, edition, side) for what, edition, side in json.loads(target.read_text(encoding="utf-8"))}


def edges(flow: Workflow, laws: Mapping[str, Law]) -> list[Row]:
    """Each window, in each edition that sets its limit, each edge, on both sides."""
    rows = []
    for step in flow:
        for window in step.windows:
            for edition, law in laws.items():
                cited = window.in_force(law)
                if cited and cited[0].edition == edition:
                    rows += [
                        (f"{window.name} {name}", edition, side)
                        for name in window.edge_names
                        for side in ("lawful", "not_lawful")
                    ]
    return rows


def answers(flow: Workflow) -> list[Row]:
    """Each guard of each step, under each edition it must be shown in, finding something and silent."""
    return [
        (f"{step.name} {guard.name}", edition, side)
        for step in flow
        for guard in step.guards
        if not guard.asks_only  # finds nothing but gaps, which tests/membership/test_gaps.py shows
        for edition in editions(flow, guard)
        for side in ("finds", "silent")
    ]


def editions(flow: Workflow, guard: Guard) -> list[str]:
    """The editions of the workflow's own regulation that a guard cites; where it leads with another text and of its own
    regulation cites no article that was read, that text.
    """
    if not guard.basis:
        return ["EX"] if guard.limit else [""]
    leading = guard.basis[0].edition
    own = [
        cited.edition
        for cited in guard.basis
        if cited.edition in flow.texts and (cited.article is not None or leading in flow.texts)
    ]
    return list(dict.fromkeys(own)) or [leading]


def needs(flow: Workflow) -> list[Row]:
    """Each need of each step, unmet."""
    return [(f"{step.name} needs {need.step}", "", "unmet") for step in flow for need in step.needs]
