"""Papers that are not on file: marked on the case page, attached afterwards, and told no more."""

import io
import re

import pytest

from tests.live.town import FLOW, moment
from workflows.engine.dossier import Attached
from workflows.engine.errors import NotFound, NotInOffice
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.attaching import attach

from .test_attached import PDF
from .test_cases import seen

MARK = "材料未上传"
SCAN = Attached("0" * 64, "扫描件.pdf")


@pytest.fixture
def case(site) -> int:
    """Applied for and talked about, live; the talk has its paper, the application none."""
    town = site.town
    case = town.open("2026-10-01").case_id
    form = {"on": "2026-10-05", "talkers": [{"person": town.people["周敏"], "name": "周敏"}]}
    with town.working() as work:
        perform(work, FLOW, case, "talk", form, town.actor("王芳"), 1, moment("2026-10-05"), files=(SCAN,))
    return case


def page(site, case: int, name: str = "王芳", **query) -> str:
    answer = site.visitor(name).get(f"/membership/{case}", **query)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def marks(text: str) -> int:
    return len(re.findall(f">{MARK}<", text))


def supply(site, case: int, number: int, content: bytes = PDF, name: str = "王芳", **more):
    form = {"seen": seen(site, case), **more}
    if content:
        form["files"] = [(io.BytesIO(content), "申请书.pdf")]
    address = f"/membership/{case}/attach/{number}"
    return site.visitor(name).post(address, form, content_type="multipart/form-data")


def test_a_step_without_its_paper_is_marked_and_counted(site, case):
    text = page(site, case)
    assert marks(text) == 1 and "1 条办理应附的材料未上传" in text
    assert f"/membership/{case}/attach/1" in text and f"/membership/{case}/attach/2" not in text


def test_nothing_is_marked_where_no_file_is_kept(site):
    case = site.town.open("2026-10-01").case_id
    assert marks(page(site, case)) == 0 and "材料未上传" not in page(site, case)


def test_what_was_written_down_as_history_is_not_marked(site):
    case = site.town.build("assign_contacts", "2026-10-20")
    assert supply(site, case, 1).status_code == 303
    assert marks(page(site, case)) == 0


def test_an_attached_paper_ends_the_mark_and_changes_nothing_else(site, case):
    before = site.town.row(case)
    assert supply(site, case, 1).status_code == 303
    assert marks(page(site, case)) == 0
    after = site.town.row(case)
    assert (after["stage"], after["snapshot"]) == (before["stage"], before["snapshot"])
    assert after["version"] == before["version"] + 1
    site.town.sound(case)
    journal = site.visitor("王芳").get(f"/membership/{case}/journal").get_data(as_text=True)
    assert "补附材料" in journal and "申请书.pdf" in journal
    assert site.visitor("王芳").get(f"/membership/{case}/file/3/0").data == PDF


def test_the_case_goes_on_after_it(site, case):
    supply(site, case, 1)
    town = site.town
    town.take(case, "decide_activist", "2026-10-20", recommended_by=["members"])
    town.sound(case)
    assert town.row(case)["stage"] == "activist"


def test_the_superior_sees_the_mark_and_may_attach(site, case):
    assert marks(page(site, case, "吴强")) == 1
    assert supply(site, case, 1, name="吴强").status_code == 303


def test_another_branch_finds_nothing(site, case):
    assert site.visitor("郑洁").get(f"/membership/{case}/attach/1").status_code == 404
    assert supply(site, case, 1, name="郑洁").status_code == 404


def test_without_a_file_it_says_what_to_do(site, case):
    answer = supply(site, case, 1, content=b"")
    assert answer.status_code == 422 and "没有选择文件" in answer.get_data(as_text=True)
    assert len(site.town.entries(case)) == 2


def test_a_file_that_is_not_what_it_says_is_refused(site, case):
    answer = supply(site, case, 1, content=b"MZ not a document")
    assert answer.status_code == 422
    assert len(site.town.entries(case)) == 2


def test_a_stale_page_attaches_nothing(site, case):
    assert supply(site, case, 1, seen=1).status_code == 409
    assert len(site.town.entries(case)) == 2


@pytest.mark.parametrize("number", [3, 99])
def test_an_entry_that_is_not_there_has_no_page(site, case, number):
    visitor = site.visitor("王芳")
    assert visitor.get(f"/membership/{case}/attach/{number}").status_code == 404


def test_who_holds_no_office_for_the_step_attaches_nothing(site, case):
    town = site.town
    with pytest.raises(NotInOffice), town.working() as work:
        attach(work, FLOW, case, 1, (SCAN,), town.actor("陈刚"), 2, moment("2026-10-06"))
    with pytest.raises(NotFound), town.working() as work:
        attach(work, FLOW, case, 1, (SCAN,), Actor(town.people["周敏"]), 2, moment("2026-10-06"))
