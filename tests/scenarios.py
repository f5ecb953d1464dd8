"""Writes what became of every scenario of a run, and which rules it asked, where `--scenarios FILE` says; the handbook reads it."""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.steps.case import observed, placed
from tests.steps.edges import headed
from tests.steps.phrases import EDITION_NAMED
from web.commands.opened import now
from workflows.engine.forms import Unrecorded
from workflows.engine.judge import unmet_need

FORMAT = 1
ROOT = Path(__file__).parent.parent
BEGUN = pytest.StashKey[int]()
WORST_FIRST = ("failed", "skipped", "passed")
HEADING = re.compile(r"(\D+?（\d{4}）|实践做法|示例附加规定)(?: ?(?:第(\d+)条|(L-\d+)))? ")
Place = tuple[str, str]

told: dict[tuple[str, ...], dict[str, Any]] = {}  # (feature, heading, scenario, values) -> what became of it


def pytest_addoption(parser):
    parser.addoption("--scenarios", metavar="FILE", help="write what became of every scenario, for the handbook")


@pytest.fixture(scope="session", autouse=True)
def no_record(tmp_path_factory):
    """Pages of the handbook show no run, whatever lies in the working folder."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ZHIBU_SCENARIOS", str(tmp_path_factory.mktemp("record") / "none.json"))
        yield


def pytest_bdd_before_scenario(request, feature, scenario):
    request.node.stash[BEGUN] = len(observed)


def pytest_bdd_after_scenario(request, feature, scenario):
    if not request.config.getoption("--scenarios"):
        return
    heading = scenario.rule.name if scenario.rule else ""
    asked, cited = asked_by(observed[request.node.stash[BEGUN] :], heading)
    values = request.node.callspec.params.get("_pytest_bdd_example", {}) if hasattr(request.node, "callspec") else {}
    template = next(each for each in feature.scenarios.values() if each.line_number == scenario.line_number)
    row = {
        "feature": placed(feature),
        "heading": heading,
        "name": template.name,
        "lines": [f"{step.keyword.strip()} {step.name}" for step in template.steps],
        "columns": [name for name in values if any(f"<{name}>" in step.name for step in template.steps)],
        "values": {name: str(value) for name, value in values.items()},
        "asked": sorted({*asked, *pointed_out(request.getfixturevalue("case"))}),
        "cited": sorted(cited),
    }
    request.node.user_properties.append(("scenario", row))


def pytest_runtest_logreport(report):
    row = dict(report.user_properties).get("scenario")
    if row is None:
        return
    key = (row["feature"], row["heading"], row["name"], *row["values"].values())
    outcome = min(report.outcome, told.get(key, {}).get("outcome", "passed"), key=WORST_FIRST.index)
    told[key] = {**row, "outcome": outcome}


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    target = session.config.getoption("--scenarios")
    if target and told and not hasattr(session.config, "workeroutput"):
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        content = written(list(told.values()), now(), *commit())
        Path(target).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def written(rows: Sequence[dict[str, Any]], at: datetime, commit: str | None, changed: bool) -> dict[str, Any]:
    """The file: scenarios in the order of their features, an outline with one row for each of its examples."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        same = (row["feature"], row["heading"], row["name"])
        kept = {name: row[name] for name in ("feature", "heading", "name", "lines", "columns")}
        scenario = found.setdefault(same, {**kept, "places": places(row, rows), "rows": []})
        scenario["rows"].append(
            {
                "values": [row["values"][name] for name in row["columns"]],
                "outcome": row["outcome"],
                "asked": row["asked"],
            }
        )
    scenarios = sorted(found.values(), key=lambda scenario: scenario["feature"])
    at_moment = at.isoformat(timespec="seconds")
    return {"format": FORMAT, "at": at_moment, "commit": commit, "changed": changed, "scenarios": scenarios}


def places(row: dict[str, Any], rows: Iterable[dict[str, Any]]) -> list[Place]:
    """The articles a scenario stands under: the one its heading numbers, else those of the rules that spoke under it."""
    numbered = place_of(row["heading"])
    if numbered is None or numbered[1]:
        return [numbered] if numbered else []
    beside = [each for each in rows if (each["feature"], each["heading"]) == (row["feature"], row["heading"])]
    found = {(edition, key) for each in beside for edition, key, side in each["cited"] if side == "finds"}
    return sorted(found or {(edition, key) for each in beside for edition, key, _ in each["cited"]})


def place_of(heading: str) -> Place | None:
    """The edition and the article a heading names; without a number the article is empty."""
    found = HEADING.match(heading)
    code = EDITION_NAMED.get(found[1]) if found else None
    return (code, found[2] or found[3] or "") if found and code else None


def asked_by(acts: Iterable[Any], heading: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """(step, rule, side) for what the acts were asked under the heading, and (edition, article, side) for its citations."""
    asked: set[tuple[str, ...]] = set()
    cited: set[tuple[str, ...]] = set()
    for _, _, dossier, act, law in acts:
        dossier.settle(act)
        for name, citations, found in answers(dossier, act, law):
            own = [each for each in citations if headed(heading, each)]
            side = "finds" if found else "silent"
            if found or own or not citations:
                asked.add((act.step.name, name, side))
            cited |= {(each.edition, each.key, side) for each in own}
    return asked, cited


def answers(dossier: Any, act: Any, law: Any) -> Iterator[tuple[str, Sequence[Any], bool]]:
    """Each need, window and guard of the act in force: its name, what it cites, whether it finds something."""
    for need in act.step.needs:
        yield f"needs {need.step}", law.cited(need.basis), unmet_need(dossier, act, law, need) is not None
    for rule in (*act.step.windows, *act.step.guards):
        citations = rule.in_force(law)
        if citations is None:
            continue
        try:
            yield rule.name, citations, rule.ask(dossier, act, law) is not None
        except Unrecorded:
            continue


def pointed_out(case: Any) -> set[tuple[str, ...]]:
    """(step, code, finds) for what a check of a paper dossier pointed out; its findings bear a code and no rule's name."""
    return {(found["step"], found["code"], "finds") for found in case.answer.get("findings", ())}


def commit() -> tuple[str | None, bool]:
    """The commit of the working copy, and whether files differ from it; None where there is no history."""
    try:
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
        state = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None, False
    return head.stdout.strip(), bool(state.stdout.strip())
