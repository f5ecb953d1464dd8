"""Rows and keys: what belongs to which dossier, and key rows that cannot be used."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.web.workbooks import FLOW, LAWS, ON, problem, read, workbook
from web.sheets.columns import EXAMPLE
from workflows.engine.check import answer
from workflows.engine.intake import Raw, Unusable


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "档案.xlsx"


def test_row_without_reference_and_data_in_the_example_row(path):
    rows = read(workbook(path, ["D-1", "2026-06-05"], ["", "2026-06-05"], keys=["ref", "apply.on"]))
    assert [raw.value.get("ref") for raw in rows] == ["D-1", None]


def test_columns_may_stand_in_any_order_and_without_titles(path):
    rows = read(workbook(path, ["2026-06-05", 7], keys=["apply.on", "ref"], titles=False))
    assert rows[0].value == {"ref": "7", "steps": [{"step": "apply", "on": "2026-06-05"}]}


@pytest.mark.parametrize(
    ("keys", "field", "said"),
    [
        (["ref", "apply.day"], "apply.day", "不认识的键“apply.day”"),
        (["ref", "review_activist.on"], "review_activist.on", "不认识的键"),
        (["ref", "admit.2.on"], "admit.2.on", "不认识的键"),
        (["ref", "apply.on", "apply.on"], "apply.on", "出现了两次"),
        (["编号", "日期"], "", "第 2 行须是各列的键"),
    ],
)
def test_key_row_that_cannot_be_used(path, keys, field, said):
    with pytest.raises(Unusable, match=said) as found:
        read(workbook(path, ["D-1", "2026-06-05"], keys=keys))
    assert found.value.field == field


def test_cell_in_a_column_without_a_key(path):
    assert "没有键" in str(problem(workbook(path, ["D-1", "备注"], keys=["ref", ""])))


def test_same_reference_twice(path):
    rows = read(workbook(path, ["D-1", ""], ["D-2", ""], [1, ""], ["D-1", ""], keys=["ref", "apply.on"]))
    assert [isinstance(raw.value, Unusable) for raw in rows] == [True, False, False, True]
    assert "第 3、6 行的编号“D-1”重复" in str(rows[0].value)
    assert rows[3].value.ref == "D-1"


def test_no_sheet_of_dossiers(path):
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Sheet1")
    with pytest.raises(Unusable, match="没有工作表“档案”"):
        read(path)


def repeated(path: Path, *lines) -> list[Raw]:
    heads = ["ref", "step", "on", "opinion", "about"]
    return read(workbook(path, ["D-1", "2026-01-05"], keys=["ref", "apply.on"], repeated=(heads, lines)))


def test_repeated_steps_belong_to_their_dossier(path):
    rows = repeated(
        path,
        [EXAMPLE, "review_activist", "错", "错", ""],
        ["D-1", "培养教育考察", date(2026, 2, 5), "继续培养。", ""],
        ["D-1", "deliberate", "20260306", "", "支部委员会审查"],
    )
    assert rows[0].value["steps"][1:] == [
        {"step": "review_activist", "on": "2026-02-05", "opinion": "继续培养。"},
        {"step": "deliberate", "on": "2026-03-06", "about": "examine"},
    ]


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        (["D-1", "", "2026-02-05", "", ""], "step", "没有填写步骤"),
        (["D-1", "考察", "2026-02-05", "", ""], "step", "只能填："),
        (["D-1", "review_activist", "二月", "", ""], "review_activist.on", "重复步骤第 3 行“题on”：日期须写成"),
        (["D-1", "review_activist", "2026-02-05", "", "admit"], "review_activist.about", "没有这一项"),
    ],
)
def test_repeated_step_that_cannot_be_read_spoils_its_dossier_only(path, line, field, said):
    rows = repeated(path, line)
    assert len(rows) == 1
    assert (rows[0].value.field, rows[0].value.ref) == (field, "D-1")
    assert said in str(rows[0].value)


@pytest.mark.parametrize("ref", ["D-9", ""])
def test_repeated_step_of_nobody(path, ref):
    rows = repeated(path, [ref, "withdraw", "2026-02-05", "", ""])
    assert [raw.source for raw in rows] == ["档案.xlsx:档案:3", "档案.xlsx:重复步骤:3"]
    assert "不在工作表“档案”中" in str(rows[1].value)


def test_future_day_in_a_repeated_step_names_its_row(path):
    rows = repeated(path, ["D-1", "review_activist", "2027-02-05", "", ""])
    assert answer(FLOW, rows[0], LAWS, ON)["error"]["field"] == "重复步骤:3.on"
