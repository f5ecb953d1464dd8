"""The columns of the ledgers, filled from dossiers without a database: each value, gaps of old papers, words, sizes."""

from datetime import date
from typing import Any

import pytest

from tests.web.workbooks import FLOW, LAWS, ON
from web.ledgers.cells import Cell, cell, cells
from web.ledgers.columns import LEDGERS
from web.ledgers.lines import Line, began, chosen, folded, names_by_step, taken, texts_resolved
from web.ledgers.plan import approved_in, below
from web.ledgers.sheet import counted, listed, size
from web.ledgers.workbook import footer
from web.wording import ERASED
from workflows.engine.cases import LiveCase, fold, kept_act
from workflows.engine.findings import Message
from workflows.engine.intake import read_paper
from workflows.engine.journal import join, split
from workflows.membership.sample import lawful

UPTO = {"applicant": "talk", "activist": "propose_prospective", "prospective": "fill_form", "probationary": "take_oath"}


def case_of(dossier: dict[str, Any]) -> LiveCase:
    """The case of a paper dossier, names apart as a live case keeps them."""
    paper, kept = read_paper(FLOW, dossier, ON), []
    for number, act in enumerate(paper.acts, 1):
        facts, texts = split(act.form)
        apart = [path for path, _ in texts]
        act.form = join(act.step.form, facts, apart)
        kept.append(kept_act(number, act, 7, facts, apart))
    return fold(FLOW, kept, LAWS)


def shown(dossier: dict[str, Any], people: dict[str, list[str]] | None = None) -> dict[str, str]:
    """The line of a dossier by titles."""
    found = case_of(dossier).dossier
    ledger = LEDGERS[found.stage]
    line = Line(1, 5, "李明", date(1995, 5, 4), "一支部", found, LAWS.on(ON), people or {})
    drawn = cells(ledger.columns, line, str)
    return {column.title: each.text for column, each in zip(ledger.columns, drawn, strict=True)}


def sample(stage: str, **more: Any) -> dict[str, Any]:
    return lawful(UPTO[stage], date(2026, 10, 20), LAWS.calendar, **more)


@pytest.mark.parametrize("stage", UPTO)
def test_titles_are_unlike_and_widths_are_sensible(stage):
    titles = [column.title for column in LEDGERS[stage].columns]
    assert len(titles) == len(set(titles)) and titles[:2] == ["序号", "姓名"] and titles[-1] == "备注"
    assert all(6 <= column.width <= 24 for column in LEDGERS[stage].columns)
    assert sum(column.width for column in LEDGERS[stage].columns) < 500


def test_an_activist_s_line():
    told = {"assign_contacts": ["赵强", "周敏"], "talk": ["王芳"]}
    found = shown(sample("activist", facts={"file_activist": {"number": "示委〔2025〕1号"}}), told)
    assert (found["培养联系人"], found["谈话人"], found["推荐方式"]) == ("赵强、周敏", "王芳", "党员")
    assert (found["备案文号"], found["拟列发展对象日期"]) == ("示委〔2025〕1号", "2026-10-20")
    assert found["公示开始"] == found["公示截止"] == found["上级意见"] == found["备注"] == ""
    assert int(found["考察次数"]) >= 1 and found["最近考察日期"]


def test_a_prospective_member_s_line():
    found = shown(sample("prospective"))
    assert (found["上级意见"], found["政治审查结论"], found["预审结果"]) == ("同意", "合格", "合格")
    assert found["培训时间"] == "3 天 24 学时" and found["公示截止"] > found["公示开始"]
    assert found["表决情况"] == found["接收大会日期"] == ""


def test_gaps_of_old_papers_are_said():
    dossier = sample("probationary")
    for row in dossier["steps"]:
        if row["step"] == "admit":
            del row["present"], row["against"]
    assert shown(dossier)["表决情况"] == "应到 15，实到 未记载，赞成 12，书面赞成 1，反对 未记载，弃权 1"


def test_a_consent_refused_is_said_and_what_rested_on_it_is_gone():
    dossier = lawful("propose_prospective", date(2026, 9, 1), LAWS.calendar)
    dossier["steps"].append({"step": "agree_prospective", "on": "2026-10-01", "agreed": False})
    found = shown(dossier)
    assert (found["上级意见"], found["上级意见日期"], found["拟列发展对象日期"]) == ("不同意", "2026-10-01", "")


def test_an_extension_is_shown_once_it_is_approved():
    dossier = lawful("apply_conversion", date(2026, 3, 1), LAWS.calendar)
    assert shown(dossier)["延长至"] == ""
    votes = {name: value for name, value in steps(dossier)["admit"].items() if name not in ("step", "on")}
    resolved = {
        **votes,
        "step": "resolve_conversion",
        "on": "2026-08-01",
        "outcome": "extend",
        "extend_until": "2027-02-01",
    }
    dossier["steps"].append(resolved)
    assert shown(dossier)["延长至"] == ""
    approved = {"step": "approve_conversion", "on": "2026-09-01", "received_on": "2026-08-05", "approved": True}
    dossier["steps"].append(approved)
    found = shown(dossier)
    assert found["延长至"] == found["预备期至"] == "2027-02-01"


def steps(dossier: dict[str, Any]) -> dict[str, Any]:
    return {row["step"]: row for row in dossier["steps"]}


def test_who_came_from_elsewhere():
    dossier = sample("activist")
    dossier["steps"].append({"step": "receive", "on": "2026-10-25", "from": "外地支部", "examined": True})
    assert shown(dossier)["备注"] == "2026-10-25 自“外地支部”转入"


@pytest.mark.parametrize(
    "stage, step",
    [
        ("applicant", "apply"),
        ("activist", "decide_activist"),
        ("prospective", "list_prospective"),
        ("probationary", "approve_admission"),
    ],
)
def test_the_day_a_stage_began(stage, step):
    dossier = sample(stage)
    snapshot = case_of(dossier).snapshot()
    assert str(began(FLOW, stage, snapshot)) == steps(dossier)[step]["on"]
    assert began(FLOW, "full", snapshot) is None is began(FLOW, stage, b"")


def test_lines_of_one_step_are_read_alone():
    case = case_of(sample("probationary"))
    snapshot = case.snapshot()
    assert [kept.act.step.name for kept in taken(FLOW, snapshot, "admit")] == ["admit"]
    assert taken(FLOW, snapshot, "adm") == taken(FLOW, b"", "admit") == []
    assert folded(FLOW, snapshot, LAWS).dossier.stage == "probationary"
    approved = case.dossier.standing["approve_admission"].on.year
    assert approved_in(FLOW, snapshot, approved) and not approved_in(FLOW, snapshot, approved - 1)


def test_a_text_that_looks_like_a_step_is_not_taken_for_one():
    dossier = sample("prospective", facts={"post_notice": {"places": ['"s":"admit"', "居住地公示栏"]}})
    assert taken(FLOW, case_of(dossier).snapshot(), "admit") == []


def test_names_by_step():
    case = case_of(sample("activist", facts={"assign_contacts": {"contacts": [{"name": "赵强", "status": "full"}]}}))
    number = next(kept.number for kept in case.kept if kept.act.step.name == "assign_contacts")
    told = names_by_step(case, {(number, "contacts.0.name"): "赵强"}, {})
    assert told["assign_contacts"] == ["赵强"] and told["talk"] == [ERASED] and chosen(case) == set()


def test_texts_and_their_corrections():
    rows = [
        (1, 2, "act", None, "talkers.0.name", "甲"),
        (1, 2, "act", None, "talkers.1.name", "乙"),
        (1, 3, "act", None, "contacts.0.name", "丙"),
        (1, 5, "correction", 2, "form.talkers.0.name", "丁"),
        (1, 5, "correction", 2, "form.talkers.1.name", "戊"),
        (2, 1, "import", None, "talkers.0.name", None),
    ]
    assert texts_resolved(rows) == {
        1: {(2, "talkers.0.name"): "丁", (2, "talkers.1.name"): "戊", (3, "contacts.0.name"): "丙"},
        2: {},
    }
    erased = [*rows[:3], (1, 5, "correction", 2, None, None)]
    assert texts_resolved(erased) == {1: {(3, "contacts.0.name"): "丙"}}


@pytest.mark.parametrize(
    "value, expected",
    [
        (date(2026, 1, 2), Cell("day", "2026-01-02", "2026-", "01-02")),
        (0, Cell("whole", "0")),
        (None, Cell("text", "")),
        ("同意", Cell("text", "同意")),
        (Message("同意"), Cell("text", "<同意>")),
        (Message(""), Cell("text", "")),
    ],
)
def test_cells(value, expected):
    assert cell(value, lambda text: f"<{text}>") == expected


def test_counts_add_up_to_the_root():
    assert below([("/1/2/", 3), ("/1/2/5/", 1), ("/1/3/", 2), ("", 9)]) == {1: 6, 2: 4, 5: 1, 3: 2}


def test_numbers_of_entries():
    assert listed([1, 2]) == "1、2" and listed(list(range(1, 12))) == "1、2、3、4、5、6、7、8、9、10 等"
    assert counted([(3, "refusal"), (4, "void"), (9, "refusal")]) == ["不予办理 2 条：第 3、9 条", "作废 1 条：第 4 条"]
    assert counted([]) == []


@pytest.mark.parametrize(
    "text, expected", [("", ""), ("王芳 书记", ""), ("甲" * 15, "small"), ("甲" * 60, "tiny"), ("a" * 25, "")]
)
def test_sizes_of_texts(text, expected):
    assert size(text, 14) == expected


def test_a_footer_has_no_codes():
    assert "&" not in footer("甲&P乙&&") and len(footer("&" * 400)) <= 255
