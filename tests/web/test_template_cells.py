"""Cells: every way to write a value, and what is said of one that cannot be read."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.web.workbooks import FLOW, LAWS, ON, problem, read, sample, workbook
from web.sheets.write import write_template
from workflows.engine.check import answer
from workflows.engine.intake import Unusable


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "档案.xlsx"


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 6, 5),
        datetime(2026, 6, 5, 9, 30),
        "2026-06-05",
        "2026.6.5",
        " 2026/6/5 ",
        "20260605",
        20260605,
        "2026年6月5日",
        "２０２６－０６－０５",
        "２０２６年６月５日",
    ],
)
def test_days_in_every_way_people_write_them(path, cell):
    rows = read(workbook(path, ["D-1", cell], keys=["ref", "apply.on"]))
    assert rows[0].value == {"ref": "D-1", "steps": [{"step": "apply", "on": "2026-06-05"}]}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2026-02-30", "日历上没有这一天"),
        ("2026.6", "日期须写成"),
        ("2026-6.5", "日期须写成"),
        (46178, "日期须写成"),
        (True, "日期须写成"),
        ("1921-06-30", "早于 1921-07-01"),
        (date(1921, 6, 30), "早于 1921-07-01"),
        ("٢٠٢٦-٠٦-٠٥", "日期须写成"),
    ],
)
def test_days_that_cannot_be_read(path, cell, said):
    found = problem(workbook(path, ["D-1", cell], keys=["ref", "apply.on"]))
    assert (found.field, found.ref) == ("apply.on", "D-1")
    assert str(found).startswith("档案第 3 行“题apply.on”：")
    assert said in str(found)


@pytest.mark.parametrize(("cell", "value"), [(8, 8), (8.0, 8), ("8", 8), ("８", 8), ("-1", -1)])
def test_whole_numbers(path, cell, value):
    rows = read(workbook(path, ["D-1", cell], keys=["ref", "admit.due"]))
    assert rows[0].value["steps"] == [{"step": "admit", "due": value}]
    assert type(rows[0].value["steps"][0]["due"]) is int


@pytest.mark.parametrize("cell", [8.5, "8.5", "8人", "八", True, date(2026, 6, 5), 1e17])
def test_numbers_that_are_not_whole_are_refused(path, cell):
    found = problem(workbook(path, ["D-1", cell], keys=["ref", "admit.due"]))
    assert found.field == "admit.due"
    assert "须为整数" in str(found)


@pytest.mark.parametrize(
    ("key", "cell", "values"),
    [
        ("admit.secret_ballot", "是", {"secret_ballot": True}),
        ("admit.secret_ballot", False, {"secret_ballot": False}),
        ("admit.secret_ballot", "TRUE", {"secret_ballot": True}),
        ("post_notice.objections", "否", {"objections": False}),
        ("post_notice.objections", 2.0, {"objections": 2}),
        ("post_notice.objections", "0", {"objections": 0}),
        ("interview.by", "组织员", {"by": "organiser"}),
        ("interview.by", " organiser ", {"by": "organiser"}),
        (
            "archive.items",
            "入党志愿书、application；转正申请书",
            {"items": ["admission_form", "application", "conversion_application"]},
        ),
        ("review_politically.places", "甲;乙；丙、丁", {"places": ["甲", "乙", "丙", "丁"]}),
        ("decide_activist.recommended_by", "无", {"recommended_by": []}),
        ("talk.talkers", "王芳、赵强", {"talkers": ["王芳", "赵强"]}),
        ("fill_form.form_no", 123456, {"form_no": "123456"}),
        ("review_activist.1.opinion", "一行\r\n二行 ", {"opinion": "一行\n二行"}),
        ("review_activist.9.on", "2026.6.5", {"on": "2026-06-05"}),
        ("assign_contacts.contacts.3.name", "周敏", {"contacts": [{"name": "周敏"}]}),
        ("deliberate.2.about", "支部委员会审查", {"about": "examine"}),
        ("admit.setting.floating", "是", {"setting": {"floating": True}}),
    ],
)
def test_values_of_every_kind(path, key, cell, values):
    rows = read(workbook(path, ["D-1", cell], keys=["ref", key]))
    assert rows[0].value["steps"] == [{"step": key.partition(".")[0], **values}]


@pytest.mark.parametrize(
    ("key", "cell", "said"),
    [
        ("admit.secret_ballot", 1, "须填“是”或者“否”"),
        ("admit.secret_ballot", "对", "须填“是”或者“否”"),
        ("interview.by", "书记", "只能填：党委委员、组织员"),
        ("archive.items", "入党志愿书,入党申请书", "只能填："),
        ("fill_form.form_no", 1234567890123456, "数字太长"),
        ("fill_form.form_no", date(2026, 6, 5), "须为文字"),
        ("admit.present", 1.5, "须为整数"),
    ],
)
def test_cells_that_cannot_be_read_name_sheet_row_and_title(path, key, cell, said):
    found = problem(workbook(path, ["D-1", cell], keys=["ref", key]))
    assert found.field == key
    assert str(found).startswith(f"档案第 3 行“题{key}”：")
    assert said in str(found)


def test_one_bad_cell_makes_only_its_row_unusable(path):
    keys = ["ref", "apply.on"]
    rows = read(workbook(path, ["D-1", "2026-06-05"], ["D-2", "昨天"], [], ["D-3", ""], keys=keys))
    assert [raw.source for raw in rows] == ["档案.xlsx:档案:3", "档案.xlsx:档案:4", "档案.xlsx:档案:6"]
    assert isinstance(rows[1].value, Unusable)
    assert rows[2].value == {"ref": "D-3", "steps": []}
    said = answer(FLOW, rows[1], LAWS, ON)
    assert (said["ref"], said["error"]["field"]) == ("D-2", "apply.on")


def test_what_a_form_refuses_is_named_by_its_column(path):
    dossier = sample("D-1", facts={"admit": {"present": 16}})
    write_template(path, FLOW, [dossier])
    said = answer(FLOW, read(path)[0], LAWS, ON)
    assert said["error"]["field"] == "admit.present"
    assert "实到 16 人多于应到 15 人" in said["error"]["message"]


def test_a_step_without_a_day_is_named_by_its_column(path):
    rows = read(workbook(path, ["D-1", 15], keys=["ref", "admit.due"]))
    assert answer(FLOW, rows[0], LAWS, ON)["error"]["field"] == "admit.on"
