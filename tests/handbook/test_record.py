"""The record a test run writes: which article a heading names, what was asked, the worst of several runs of one scenario."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import scenarios
from workflows.handbook import read_run

ROOT = Path(__file__).parent.parent.parent
AT = datetime.fromisoformat("2026-11-02T10:00:00+08:00")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Path:
    """The record of a run of two scenarios, one of them an outline."""
    target = tmp_path_factory.mktemp("record") / "new" / "scenarios.json"
    features = "tests/membership/test_features.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", features, "--scenarios", str(target)]
    command += ["-k", "公示满五个工作日 or 未公示的"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert target.exists(), run.stdout[-2000:] + run.stderr[-2000:]
    return target


def test_a_run_writes_what_the_handbook_reads(recorded, bare):
    run = read_run(recorded)
    assert run.count("passed") == run.rows > 3
    outline = next(each for each in run.scenarios if each.columns)
    assert outline.step == "list_prospective" and outline.places == (("XZ26", "13"),)
    assert any("<" in line for line in outline.lines) and all(
        len(row.values) == len(outline.columns) for row in outline.rows
    )
    notice = next(each for each in bare.rulings if each.name == "list_prospective:notice_workdays")
    assert outline.sides(notice) == {"finds", "silent"}


SHARED = {"feature": "m/x.feature", "heading": "", "name": "n", "lines": [], "columns": ["日期"]}


@pytest.mark.parametrize("asked", [True, False])
def test_without_the_option_nothing_is_written(tmp_path, monkeypatch, asked):
    target = tmp_path / "new" / "scenarios.json"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHIBU_SCENARIOS", str(target))
    row = {**SHARED, "values": {"日期": "1"}, "outcome": "passed", "asked": [], "cited": []}
    monkeypatch.setattr(scenarios, "told", {("m/x.feature", "", "n", "1"): row})
    config = SimpleNamespace(getoption=lambda name: str(target) if asked else None)
    scenarios.pytest_sessionfinish(SimpleNamespace(config=config))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == ([target] if asked else [])


@pytest.mark.parametrize(
    "heading, place",
    [
        ("细则（2026）第13条 公示不少于五个工作日", ("XZ26", "13")),
        ("细则（2014）第19条 预审", ("XZ14", "19")),
        ("选举条例（2020）第13条 差额", ("XJ20", "13")),
        ("选举条例（2020） 到会的选举人", ("XJ20", "")),
        ("党章（2022）第5条 两名介绍人", ("DZ", "5")),
        ("示例附加规定 L-10 提前申请", ("EX", "L-10")),
        ("示例附加规定L-1 三个月", ("EX", "L-1")),
        ("实践做法 本人可以撤回", ("SJ", "")),
        ("没有这一部（2026）第1条 什么", None),
        ("", None),
    ],
)
def test_which_article_a_heading_names(heading, place):
    assert scenarios.place_of(heading) == place


def told(heading: str, cited, feature: str = "election/open_meeting.feature") -> dict:
    return {"feature": feature, "heading": heading, "cited": cited}


def test_without_a_number_the_rules_that_spoke_under_the_heading_tell():
    heading = "选举条例（2020） 到会"
    spoke = told(heading, [("XJ20", "E-33", "finds"), ("XJ20", "E-42", "silent")])
    silent = told(heading, [("XJ20", "E-33", "silent"), ("XJ20", "E-42", "silent")])
    assert scenarios.places(silent, [spoke, silent]) == [("XJ20", "E-33")]
    assert scenarios.places(silent, [silent]) == [("XJ20", "E-33"), ("XJ20", "E-42")]
    elsewhere = told(heading, [("XJ20", "E-45", "finds")], "election/confirm_count.feature")
    assert scenarios.places(silent, [silent, elsewhere]) == [("XJ20", "E-33"), ("XJ20", "E-42")]
    assert scenarios.places(told("细则（2026）第13条 公示", []), []) == [("XZ26", "13")]
    assert scenarios.places(told("", []), []) == []


def report(outcome: str, value: str = "1") -> SimpleNamespace:
    row = {"feature": "a", "heading": "b", "name": "c", "values": {"日期": value}}
    return SimpleNamespace(outcome=outcome, user_properties=[("scenario", row)])


@pytest.mark.parametrize(
    "outcomes, worst",
    [
        (["passed"], "passed"),
        (["passed", "failed"], "failed"),
        (["failed", "passed"], "failed"),
        (["passed", "skipped"], "skipped"),
        (["skipped", "failed", "passed"], "failed"),
    ],
)
def test_of_several_runs_the_worst_counts(monkeypatch, outcomes, worst):
    monkeypatch.setattr(scenarios, "told", {})
    for outcome in outcomes:
        scenarios.pytest_runtest_logreport(report(outcome))
    scenarios.pytest_runtest_logreport(report("passed", "2"))
    scenarios.pytest_runtest_logreport(SimpleNamespace(outcome="failed", user_properties=[]))
    assert [each["outcome"] for each in scenarios.told.values()] == [worst, "passed"]


def test_examples_of_an_outline_become_one_scenario():
    rows = [
        {**SHARED, "values": {"日期": day, "其他": ""}, "outcome": outcome, "asked": [["x", "g", "finds"]], "cited": []}
        for day, outcome in (("1", "passed"), ("2", "failed"))
    ]
    content = json.loads(json.dumps(scenarios.written(rows, AT, None, True)))
    (scenario,) = content["scenarios"]
    assert [(row["values"], row["outcome"]) for row in scenario["rows"]] == [(["1"], "passed"), (["2"], "failed")]
    assert (content["at"], content["commit"], content["changed"]) == ("2026-11-02T10:00:00+08:00", None, True)


def test_a_working_copy_without_history_has_no_commit(monkeypatch, tmp_path):
    monkeypatch.setattr(scenarios, "ROOT", tmp_path)
    assert scenarios.commit() == (None, False)
