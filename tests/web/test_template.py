"""The template: what is written is read back as the same dossiers with the same answers."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.web.workbooks import FLOW, LAWS, ON, read, sample
from web.cli import main
from web.sheets.columns import DOSSIERS, REPEATED, column_of, repeated_columns, template_columns
from web.sheets.kinds import Choice, Several
from web.sheets.opened import opened
from web.sheets.write import write_template
from workflows.engine.check import answer
from workflows.engine.intake import Raw
from workflows.membership.sample import lawful


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "档案.xlsx"


def test_command_writes_a_template_whose_example_is_not_read(path):
    result = CliRunner().invoke(main, ["template", str(path)])
    assert result.exit_code == 0, result.output
    assert opened(path).sheet_names[:2] == [DOSSIERS, REPEATED]
    assert read(path) == []


def test_command_does_not_overwrite_what_was_filled_in(path):
    CliRunner().invoke(main, ["template", str(path)])
    before = path.read_bytes()
    refused = CliRunner().invoke(main, ["template", str(path)])
    assert refused.exit_code == 2
    assert "已存在" in refused.output
    assert path.read_bytes() == before
    assert CliRunner().invoke(main, ["template", str(path), "--force"]).exit_code == 0


@pytest.mark.parametrize(("name", "said"), [("档案.xls", "须以 .xlsx 结尾"), ("没有/档案.xlsx", "写不进去")])
def test_command_says_why_it_cannot_write(tmp_path, name, said):
    result = CliRunner().invoke(main, ["template", str(tmp_path / name)])
    assert result.exit_code == 2
    assert said in result.output


def test_every_field_of_every_main_step_has_a_column():
    keys = {column.key for column in template_columns(FLOW)}
    for step in (step for step in FLOW if step.main):
        for name in step.form.model_fields:
            prefix = f"{step.name}.1.{name}" if step.repeats else f"{step.name}.{name}"
            assert prefix in keys or f"{prefix}.1.name" in keys, prefix
    assert keys > {"ref", "organisation", "born_on", "admit.due", "review_probationer.6.opinion"}
    assert keys > {f"name_sponsors.sponsors.2.{part}" for part in ("name", "status", "sanction", "restored_on")}
    assert not any(key.endswith((".person", ".relative")) for key in keys)


def test_no_two_words_of_a_choice_are_the_same():
    columns = [
        *template_columns(FLOW),
        *(column for step in FLOW for column in repeated_columns(FLOW, step.name).values()),
    ]
    choices = [getattr(column.kind, "each", column.kind) for column in columns]
    checked = [kind for kind in choices if isinstance(kind, Choice)]
    assert len(checked) > 10
    assert all(len(set(kind.options)) == len(kind.words) for kind in checked)
    assert not any(word.isascii() for kind in checked for word in kind.options)


def test_template_offers_words_formats_notes_and_frozen_heads(path):
    write_template(path, FLOW)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        notes = archive.read("xl/comments1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert '"正式党员,预备党员,非党员"' in sheet.replace("&quot;", '"')
    assert '"是,否"' in sheet.replace("&quot;", '"')
    assert 'state="frozen"' in sheet
    assert "yyyy-mm-dd" in styles
    assert "单位：学时" in notes
    assert "党小组、培养联系人、党员、群众" in notes


VARIED = {
    "plain": sample("D-1"),
    "floating": sample("D-2", floating=True, general_branch=True, has_groups=False),
    "halfway": {**lawful("train", date(2026, 9, 1), LAWS.calendar), "ref": "D-3", "organisation": "第一党支部"},
    "many": {
        **sample("D-4"),
        "steps": [
            *sample("D-4")["steps"],
            {"step": "deliberate", "on": "2025-02-21", "about": "propose_prospective", "opinion": "同意。"},
            {"step": "withdraw", "on": "2026-07-01", "setting": {"floating": True}},
            *(
                {"step": "review_activist", "on": f"2024-0{month}-01", "opinion": "继续培养。"}
                for month in range(3, 10)
            ),
        ],
    },
    "facts": {
        **sample(
            "D-5",
            facts={
                "talk": {"talkers": ["王芳", "阿不都·热合曼"]},
                "name_sponsors": {
                    "sponsors": [
                        {"name": "赵强", "status": "full", "sanction": "warning", "sanction_on": "2025-01-03"},
                        {
                            "name": "周敏",
                            "sanction": "party_probation",
                            "sanction_on": "2019-01-03",
                            "restored_on": "2021-01-03",
                        },
                    ],
                    "allowed": [{"code": "G10", "number": "批〔2025〕1号", "on": "2025-03-01", "reason": "工作需要"}],
                },
                "post_notice": {"objections": True, "objections_cleared": False},
                "decide_activist": {"recommended_by": []},
                "approve_admission": {"delay_reason": "核实情况", "number": "批〔2025〕2号", "committee_members": 7},
                "pre_review": {"expected_leave_on": "2027-07-01"},
            },
        )
    },
}


@pytest.mark.parametrize("name", VARIED)
def test_dossiers_come_back_with_the_same_answers(path, name):
    dossier = VARIED[name]
    write_template(path, FLOW, [sample("D-0"), dossier])
    found = read(path)
    assert [raw.source for raw in found] == ["档案.xlsx:档案:4", "档案.xlsx:档案:5"]
    written, expected = (answer(FLOW, Raw("x", value), LAWS, ON) for value in (found[1].value, dossier))
    assert "error" not in written, written
    assert written == expected
    assert sorted(map(as_text, found[1].value["steps"])) == sorted(map(as_text, dossier["steps"]))


def as_text(step: dict) -> str:
    return json.dumps(step, sort_keys=True)


def test_keys_understood_beyond_the_template():
    assert column_of(FLOW, "name_sponsors.sponsors.20.name")
    assert column_of(FLOW, "name_sponsors.allowed.1.number")
    assert not column_of(FLOW, "name_sponsors.sponsors.21.name")
    assert not column_of(FLOW, "review_activist.100.on")
    assert not column_of(FLOW, "review_activist.٣.on")
    assert isinstance(column_of(FLOW, "archive.items").kind, Several)
