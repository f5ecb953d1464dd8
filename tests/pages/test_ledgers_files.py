"""The ledgers as spreadsheets and on paper: whole, real days, no formulas, not endless."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from models.people import Person
from tests.pages.registered import LONG, UPTO, build, multiplied
from tests.pages.test_ledgers import names
from web.ledgers.columns import LEDGERS
from web.pages import ledger_rows, ledgers


def rows(answer) -> list[list]:
    assert answer.status_code == 200, answer.status_code
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    return book.get_sheet_by_index(0).to_python()


def part(answer, name: str) -> str:
    return zipfile.ZipFile(BytesIO(answer.data)).read(name).decode()


@pytest.mark.parametrize("stage", UPTO)
def test_a_spreadsheet_has_the_columns_of_the_ledger(site, stage):
    build(site, "李明", stage, "2026-10-20")
    answer = site.visitor("王芳").get(f"/ledgers/{stage}.xlsx")
    title, about, heads, line, *more = rows(answer)
    assert title[0] == LEDGERS[stage].title and "截至 2026-11-02" in about[0] and more == []
    assert heads == [column.title for column in LEDGERS[stage].columns]
    found = dict(zip(heads, line, strict=True))
    assert (found["序号"], found["姓名"], found["出生日期"], found["所在党支部"]) == (
        1,
        "李明",
        date(1995, 5, 4),
        "一支部",
    )
    assert isinstance(found["递交申请书日期"], date)
    assert LEDGERS[stage].title in part(answer, "xl/workbook.xml")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_what_a_probationer_s_line_says(site):
    build(site, "李明", "probationary", "2026-10-20")
    _, _, heads, line = rows(site.visitor("王芳").get("/ledgers/probationary.xlsx"))
    found = dict(zip(heads, line, strict=True))
    assert found["预备期自"] == found["接收大会日期"] and found["预备期至"] == date(
        found["预备期自"].year + 1, found["预备期自"].month, found["预备期自"].day
    )
    assert found["转正申请日期"] == date(2026, 10, 20)
    assert found["表决情况"] == "应到 15，实到 13，赞成 12，书面赞成 1，反对 0，弃权 1"
    assert (found["入党介绍人"], found["入党志愿书编号"]) == ("赵强、周敏", "样-000001")
    assert (found["考察次数"], found["延长至"], found["转正大会日期"], found["批准文号"]) == (1, "", "", "")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "'=1", LONG, "007"])
def test_no_text_becomes_a_formula_or_a_number(site, name):
    build(site, name, "applicant", "2026-10-20")
    answer = site.visitor("王芳").get("/ledgers/applicant.xlsx")
    assert rows(answer)[3][1] == name
    sheet = part(answer, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet and "<hyperlink" not in sheet


def test_how_the_spreadsheet_is_printed(site):
    build(site, "李明", "activist", "2026-10-20")
    answer = site.visitor("王芳").get("/ledgers/activist.xlsx")
    sheet = part(answer, "xl/worksheets/sheet1.xml")
    assert 'orientation="landscape"' in sheet and 'paperSize="9"' in sheet and 'fitToHeight="0"' in sheet
    assert 'state="frozen"' in sheet and 'ySplit="3"' in sheet
    assert "打印人：王芳，一支部 书记；打印时间：2026-11-02 10:00" in sheet
    assert "_xlnm.Print_Titles" in part(answer, "xl/workbook.xml")
    widths = [float(each) for each in re.findall(r'<col min="\d+" max="\d+" width="([\d.]+)"', sheet)]
    assert widths and min(widths) > 5


def test_an_ampersand_in_the_footer_is_no_code(site):
    with site.town.database.write.begin() as session:
        session.get(Person, site.town.people["王芳"]).name = "&D&P" * 15
    answer = site.visitor("王芳").get("/ledgers/applicant.xlsx")
    assert "&amp;D" not in part(answer, "xl/worksheets/sheet1.xml")


def test_an_empty_ledger_is_an_empty_spreadsheet(site):
    assert len(rows(site.visitor("王芳").get("/ledgers/applicant.xlsx"))) == 3


def test_on_paper_the_ledger_is_whole_and_says_who_printed_it(site):
    case = build(site, "李明", "applicant", "2026-10-20")
    multiplied(site, case, 120)
    page = site.visitor("王芳").get("/ledgers/applicant/print").get_data(as_text=True)
    assert len(names(page)) == 121 and "共 121 人" in page
    assert "<tfoot>" in page and "打印人：王芳，一支部 书记；打印时间：2026-11-02 10:00" in page
    assert len(rows(site.visitor("王芳").get("/ledgers/applicant.xlsx"))) == 3 + 121


def test_what_is_too_long_is_not_given_out_at_once(site, monkeypatch):
    case = build(site, "李明", "applicant", "2026-10-20")
    multiplied(site, case, 3)
    build(site, "周平", "applicant", "2026-10-20", "二支部")
    visitor = site.visitor("沈毅")
    for module in (ledgers, ledger_rows):
        monkeypatch.setattr(module, "MOST", 4)
    for address in ("/ledgers/applicant.xlsx", "/ledgers/applicant/print"):
        answer = visitor.get(address)
        assert answer.status_code == 422
        assert "名册共 5 人，一次最多输出 4 人" in answer.get_data(as_text=True)
        assert visitor.get(address, organisation=site.town.places["一支部"]).status_code == 200
    assert visitor.get("/ledgers/applicant").status_code == 200


def test_only_what_is_in_sight_is_given_out(site):
    build(site, "李明", "applicant", "2026-10-20")
    build(site, "周平", "applicant", "2026-10-20", "二支部")
    assert [line[1] for line in rows(site.visitor("郑洁").get("/ledgers/applicant.xlsx"))[3:]] == ["周平"]
    own = site.visitor("沈毅").get("/ledgers/applicant.xlsx", organisation=site.town.places["一支部"])
    found = rows(own)
    assert [line[1] for line in found[3:]] == ["李明"] and "党组织：一支部" in found[1][0]
