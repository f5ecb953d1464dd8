"""What the back-check says of a dossier: the papers to look at, the remedy, the sums; kept in a file and drawn."""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import load_workbook

from tests.live.town import CALENDAR
from web import typeset
from web.back_check import report
from web.back_check.cover import NOT_SEALED, Cover
from web.back_check.remedies import papers, remedy
from web.back_check.running import _bound, batches
from web.back_check.told import Answers, Checked, judged
from web.back_check.totals import Totals
from web.back_check.workbook import workbook
from web.seal import Seal, code_of, picture
from workflows import flow
from workflows.engine.findings import Message
from workflows.engine.intake import Raw
from workflows.membership.sample import lawful
from workflows.rules import law_book

ON = date(2026, 6, 30)
FLOW = flow("membership")
NOTE = "zhibu.example/1\n12\nq83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=\n\n— zhibu.example q83v\n"


def dossier(name: str, upto: str = "archive", without: str = "", **facts) -> dict:
    made = lawful(upto, date(2024, 6, 28), CALENDAR, facts=facts)
    return {**made, "ref": f"D-{name}", "name": name, "steps": [row for row in made["steps"] if row["step"] != without]}


def raws(*rows) -> list[Raw]:
    return [Raw(f"旧档案.jsonl:{number}", row) for number, row in enumerate(rows, 1)]


def check(*rows) -> list[Checked]:
    return list(judged(raws(*rows), law_book(), ON))


ROWS = (
    dossier("李明"),
    dossier("王芳", without="file_activist"),
    dossier("赵强", admit={"secret_ballot": False}),
    {"ref": "D-周敏", "name": "周敏", "steps": [{"step": "apply", "on": "2024-9-1"}]},
)


def cover(seal: Seal | None = None) -> Cover:
    return Cover.of("旧档案.jsonl", ON, datetime(2026, 11, 2, 10, 0), "审小红", seal)


def test_every_finding_has_its_article_its_papers_and_its_remedy():
    found = [each for checked in check(*ROWS) for each in checked.findings if each.severity != "note"]
    assert {each.code for each in found} >= {"G29"}
    assert all(each.papers and each.remedy for each in found)
    ballot = next(each for each in found if each.code == "G29")
    assert (ballot.edition, ballot.article) == ("XZ14", 21) and ballot.in_handbook
    assert ballot.papers == ("支部大会会议记录", "表决票", "票决结果说明")
    assert (
        ballot.remedy
        == "核对“支部大会讨论接收预备党员”的原件：登记有误的，改正后重新判断；属实的，报上级党组织研究认定"
    )


def test_a_missing_step_sends_to_its_own_papers_and_never_to_make_them_up():
    (checked,) = check(ROWS[1])
    missed = [each for each in checked.findings if "上级党委备案" in each.message]
    assert missed and all(each.papers == FLOW["file_activist"].papers for each in missed)
    assert all("查找“上级党委备案”的原件" in each.remedy and "不得补造材料" in each.remedy for each in missed)


def finding(
    step: str, severity: str, facts: dict | None = None, on: date | None = ON, earliest=None, latest=None
) -> dict:
    told = {"step": step, "severity": severity, "facts": facts or {}, "on": on}
    return {**told, "earliest": earliest, "latest": latest}


@pytest.mark.parametrize(
    ("found", "begins"),
    [
        (finding("admit", "note", latest=ON), "留意即可"),
        (finding("admit", "block", {"needed": "talk"}), "查找“派人谈话”的原件"),
        (finding("admit", "block", {"needed": 3}), "核对“支部大会讨论接收预备党员”的原件"),
        (finding("talk", "irregular", on=None, latest=ON), "“派人谈话”应于 2026-06-30 前办理，已逾期"),
        (finding("talk", "irregular", latest=ON), "核对原件上的日期：登记有误的，改正后重新判断；日期属实的，晚于 2026-06-30"),
        (finding("talk", "block", earliest=ON), "核对原件上的日期：登记有误的，改正后重新判断；日期属实的，早于 2026-06-30"),
        (finding("admit", "override", {"allowed": "〔2026〕3号"}), "已有上级说明 〔2026〕3号"),
        (finding("admit", "override"), "查找上级对“支部大会讨论接收预备党员”的说明"),
        (finding("admit", "irregular", {"fields": "赞成票"}), "照原件补充登记：赞成票"),
        (finding("admit", "irregular"), "核对“支部大会讨论接收预备党员”的原件：登记有误的，改正后重新判断；属实的，由原办理的"),
    ],
)  # fmt: skip
def test_each_kind_of_finding_has_its_own_remedy(found, begins):
    assert remedy(FLOW, found).startswith(begins)


def test_a_gap_sends_to_the_papers_of_the_field():
    step = next(step for step in FLOW if step.sources)
    name = next(iter(step.sources))
    gap = finding(step.name, "irregular", {"fields": step.form.model_fields[name].title})
    assert papers(FLOW, gap) == tuple(dict.fromkeys(step.sources[name])) != step.papers


def test_what_was_judged_comes_back_from_the_file_as_it_was(tmp_path):
    answers, some = Answers(tmp_path / "a"), check(*ROWS)
    answers.add(some)
    back = list(answers)
    assert back == some
    message = next(each.message for each in back[2].findings if each.code == "G29")
    kept = next(each.message for each in back[1].findings if "上级党委备案" in each.message)
    assert isinstance(message, Message) and kept.facts["needed"] == "上级党委备案"


@pytest.mark.parametrize("count", range(4))
def test_a_run_that_was_broken_off_goes_on_behind_the_lines_that_are_whole(tmp_path, count):
    answers, some = Answers(tmp_path / "a"), check(*ROWS)
    answers.add(some)
    with answers.path.open("a", encoding="utf-8") as file:
        file.write('["旧档案.json')
    answers.keep_first(count)
    assert list(answers) == some[:count]
    assert list(batches(answers, raws(*ROWS)[count:], law_book(), ON, count)) == [4]
    assert list(answers) == some


def test_the_sums_count_dossiers_once_and_notes_apart():
    totals = Totals.of(check(*ROWS, ROWS[2]))
    assert totals.verdicts == {"valid": 1, "flagged": 1, "invalid": 2, "unusable": 1} and totals.total == 5
    row = next(row for row in totals.articles if (row.edition, row.article) == ("XZ14", 21))
    assert row.dossiers == 2 and row.counts["block"] == 2
    assert all(
        (row.dossiers > 0) == any(row.counts[each] for each in ("block", "override", "irregular"))
        for row in totals.articles
    )
    assert Totals.read([totals.verdicts, [list(each) for each in totals.articles]]) == totals


def drawn(answers) -> dict[str, list[list]]:
    target = BytesIO()
    workbook(target, answers, Totals.of(answers), cover())
    book = load_workbook(BytesIO(target.getvalue()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_spreadsheet_has_dossiers_findings_sums_and_where_from():
    answers = check(*ROWS)
    sheets = drawn(answers)
    assert list(sheets) == ["档案", "问题", "合计", "说明"]
    assert [row[4] for row in sheets["档案"][1:]] == ["符合条文", "有不规范之处", "违反条文", "不能判断"]
    assert sheets["档案"][4][6].startswith("“steps[0].on”“日期”：日期须写成")
    assert len(sheets["问题"]) == 1 + sum(len(each.findings) for each in answers)
    heads, *rows = sheets["问题"]
    ballot = next(dict(zip(heads, row, strict=True)) for row in rows if row[9] == "G29")
    assert (ballot["条文"], ballot["版本"], ballot["条"]) == ("发展党员工作细则（2014）第21条", "XZ14", 21)
    assert ballot["看哪份材料"] == "支部大会会议记录、表决票、票决结果说明"
    assert ["合计", 4] in [row[:2] for row in sheets["合计"]]
    assert NOT_SEALED in [row[0] for row in sheets["说明"]]


def test_a_text_becomes_no_formula():
    sheets = drawn(check({**ROWS[0], "name": "=1+1"}, {**ROWS[0], "name": "@SUM(A1)"}))
    assert [row[2] for row in sheets["档案"][1:]] == ["=1+1", "@SUM(A1)"]


def set_here(monkeypatch) -> list[dict]:
    """What is given to be set, without setting it."""
    given: list[dict] = []
    monkeypatch.setattr(report, "typeset", lambda template, content: given.append(content) or b"%PDF")
    return given


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (2, [2]), (3, [2, 1]), (4, [2, 2])])
def test_the_paper_comes_in_volumes(monkeypatch, tmp_path, count, sizes):
    monkeypatch.setattr(report, "A_VOLUME", 2)
    given, answers = set_here(monkeypatch), check(ROWS[0], *[ROWS[2]] * count)
    papers = list(report.volumes(answers, Totals.of(answers), cover()))
    assert [len(each["dossiers"]) for each in given] == sizes
    assert [bool(each["articles"]) for each in given] == [True] + [False] * (len(sizes) - 1)
    assert given[0]["title"] == ("倒查报告 第 1 册" if len(sizes) > 1 else "倒查报告")
    name = _bound(tmp_path, papers)
    assert name == ("report.zip" if len(sizes) > 1 else "report.pdf")
    if len(sizes) > 1:
        assert zipfile.ZipFile(tmp_path / name).namelist() == [f"倒查报告-{number}.pdf" for number in (1, 2)]


def test_the_paper_names_the_article_the_papers_and_the_remedy_and_carries_the_seal(monkeypatch):
    given, answers = set_here(monkeypatch), check(*ROWS)
    seal = Seal(code_of(NOTE), picture(NOTE), 12, datetime(2026, 11, 2, 9, 0), 3)
    list(report.volumes(answers, Totals.of(answers), cover(seal)))
    (content,) = given
    assert code_of(NOTE) in content["foot"] and "此后另有 3 条" in content["foot"]
    assert content["seal"].startswith("<svg") or content["seal"].startswith("<?xml")
    heads = [each["head"] for each in content["dossiers"]]
    assert len(heads) == 3 and "李明" not in "".join(heads) and heads[0].startswith("王芳 （D-王芳） 旧档案.jsonl:2")
    ballot = next(row for each in content["dossiers"] for row in each["rows"] if "G29" in row[0])
    assert ballot[0] == "发展党员工作细则（2014）第21条，G29“无记名投票”" and ballot[1] == "违反条文"


needs_font = pytest.mark.skipif(not typeset.chinese_fonts(), reason="no font for Chinese on this machine")


@needs_font
def test_the_paper_is_set_as_pdf_a_and_markup_in_a_name_stays_text():
    evil = {**ROWS[2], "name": '#panic("x") $ * _ <a> \\', "ref": "#"}
    answers = check(evil)
    seal = Seal(code_of(NOTE), picture(NOTE), 12, datetime(2026, 11, 2, 9, 0), 0)
    (paper,) = report.volumes(answers, Totals.of(answers), cover(seal))
    assert paper.startswith(b"%PDF-") and paper.rstrip().endswith(b"%%EOF")
    assert re.search(rb"pdfaid:part>2<", paper) and re.search(rb"CJK|Han|Song|SimSun|WenQuanYi", paper)


def test_without_a_chinese_font_it_says_which_package_to_install(monkeypatch):
    monkeypatch.setattr(typeset, "chinese_fonts", lambda: ())
    with pytest.raises(typeset.NoFont, match="fonts-noto-cjk"):
        typeset.typeset(Path("none.typ"), {})
