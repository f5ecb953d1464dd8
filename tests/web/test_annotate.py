"""`zhibu check --annotate`: the answers again as a workbook, for the person who corrects the dossiers."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import load_workbook

from tests.web.workbooks import LAWS, sample
from web.cli import main
from workflows.membership.sample import lawful

OPEN = sample("open", facts={"admit": {"secret_ballot": False}})
BROKEN = sample("broken", facts={"admit": {"present": 99}})
EARLY = {
    **lawful("list_prospective", date(2026, 9, 1), LAWS.calendar, given={"post_notice": date(2026, 8, 27)}),
    "ref": "early",
}
WAITING = {**lawful("apply", date(2026, 9, 10), LAWS.calendar), "ref": "waiting"}


def annotated(folder: Path, *dossiers, jobs: int = 1) -> dict[str, list[list]]:
    source, target = folder / "a.jsonl", folder / f"out{jobs}.xlsx"
    source.write_text("".join(json.dumps(dossier) + "\n" for dossier in dossiers), encoding="utf-8")
    options = ["--json", "--on", "2026-11-01", "--annotate", str(target), "--jobs", str(jobs)]
    result = CliRunner().invoke(main, ["check", str(source), *options])
    assert result.exit_code in (0, 1, 2), result.output
    assert len(result.stdout.splitlines()) == len(dossiers)
    book = load_workbook(target)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_one_row_a_dossier(tmp_path):
    sheets = annotated(tmp_path, sample("good"), OPEN, BROKEN, WAITING)
    heads, *rows = sheets["档案"]
    assert heads == ["来源", "编号", "姓名", "阶段", "结论", "问题", "怎么办"]
    assert [row[4] for row in rows] == ["符合条文", "违反条文", "不能判断", "有不规范之处"]
    assert rows[1][:4] == ["a.jsonl:2", "open", "李明", "正式党员"]
    assert "须采取无记名投票方式表决（发展党员工作细则（2014）第21条，G29）" in rows[1][5].splitlines()
    assert "多于应到 15 人" in rows[2][5]
    assert rows[2][6] == "改正后重新判断"
    assert rows[3][6].splitlines() == [
        "“派人谈话”应于 2026-10-10 前办理，已逾期：请尽快办理",
        "下一步：派人谈话，最早 2026-09-10，最迟 2026-10-10",
    ]


def test_one_row_a_finding(tmp_path):
    heads, *rows = annotated(tmp_path, EARLY, WAITING)["问题"]
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(row["代码"], row["程度"], row["步骤"]) for row in found] == [
        ("G08", "违反条文", "列为发展对象"),
        ("G02", "不规范", "派人谈话"),
    ]
    assert found[0] | {"说明": ""} == {
        **{"来源": "a.jsonl:1", "编号": "early", "姓名": "李明", "步骤": "列为发展对象", "日期": date(2026, 9, 1)},
        **{"代码": "G08", "程度": "违反条文", "条文": "发展党员工作细则（2026）", "条": 13, "说明": ""},
        **{"最早": date(2026, 9, 4), "最迟": "", "代码含义": "拟列发展对象的公示"},
    }
    assert found[1]["日期"] == ""
    assert found[1]["最迟"] == date(2026, 10, 10)


def test_counts(tmp_path):
    rows = annotated(tmp_path, sample("good"), OPEN, BROKEN, {**OPEN, "ref": "again"})["汇总"]
    counted = {row[0]: row[1] for row in rows if isinstance(row[1], float)}
    assert counted == {"符合条文": 1, "有不规范之处": 0, "违反条文": 2, "不能判断": 1, "合计": 4}
    assert ["G29", "违反条文", 2, "无记名投票"] in rows


def test_processes_make_no_difference(tmp_path):
    dossiers = [{**dossier, "ref": f"{n}"} for n in range(120) for dossier in (OPEN, WAITING)]
    assert annotated(tmp_path, *dossiers) == annotated(tmp_path, *dossiers, jobs=2)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "http://x.invalid", "12", "'x"])
def test_names_are_only_text(tmp_path, name):
    row = annotated(tmp_path, {**WAITING, "name": name})["档案"][1]
    assert row[2] == name


def test_long_texts_are_cut_to_what_a_cell_holds(tmp_path):
    row = annotated(tmp_path, {**WAITING, **{f"x{'长' * 50000}": 1}})["档案"][1]
    assert 0 < len(row[5]) <= 32_767


@pytest.mark.parametrize("name", ["a.jsonl", "b.txt", "没有/b.xlsx"])
def test_target_that_cannot_be_written(tmp_path, name):
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(WAITING) + "\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(source), "--annotate", str(tmp_path / name)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert Path(name).name in result.stderr
    assert source.read_text(encoding="utf-8")
