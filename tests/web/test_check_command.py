"""`zhibu check` on real files: answers, exit codes, options, order."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.web.workbooks import FLOW, LAWS, sample
from web.cli import main
from web.sheets.write import write_template
from workflows.membership.sample import lawful

ON = ["--on", "2026-11-01"]
LISTED = date(2026, 9, 1)


def lines(path: Path, *dossiers) -> Path:
    path.write_text("".join(json.dumps(dossier, ensure_ascii=False) + "\n" for dossier in dossiers), encoding="utf-8")
    return path


def check(*args) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, args), *(() if "--on" in args else ON)])


def answers(*args) -> list[dict]:
    return [json.loads(line) for line in check(*args, "--json").stdout.splitlines()]


def listed(ref: str = "D-1", **more) -> dict:
    """A dossier that was listed in 2026, under the notice rule."""
    return {**lawful("list_prospective", LISTED, LAWS.calendar, **more), "ref": ref}


GOOD = sample("good")
EARLY = listed("early", given={"post_notice": date(2026, 8, 27)})
SECRET = sample("open", facts={"admit": {"secret_ballot": False}})
LATE = sample("late", given={"talk": date(2024, 1, 5)})
BROKEN = sample("broken", facts={"admit": {"present": 99}})


@pytest.mark.parametrize(
    ("dossiers", "code"),
    [([GOOD], 0), ([GOOD, SECRET], 1), ([LATE], 1), ([GOOD, SECRET, BROKEN], 2), ([BROKEN], 2), ([], 0)],
)
def test_exit_code_is_the_gravest(tmp_path, dossiers, code):
    result = check(lines(tmp_path / "a.jsonl", *dossiers), "--json")
    assert result.exit_code == code, result.output
    assert len(result.stdout.splitlines()) == len(dossiers)


def test_one_object_a_line_in_the_order_of_files_and_rows(tmp_path):
    one = tmp_path / "one.json"
    one.write_text(json.dumps(GOOD, indent=2), encoding="utf-8")
    many = tmp_path / "many.json"
    many.write_text(json.dumps([SECRET, GOOD]), encoding="utf-8")
    found = answers(many, one, lines(tmp_path / "a.jsonl", BROKEN, LATE))
    assert [row["source"] for row in found] == ["many.json:1", "many.json:2", "one.json:1", "a.jsonl:1", "a.jsonl:2"]
    assert [row.get("verdict") for row in found] == ["invalid", "valid", "valid", None, "flagged"]


def test_answer_has_the_keys_of_the_format(tmp_path):
    (row,) = answers(lines(tmp_path / "a.jsonl", LATE))
    assert list(row) == [
        *("ref", "name", "source", "stage", "ended_reason", "verdict", "findings", "computed", "next"),
    ]
    assert row["computed"] == dict.fromkeys(("probation_from",), "2025-05-16") | dict.fromkeys(
        ("probation_to", "full_member_on", "standing_from"), "2026-05-16"
    )
    (finding,) = [finding for finding in row["findings"] if finding["severity"] == "irregular"]
    assert {name: finding[name] for name in ("code", "step", "on", "edition", "article", "earliest", "latest")} == {
        "code": "G02",
        "step": "talk",
        "on": "2024-01-05",
        "edition": "XZ14",
        "article": 7,
        "earliest": None,
        "latest": "2023-12-03",
    }
    assert finding["facts"] == {"received_on": "2023-11-03", "months": 1}


def test_unusable_dossier_says_where(tmp_path):
    (row,) = answers(lines(tmp_path / "a.jsonl", BROKEN))
    assert list(row) == ["source", "ref", "error"]
    assert row["ref"] == "broken"
    number = [step["step"] for step in BROKEN["steps"]].index("admit")
    assert row["error"]["field"] == f"steps[{number}].present"
    assert "多于应到 15 人" in row["error"]["message"]


@pytest.mark.parametrize("extra", [[], ["--json"], ["--json", "--annotate"]])
def test_two_processes_answer_in_the_same_order(tmp_path, extra):
    dossiers = [{**dossier, "ref": f"{number}"} for number in range(150) for dossier in (GOOD, SECRET, BROKEN)]
    path = lines(tmp_path / "a.jsonl", *dossiers)
    unreadable = tmp_path / "b.jsonl"
    unreadable.write_bytes(b"\xff\xfe")
    runs = [run(path, unreadable, path, extra, tmp_path, jobs) for jobs in ("1", "2")]
    assert runs[0] == runs[1]
    assert runs[0][0] == 2
    assert runs[0][1].count("\n") >= 901


def run(*args) -> tuple[int, str]:
    *files, extra, folder, jobs = args
    more = [*extra, folder / f"{jobs}.xlsx"] if "--annotate" in extra else extra
    command = [
        sys.executable,
        "-c",
        "from web.cli import main; main()",
        "check",
        *map(str, [*files, *more]),
        "--jobs",
        jobs,
        *ON,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_on_decides_what_is_overdue_and_what_lies_ahead(tmp_path):
    waiting = {**lawful("apply", date(2026, 9, 10), LAWS.calendar), "ref": "w"}
    path = lines(tmp_path / "a.jsonl", waiting)
    early, last, late = (answers(path, "--on", day)[0] for day in ("2026-09-01", "2026-10-10", "2026-10-11"))
    assert early["error"]["field"] == "steps[0].on"
    assert last["verdict"] == "valid"
    assert [(row["code"], row["on"], row["latest"]) for row in late["findings"]] == [("G02", None, "2026-10-10")]
    assert late["verdict"] == "flagged"


@pytest.mark.parametrize("day", ["2026-13-01", "morgen", "1900-01-01"])
def test_a_wrong_day_is_a_usage_error(tmp_path, day):
    result = check(lines(tmp_path / "a.jsonl", GOOD), "--on", day)
    assert result.exit_code == 2
    assert day in result.output


def test_edition_judges_every_day_by_one_text(tmp_path):
    path = lines(tmp_path / "a.jsonl", EARLY)
    today, before = answers(path)[0], answers(path, "--edition", "XZ14")[0]
    assert [(row["code"], row["edition"]) for row in today["findings"]] == [("G08", "XZ26")]
    assert (before["verdict"], before["findings"]) == ("valid", [])


def test_example_overlay_adds_its_items(tmp_path):
    hasty = sample("h", given={"decide_activist": date(2023, 12, 20), "talk": date(2023, 11, 20)})
    path = lines(tmp_path / "a.jsonl", hasty)
    assert "L-1" not in [row["code"] for row in answers(path)[0]["findings"]]
    found = {row["code"]: row for row in answers(path, "--overlay", "example")[0]["findings"]}
    assert (found["L-1"]["edition"], found["L-1"]["article"]) == ("EX", None)
    assert found["L-1"]["earliest"] == "2024-02-03"


def overlay(path: Path, limits: str) -> Path:
    path.write_text(
        f'code = "QX"\ntitle = "某县规定"\nfrom = 2016-01-01\n[item.Q-1]\ngist = "示例"\n[item.Q-1.limits]\n{limits}\n',
        encoding="utf-8",
    )
    return path


def test_overlay_file_that_tightens(tmp_path):
    path, local = lines(tmp_path / "a.jsonl", listed()), overlay(tmp_path / "q.toml", "notice_workdays = 20")
    assert answers(path)[0]["verdict"] == "valid"
    found = answers(path, "--overlay", local)[0]
    assert [(row["code"], row["edition"], row["facts"]["workdays"]) for row in found["findings"]] == [("G08", "QX", 20)]


@pytest.mark.parametrize("limit", ["notice_workdays = 3", "talk_months = 2", "probation_years = 2"])
def test_overlay_file_that_loosens_is_refused_before_anything_is_judged(tmp_path, limit):
    result = check(lines(tmp_path / "a.jsonl", GOOD), "--overlay", overlay(tmp_path / "q.toml", limit), "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "附加规定只能从严" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--edition", "XZ99"], "没有收录版本 XZ99"),
        (["--overlay", "nirgends"], "nirgends"),
        (["--readings", "nirgends.json"], "nirgends.json"),
        (["--annotate", "out.txt"], ".xlsx"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_wrong_options_are_usage_errors(tmp_path, options, said):
    result = check(lines(tmp_path / "a.jsonl", GOOD), *options, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [("r.json", '{"training": "both"}'), ("r.toml", 'training = "both"'), ("k.json", '{"C-20": "both"}')],
)
def test_readings_file(tmp_path, name, text):
    short = sample("t", facts={"train": {"hours": 20}})
    path, chosen = lines(tmp_path / "a.jsonl", short), tmp_path / name
    chosen.write_text(text, encoding="utf-8")
    assert answers(path)[0]["verdict"] == "valid"
    assert "G12" in [row["code"] for row in answers(path, "--readings", chosen)[0]["findings"]]


def test_readings_that_are_not_on_file(tmp_path):
    chosen = tmp_path / "r.json"
    chosen.write_text('{"training": "none"}', encoding="utf-8")
    result = check(lines(tmp_path / "a.jsonl", GOOD), "--readings", chosen)
    assert result.exit_code == 2
    assert "不认识的解释口径 training=none" in result.stderr


def test_text_for_a_person(tmp_path):
    result = check(lines(tmp_path / "a.jsonl", GOOD, SECRET, BROKEN))
    text = result.stdout.splitlines()
    assert text[0] == "a.jsonl:1 李明（good）：符合条文"
    assert "a.jsonl:2 李明（open）：违反条文" in text
    assert "  - 须采取无记名投票方式表决（发展党员工作细则（2014）第21条，G29）" in text
    assert text[-1].startswith("a.jsonl:3 （broken）：不能判断，“steps[")


def test_files_that_cannot_be_read_are_unusable_rows_beside_the_others(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"\xff\xfe")
    strange = tmp_path / "a.csv"
    strange.write_text("x", encoding="utf-8")
    old = tmp_path / "old.xlsx"
    old.write_bytes(b"\xd0\xcf\x11\xe0")
    found = answers(bad, tmp_path / "absent.json", strange, old, lines(tmp_path / "a.jsonl", GOOD))
    assert [row["source"] for row in found] == ["bad.jsonl:1", "absent.json", "a.csv", "old.xlsx", "a.jsonl:1"]
    said = [row.get("error", {}).get("message", "") for row in found]
    assert [part in text for part, text in zip(("UTF-8", "读不出来", ".csv", ".xls", ""), said, strict=True)] == [
        True
    ] * 5


@pytest.mark.parametrize(
    "changed", [{"x\ud800": 1}, {"ref": "\ud800"}, {"name": "\ud800"}, {"steps": [{"step": "\ud800"}]}]
)
def test_half_a_character_does_not_stop_the_run(tmp_path, changed):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**GOOD, **changed}) + "\n" + json.dumps(GOOD) + "\n", encoding="utf-8")
    result = check(path, "--json")
    assert result.exit_code == 2
    assert [("error" in json.loads(line)) for line in result.stdout.splitlines()] == [True, False]


def test_workbook_and_json_have_the_same_answers(tmp_path):
    dossiers = [GOOD, EARLY, SECRET, LATE]
    book = tmp_path / "档案.xlsx"
    write_template(book, FLOW, dossiers)
    written, plain = answers(book), answers(lines(tmp_path / "a.jsonl", *dossiers))
    assert [row.pop("source") for row in written] == [f"档案.xlsx:档案:{row}" for row in (4, 5, 6, 7)]
    assert written == [{name: value for name, value in row.items() if name != "source"} for row in plain]


def test_broken_dossier_in_a_workbook_names_the_column(tmp_path):
    book = tmp_path / "档案.xlsx"
    write_template(book, FLOW, [BROKEN, GOOD])
    found = answers(book)
    assert (found[0]["ref"], found[0]["error"]["field"]) == ("broken", "admit.present")
    assert found[1]["verdict"] == "valid"
