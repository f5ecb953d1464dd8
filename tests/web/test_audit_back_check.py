"""`zhibu audit back-check`: by the installation's rules, spreadsheet and paper as new files, how far it is, nothing recorded."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import load_workbook

from tests.audit.test_back_check import ROWS
from tests.live.conftest import town  # noqa: F401 (a fixture)
from web import typeset
from web.back_check import report
from web.cli import main


@pytest.fixture
def file(tmp_path) -> Path:
    return written(tmp_path / "旧档案.jsonl", *ROWS)


def written(path: Path, *rows) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def back_check(town, file: Path, *more: str) -> Result:  # noqa: F811
    options = ["--on", "2026-06-30", "--database", town.url]
    return CliRunner().invoke(main, ["audit", "back-check", str(file), *more, *options])


@pytest.mark.parametrize(("rows", "code"), [(ROWS[:1], 0), (ROWS[:2], 1), (ROWS[:3], 1), (ROWS, 2)])
def test_the_exit_code_tells_whether_something_was_found(town, tmp_path, rows, code):  # noqa: F811
    result = back_check(town, written(tmp_path / "a.jsonl", *rows))
    assert result.exit_code == code, result.output
    assert result.stdout.splitlines()[0] == "符合条文：1 份"
    assert f"已判断 {len(rows)} 份，共 {len(rows)} 份" in result.stderr


def test_it_writes_the_spreadsheet_and_records_nothing(town, file, tmp_path):  # noqa: F811
    before = town.ask("SELECT count(*) AS n FROM entry")
    back_check(town, file, "--xlsx", str(tmp_path / "out.xlsx"))
    rows = load_workbook(tmp_path / "out.xlsx").get_sheet_by_name("问题").to_python()
    assert rows[0][-4:] == ["问题", "看哪份材料", "怎么办", "代码含义"] and len(rows) > 3
    assert town.ask("SELECT count(*) AS n FROM entry") == before


@pytest.mark.skipif(not typeset.chinese_fonts(), reason="no font for Chinese on this machine")
def test_it_writes_the_paper_in_volumes_where_there_are_many(town, file, tmp_path, monkeypatch):  # noqa: F811
    back_check(town, file, "--pdf", str(tmp_path / "one.pdf"))
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF-")
    monkeypatch.setattr(report, "A_VOLUME", 2)
    back_check(town, file, "--pdf", str(tmp_path / "more.pdf"))
    assert sorted(path.name for path in tmp_path.glob("more*")) == ["more-1.pdf", "more-2.pdf"]


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ("--xlsx", "out.csv", "须是 .xlsx 文件"),
        ("--pdf", "out.xlsx", "须是 .pdf 文件"),
        ("--xlsx", "there.xlsx", "已经存在"),
    ],
)
def test_a_target_that_will_not_do_is_refused_before_anything_is_judged(town, file, tmp_path, option, name, said):  # noqa: F811
    (tmp_path / "there.xlsx").write_bytes(b"there")
    result = back_check(town, file, option, str(tmp_path / name))
    assert result.exit_code == 2 and said in result.stderr and "已判断" not in result.stderr
    assert (tmp_path / "there.xlsx").read_bytes() == b"there"


def test_a_file_that_cannot_be_read_is_an_error_in_words(town, tmp_path):  # noqa: F811
    result = back_check(town, tmp_path / "none.jsonl")
    assert result.exit_code == 1 and "none.jsonl：文件读不出来" in result.stderr


def test_without_a_font_it_names_the_package(town, file, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(typeset, "chinese_fonts", lambda: ())
    result = back_check(town, file, "--pdf", str(tmp_path / "out.pdf"))
    assert result.exit_code == 1 and "fonts-noto-cjk" in result.stderr and not (tmp_path / "out.pdf").exists()
