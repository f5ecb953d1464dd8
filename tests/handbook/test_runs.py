"""The record of a test run: what is read from it, what it says of a rule, and files that are none."""

import json

import pytest

from web.handbook.known import handbook, handbook_or_why, scenarios_file
from workflows.handbook import BadRun, read_run

from .conftest import BOTH_SIDES, ONE_FAILED, WINDOW, row, told, written


def ruling(book, name: str = WINDOW):
    return next(each for each in book.rulings if each.name == name)


def test_no_file_is_no_run(tmp_path):
    assert read_run(tmp_path / "none.json") is None


def test_a_run_tells_when_of_what_and_what_became_of_it(tmp_path):
    run = read_run(written(tmp_path, BOTH_SIDES, ONE_FAILED, changed=True))
    assert run.at.isoformat() == "2026-11-02T10:00:00+08:00"
    assert run.commit.startswith("0123456789ab") and run.changed
    assert (run.rows, run.count("passed"), run.count("failed"), run.count("skipped")) == (4, 3, 1, 0)


def test_a_scenario_is_as_its_worst_example(tmp_path):
    skipped = told(row("1", "finds"), row("2", "silent", "skipped"))
    passed, failed, left = read_run(written(tmp_path, BOTH_SIDES, ONE_FAILED, skipped)).scenarios
    assert [each.outcome for each in (passed, failed, left)] == ["passed", "failed", "skipped"]
    assert [each.anchor for each in (passed, failed, left)] == ["s1", "s2", "s3"]


def test_which_sides_of_a_rule_a_scenario_shows(tmp_path, bare):
    both, finds, other = read_run(
        written(
            tmp_path,
            BOTH_SIDES,
            told(row("1", "finds")),
            told(row("1", "finds", name="G08")),
        )
    ).scenarios
    assert both.sides(ruling(bare)) == {"finds", "silent"}
    assert finds.sides(ruling(bare)) == {"finds"}
    assert other.sides(ruling(bare)) == {"finds"}  # a check of a dossier knows the code alone
    assert both.sides(ruling(bare, "consent_before_notice")) == frozenset()


def test_a_rule_of_another_workflow_is_not_asked(tmp_path, bare):
    (scenario,) = read_run(written(tmp_path, {**BOTH_SIDES, "feature": "election/list_prospective.feature"})).scenarios
    assert scenario.sides(ruling(bare)) == frozenset()


@pytest.mark.parametrize(
    "content, reason",
    [
        ("", "读不出来"),
        ("[]", "格式"),
        ('{"format": 2}', "格式是 2，这里只认识 1"),
        ('{"format": 1}', "读不出来"),
        (json.dumps({"format": 1, "at": "x", "commit": None, "changed": False, "scenarios": []}), "读不出来"),
        (json.dumps({"format": 1, "at": "2026-11-02T10:00:00", "scenarios": [told()]}), "读不出来"),
    ],
)
def test_what_is_no_record_is_named(tmp_path, content, reason):
    path = tmp_path / "记录.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadRun, match=reason) as bad:
        read_run(path)
    assert "记录.json" in str(bad.value)
    book, why = handbook_or_why(path)
    assert book.run is None and reason in why


@pytest.mark.parametrize("outcome, known", [("passed", True), ("failed", True), ("skipped", True), ("xpassed", False)])
def test_an_outcome_is_one_of_three(tmp_path, outcome, known):
    path = written(tmp_path, told(row("1", "finds", outcome)))
    if known:
        assert read_run(path).scenarios[0].outcome == outcome
    else:
        with pytest.raises(BadRun):
            read_run(path)


def test_a_scenario_without_examples_is_no_record(tmp_path):
    with pytest.raises(BadRun):
        read_run(written(tmp_path, told()))


def test_a_new_run_is_read_without_a_new_start(tmp_path):
    path = written(tmp_path, BOTH_SIDES)
    before = handbook(path)
    assert handbook(path) is before
    written(tmp_path, BOTH_SIDES, ONE_FAILED)
    assert len(handbook(path).run.scenarios) == 2


def test_where_the_record_lies(monkeypatch):
    monkeypatch.delenv("ZHIBU_SCENARIOS", raising=False)
    assert scenarios_file().as_posix() == "var/scenarios.json"
    monkeypatch.setenv("ZHIBU_SCENARIOS", "elsewhere.json")
    assert scenarios_file().name == "elsewhere.json"
