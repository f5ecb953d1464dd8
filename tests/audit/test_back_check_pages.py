"""The pages of the back-check: judged beside the requests, nothing recorded, nobody else's, and after a restart it goes on."""

from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import load_workbook

from tests.pages.importing import counted, filled, lines, sheet, text
from web import typeset
from web.back_check import running
from web.back_check.running import A_BATCH

from .back_checking import ADDRESS, checked, finished, given
from .room import AUDITOR, ELSEWHERE, furnished
from .test_back_check import ROWS, dossier


@pytest.fixture
def auditor(site):
    furnished(site.town)
    return site.visitor(AUDITOR)


def folders(site) -> list:
    """What is kept of files that were given."""
    root = site.app.extensions["zhibu"].files / "back-check"
    return [each for each in root.glob("*") if each.is_dir()]


stops = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


def test_an_auditor_finds_article_paper_and_remedy_and_nothing_is_recorded(site, auditor):
    before = counted(site)
    page = text(auditor.get(checked(auditor, lines(*ROWS))))
    assert "符合条文 1" in page and "违反条文 1" in page and "有不规范之处 1" in page and "不能判断 1" in page
    assert "须采取无记名投票方式表决" in page and "发展党员工作细则（2014）第21条，G29" in page.replace(
        "， G29", "，G29"
    )
    assert "支部大会会议记录、表决票、票决结果说明" in page.replace(" ", "")
    assert "报上级党组织研究认定" in page and "steps[0].on" in page
    assert counted(site) == before


def test_staff_may_ask_as_well_and_a_member_without_a_post_may_not(site, auditor):
    assert "符合条文 1" in text(site.visitor("王芳").get(checked(site.visitor("王芳"), lines(ROWS[0]))))
    member = site.visitor("赵强")
    assert member.get(ADDRESS).status_code == 403
    assert given(member, lines(ROWS[0])).status_code == 403


def test_it_is_there_only_for_whoever_gave_it_and_for_a_day(site, auditor):
    address = checked(auditor, lines(ROWS[0]))
    other = site.visitor(ELSEWHERE)
    for part in ("", "/findings.xlsx", "/report"):
        assert other.get(f"{address}{part}").status_code == 404
    assert other.post(f"{address}/remove").status_code == 404
    site.now += timedelta(days=1)
    assert site.visitor(AUDITOR).get(address).status_code == 200
    site.now += timedelta(seconds=1)
    assert site.visitor(AUDITOR).get(address).status_code == 404


def test_the_template_is_taken_and_the_findings_come_as_a_spreadsheet(auditor):
    address = checked(auditor, filled(*ROWS[:3]), "模板.xlsx")
    answer = auditor.get(f"{address}/findings.xlsx")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    book = load_workbook(BytesIO(answer.data))
    answer.close()
    assert [row[2] for row in book.get_sheet_by_name("档案").to_python()[1:]] == ["李明", "王芳", "赵强"]


@pytest.mark.skipif(not typeset.chinese_fonts(), reason="no font for Chinese on this machine")
def test_the_paper_comes_as_pdf(auditor):
    answer = auditor.get(f"{checked(auditor, lines(*ROWS))}/report")
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    answer.close()


def test_without_a_font_there_is_the_spreadsheet_and_a_word_on_what_to_install(auditor, monkeypatch):
    monkeypatch.setattr(typeset, "chinese_fonts", lambda: ())
    address = checked(auditor, lines(*ROWS))
    assert "fonts-noto-cjk" in text(auditor.get(address))
    assert auditor.get(f"{address}/report").status_code == 404
    with auditor.get(f"{address}/findings.xlsx") as answer:
        assert answer.status_code == 200


def test_a_file_of_another_kind_is_refused_at_once_and_not_kept(site, auditor):
    answer = given(auditor, b"x", "旧.doc")
    assert answer.status_code == 422 and "不认识的文件类型 .doc" in text(answer)
    assert folders(site) == []


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.jsonl", "文件里没有档案"),
        (b"PK", "坏.xlsx", "不是可以读的 .xlsx 文件"),
        (sheet(("姓名", "申请日期"), ("李明", "2024-01-05")), "名册.xlsx", "这不是填好的模板"),
    ],
    ids=["empty", "broken", "foreign"],
)
def test_a_file_that_cannot_be_judged_says_why_and_can_be_removed(site, auditor, content, name, said):
    address = checked(auditor, content, name)
    answer = auditor.get(address)
    assert said in text(answer) and "Refresh" not in answer.headers
    assert auditor.post(f"{address}/on").status_code == 303 and said in text(auditor.get(address))
    assert auditor.post(f"{address}/remove").status_code == 303 and folders(site) == []


@stops
def test_the_page_tells_how_far_it_is_and_comes_again_by_itself(auditor, monkeypatch):
    halted(monkeypatch)
    address = given(auditor, lines(*[ROWS[0]] * (A_BATCH + 1))).location
    finished(auditor, address)
    monkeypatch.setattr("web.pages.audit_back_check.runs", lambda upload: True)
    answer = auditor.get(address)
    assert f"已判断 {A_BATCH} 份，共 {A_BATCH + 1} 份" in text(answer) and answer.headers["Refresh"] == "2"


def halted(monkeypatch) -> None:
    """The server stops behind the first batch."""
    whole = running.batches

    def first(*given):
        yield next(whole(*given))
        raise SystemExit

    monkeypatch.setattr(running, "batches", first)


@stops
def test_after_a_restart_it_goes_on_where_it_stopped(site, auditor, monkeypatch):
    rows = [dossier(f"甲{number}", "talk") for number in range(A_BATCH + 5)]
    with monkeypatch.context() as stopping:
        halted(stopping)
        address = given(auditor, lines(*rows)).location
        finished(auditor, address)
    answer = auditor.get(address)
    page = text(answer)
    assert (
        "判断中断了" in page and f"已判断 {A_BATCH} 份，共 {A_BATCH + 5} 份" in page and "Refresh" not in answer.headers
    )
    assert auditor.get(f"{address}/findings.xlsx").status_code == 404
    assert auditor.post(f"{address}/on").status_code == 303
    finished(auditor, address)
    assert f"共 {A_BATCH + 5} 份档案" in text(auditor.get(address))
    with auditor.get(f"{address}/findings.xlsx") as answer:
        told = load_workbook(BytesIO(answer.data)).get_sheet_by_name("档案").to_python()[1:]
    assert [row[2] for row in told] == [row["name"] for row in rows]


def test_a_defect_is_logged_and_said_and_does_not_begin_again(auditor, monkeypatch, caplog):
    def fails(*given):
        raise ZeroDivisionError

    monkeypatch.setattr(running, "batches", fails)
    address = checked(auditor, lines(ROWS[0]))
    assert "倒查没有完成" in text(auditor.get(address)) and "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    auditor.post(f"{address}/on")
    assert "倒查没有完成" in text(auditor.get(address))


def test_what_was_removed_is_gone(site, auditor):
    address = checked(auditor, lines(ROWS[0]))
    assert len(folders(site)) == 1
    assert auditor.post(f"{address}/remove").status_code == 303
    assert auditor.get(address).status_code == 404
    assert folders(site) == []
