"""Corrections on pages: what changes and why, which entry replaced which, and who has to confirm."""

import re

import pytest
from click.testing import CliRunner

from models import databases
from tests.live.town import POSTS, Town
from tests.pages.conftest import Site
from tests.pages.test_cases import ADMIT, seen, text
from web.commands.journal import journal

VOTES = {"on": "2026-11-02", **ADMIT}


@pytest.fixture
def either(database, tmp_path):
    """The pages of a town on each database."""
    databases.create(database.owner_url, app_role="zhibu_app")
    town = Town(database.app_url, database.owner_url, posts=POSTS)
    made = Site(town, tmp_path / "files")
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


@pytest.fixture
def case(site) -> int:
    return admitted(site)


def admitted(site) -> int:
    """A case whose admission was resolved today by 王芳."""
    made = site.town.build("fill_form", "2026-10-20")
    form = {"seen": seen(site, made), "sure": "yes", **VOTES}
    assert site.visitor("王芳").post(f"/membership/{made}/admit", form).status_code == 303
    return made


def last(site, case):
    return site.town.entries(case)[-1]


def propose(site, case, number, by="王芳", what="correct", reason="票数抄错", **changes):
    form = {"seen": seen(site, case), "what": what, "reason": reason, **VOTES, **changes}
    answer = site.visitor(by).post(f"/membership/{case}/correct/{number}", form)
    assert answer.status_code == 303, text(answer)
    return last(site, case).number


def confirm(site, case, number, by="孙丽"):
    answer = site.visitor(by).post(f"/membership/{case}/confirm/{number}", {"seen": seen(site, case)})
    assert answer.status_code == 303, text(answer)
    return last(site, case).number


def facts(page: str) -> list[tuple[str, str]]:
    """(title, value) of the first list of facts."""
    listed = page.partition('<dl class="facts">')[2].partition("</dl>")[0]
    return re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", listed, re.S)


def row(page: str, number: int) -> str:
    """An entry on a page of the journal."""
    return page.partition(f'id="n{number}"')[2].partition("</article>")[0]


def test_a_proposal_shows_only_what_changes_and_why(site, case):
    act = last(site, case).number
    propose(site, case, act, in_favour="9", against="0")
    page = site.visitor("孙丽").get(f"/membership/{case}").get_data(as_text=True)
    assert facts(page) == [("赞成票", "8 → 9"), ("反对票", "1 → 0"), ("更正理由", "票数抄错")]
    assert "由另一人确认：一支部（" in page
    journal = row(site.visitor("孙丽").get(f"/membership/{case}/journal").get_data(as_text=True), act + 1)
    assert facts(journal) == facts(page)


def test_a_proposal_that_changes_nothing_says_so(site, case):
    propose(site, case, last(site, case).number)
    page = site.visitor("孙丽").get(f"/membership/{case}").get_data(as_text=True)
    assert facts(page)[0][1] == "内容没有变化"


def test_a_second_correction_is_shown_against_the_first(site, case):
    act = last(site, case).number
    first = confirm(site, case, propose(site, case, act, in_favour="9", against="0"))
    second = propose(site, case, act, in_favour="7", against="2")
    page = site.visitor("孙丽").get(f"/membership/{case}/journal").get_data(as_text=True)
    assert facts(row(page, first)) == [("赞成票", "8 → 9"), ("反对票", "1 → 0"), ("更正理由", "票数抄错")]
    assert facts(row(page, second))[:2] == [("赞成票", "9 → 7"), ("反对票", "0 → 2")]


def test_personal_texts_of_rows_are_compared(site, case):
    number = next(entry.number for entry in site.town.entries(case) if entry.step == "talk")
    visitor, address = site.visitor("王芳"), f"/membership/{case}/correct/{number}"
    on = re.search(r'name="on" value="([^"]+)"', visitor.get(address).get_data(as_text=True))[1]
    form = {"seen": seen(site, case), "on": on, "what": "correct", "reason": "谈话人有误"}
    visitor.post(address, {**form, "talkers.0.person": str(site.town.people["赵强"])})
    shown = facts(visitor.get(f"/membership/{case}").get_data(as_text=True))
    assert any(" → 赵强" in value for _, value in shown) and ("更正理由", "谈话人有误") in shown


def test_a_corrected_entry_says_so_and_leads_to_its_correction(site, case):
    act = last(site, case).number
    made = confirm(site, case, propose(site, case, act, in_favour="9", against="0"))
    visitor = site.visitor("王芳")
    page = visitor.get(f"/membership/{case}").get_data(as_text=True)
    assert f"已更正，见第 {made} 条" in text(visitor.get(f"/membership/{case}"))
    assert f"/journal?before={made + 1}#n{act}" in page
    opened = visitor.get(f"/membership/{case}/journal", before=made + 1).get_data(as_text=True)
    assert f"已更正，见第 {made} 条" in row(opened, act) and "已更正" not in row(opened, made)
    assert row(opened, made)


def test_a_proposal_alone_corrects_nothing(site, case):
    propose(site, case, last(site, case).number, in_favour="9", against="0")
    visitor = site.visitor("王芳")
    assert "已更正" not in text(visitor.get(f"/membership/{case}/journal"))
    assert "已更正" not in text(visitor.get(f"/membership/{case}"))


def test_a_voided_entry_says_so(site, case):
    act = last(site, case).number
    proposal = propose(site, case, act, what="void", reason="误登")
    page = site.visitor("孙丽").get(f"/membership/{case}").get_data(as_text=True)
    assert facts(page) == [("作废", "是"), ("更正理由", "误登")]
    voided = confirm(site, case, proposal)
    page = site.visitor("王芳").get(f"/membership/{case}/journal").get_data(as_text=True)
    assert f"已作废，见第 {voided} 条" in row(page, act)
    assert facts(row(page, voided)) == [("作废", "是"), ("更正理由", "误登")]


def test_only_ones_own_last_entry_of_today_is_voided_alone(site, case):
    act, button = last(site, case).number, "作废本人今天登记的最后一条"
    address = f"/membership/{case}/correct/{act}"
    assert button in text(site.visitor("王芳").get(address))
    assert button not in text(site.visitor("孙丽").get(address))
    assert button not in text(site.visitor("王芳").get(f"/membership/{case}/correct/{act - 1}"))
    site.clock("2026-11-03")
    assert button not in text(site.visitor("王芳").get(address))


def test_voiding_ones_own_entry_says_why(site, case):
    act = last(site, case).number
    voided = propose(site, case, act, what="own", reason="登错了人")
    assert last(site, case).kind == "void"
    page = site.visitor("王芳").get(f"/membership/{case}/journal").get_data(as_text=True)
    assert ("更正理由", "登错了人") in facts(row(page, voided)) and f"已作废，见第 {voided} 条" in row(page, act)


def test_the_command_shows_the_same(site, case):
    act = last(site, case).number
    confirm(site, case, propose(site, case, act, in_favour="9", against="0"))
    told = CliRunner().invoke(journal, ["show", str(case), "--database", site.town.url]).output
    assert told.count("赞成票：8 → 9") == 2 and told.count("更正理由：票数抄错") == 2 and "proposal" not in told


def test_the_worklist_says_what_waits_for_a_second_person(site, case):
    assert "等待第二人确认" not in text(site.visitor("孙丽").get("/"))
    proposal = propose(site, case, last(site, case).number, in_favour="9", against="0")
    other, own = text(site.visitor("孙丽").get("/")), text(site.visitor("王芳").get("/"))
    assert "等待第二人确认的更正和说明 1 项" in other and "他人提议，等待确认" in other
    assert "本人提议，须由另一人确认" in own
    assert f'href="/membership/{case}"' in site.visitor("吴强").get("/").get_data(as_text=True)
    assert "等待第二人确认" not in text(site.visitor("郑洁").get("/"))
    confirm(site, case, proposal)
    assert "等待第二人确认" not in text(site.visitor("孙丽").get("/"))


def test_a_case_that_ended_waits_for_its_second_person_too(site, case):
    propose(site, case, last(site, case).number, in_favour="9", against="0")
    site.town.tamper(f'UPDATE "case" SET open = false WHERE id = {case}')
    assert "等待第二人确认的更正和说明 1 项" in text(site.visitor("孙丽").get("/"))


def test_both_databases_answer_alike(either):
    case = admitted(either)
    act = last(either, case).number
    proposal = propose(either, case, act, in_favour="9", against="0")
    assert "等待第二人确认的更正和说明 1 项" in text(either.visitor("孙丽").get("/"))
    made = confirm(either, case, proposal)
    assert "等待第二人确认" not in text(either.visitor("孙丽").get("/"))
    assert f"已更正，见第 {made} 条" in text(either.visitor("孙丽").get(f"/membership/{case}"))


def test_of_two_proposals_about_one_entry_the_other_still_waits(site, case):
    act = last(site, case).number
    first = propose(site, case, act, in_favour="9", against="0")
    second = propose(site, case, act, in_favour="7", against="2")
    confirm(site, case, second)
    page = text(site.visitor("孙丽").get("/"))
    assert "等待第二人确认的更正和说明 1 项" in page and f"第 {first} 条" in page


def test_more_than_are_listed_are_counted(site, case, monkeypatch):
    monkeypatch.setattr("web.pages.worklist.LISTED", 1)
    act = last(site, case).number
    propose(site, case, act, in_favour="9", against="0")
    propose(site, case, act, in_favour="7", against="2")
    page = text(site.visitor("孙丽").get("/"))
    assert "确认的更正和说明 2 项" in page and page.count("等待确认") == 1 and "只列出最近的 1 项" in page


def sent(page: str) -> dict[str, str]:
    """The form of a correction as the browser would send it back unchanged."""
    fields = dict(re.findall(r'<input class="form-control[^"]*" id="[^"]*" name="([^"]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]+)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def written_down(site) -> tuple[int, int]:
    """A case of the past, and the entry of a talk with two talkers: one known by name only, one of the register."""
    town = site.town
    case = town.build("decide_activist", "2026-10-20")
    return case, next(entry.number for entry in town.entries(case) if entry.step == "talk")


def test_what_was_written_down_is_corrected_as_its_paper_is_read(site):
    """Whoever is known by name only stays; what the paper does not hold is not asked for."""
    case, number = written_down(site)
    address = f"/membership/{case}/correct/{number}"
    page = site.visitor("王芳").get(address).get_data(as_text=True)
    typed = sent(page)
    assert typed.get("talkers.0.name")
    typed |= {"seen": seen(site, case), "what": "correct", "reason": "补充谈话人", "talkers.1.name": "样旧人"}
    answer = site.visitor("王芳").post(address, typed)
    assert answer.status_code == 303, text(answer)
    shown = dict(facts(site.visitor("孙丽").get(f"/membership/{case}").get_data(as_text=True)))
    (change,) = (value for title, value in shown.items() if "更正理由" not in title)
    assert typed["talkers.0.name"] in change.partition(" → ")[2] and "样旧人" in change.partition(" → ")[2]
    confirm(site, case, last(site, case).number)
    site.town.sound(case)


def test_somebody_chosen_from_the_register_stays_chosen(site):
    case, number = written_down(site)
    address, town = f"/membership/{case}/correct/{number}", site.town
    chosen = {"talkers.0.person": str(town.people["赵强"]), "talkers.0.name": ""}
    typed = {**sent(site.visitor("王芳").get(address).get_data(as_text=True)), **chosen}
    typed |= {"seen": seen(site, case), "what": "correct", "reason": "改为登记的人"}
    assert site.visitor("王芳").post(address, typed).status_code == 303
    confirm(site, case, last(site, case).number)
    again = sent(site.visitor("王芳").get(address).get_data(as_text=True))
    assert again["talkers.0.person"] == str(town.people["赵强"]) and again["talkers.0.name"] == ""
    again |= {"seen": seen(site, case), "what": "correct", "reason": "没有变化"}
    assert site.visitor("王芳").post(address, again).status_code == 303
    assert "内容没有变化" in text(site.visitor("孙丽").get(f"/membership/{case}"))
    town.sound(case)


def test_of_an_act_recorded_as_it_happened_everything_is_still_asked(site, case):
    number = last(site, case).number
    form = {"seen": seen(site, case), "what": "correct", "reason": "票数抄错", "on": VOTES["on"]}
    answer = site.visitor("王芳").post(f"/membership/{case}/correct/{number}", form)
    assert answer.status_code == 422 and "缺少“无记名投票”" in text(answer)
