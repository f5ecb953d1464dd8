"""Every edge of every window and both answers of every guard stand in a feature, under the article's heading."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from workflows import flow
from workflows.rules import law_book

FLOW = flow("membership")
LAWS = {
    "XZ14": law_book().on(date(2020, 1, 2)),
    "XZ26": law_book().on(date(2026, 6, 1)),
    "EX": law_book(overlays=("example",)).on(date(2020, 1, 2)),
}


@pytest.fixture(scope="module")
def exercised(tmp_path_factory) -> set[tuple[str, str, str]]:
    """What a run of all features exercised; a run of its own, so that it does not matter which tests run beside it."""
    target = tmp_path_factory.mktemp("edges") / "exercised.json"
    features = "tests/membership/test_features.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", features]
    run = subprocess.run(command, env={**os.environ, "ZHIBU_EXERCISED": str(target)}, capture_output=True, text=True)
    assert target.exists(), run.stdout[-2000:] + run.stderr[-2000:]
    return {tuple(row) for row in json.loads(target.read_text(encoding="utf-8"))}


def demanded_edges() -> list[tuple[str, str, str]]:
    """Each window, in each edition that sets its limit, each edge, on both sides."""
    rows = []
    for step in FLOW:
        for window in step.windows:
            for edition, law in LAWS.items():
                cited = window.in_force(law)
                if cited and cited[0].edition == edition:
                    rows += [
                        (f"{window.name} {name}", edition, side)
                        for name in window.edge_names
                        for side in ("lawful", "not_lawful")
                    ]
    return rows


def demanded_answers() -> list[tuple[str, str, str]]:
    """Each guard of each step, under each edition of the regulation it cites, finding something and silent."""
    rows = []
    for step in FLOW:
        for guard in step.guards:
            if guard.asks_only:  # finds nothing but gaps, which tests/membership/test_gaps.py shows
                continue
            editions = [cited.edition for cited in guard.basis if cited.edition in FLOW.texts] or (
                [""] if not guard.limit else ["EX"]
            )
            rows += [
                (f"{step.name} {guard.name}", edition, side) for edition in editions for side in ("finds", "silent")
            ]
    return rows


def demanded_needs() -> list[tuple[str, str, str]]:
    """Each need of each step, unmet."""
    return [(f"{step.name} needs {need.step}", "", "unmet") for step in FLOW for need in step.needs]


@pytest.mark.parametrize("demand", [demanded_edges, demanded_answers, demanded_needs])
def test_features_stand_on_both_sides_of_every_edge(demand, exercised):
    demanded = demand()
    assert demanded
    absent = [row for row in demanded if row not in exercised]
    assert not absent, "\n".join(" · ".join(row) for row in absent)
