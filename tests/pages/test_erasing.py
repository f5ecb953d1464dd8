"""Erasure on pages: chosen, looked at, proposed and confirmed by two persons; what is wrong is named; the gap is shown."""

import io
import json
import re

import pytest

from models import databases
from models.events import ORGANISATION, Stream
from models.journal import Entry
from tests.live.town import POSTS, Town, moment
from tests.pages.bureau import bureau  # noqa: F401 (a fixture)
from tests.pages.conftest import Site
from web.erasing import given_out
from web.pages import erasing
from web.pages.erasable import beginning
from workflows.office.events import Happened, record

from .test_attached import PDF
from .test_cases import seen, text

DECISION = {"number": "示例〔2026〕9号", "on": "2026-11-01", "reason": "本人申请。"}
TALKERS = [{"name": "周敏"}, {"name": "赵强强"}]
NAME = "2:talkers.0.name"
GONE = "个人内容已抹去，见第 6 条"


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
    return talked(site)


def talked(site) -> int:
    """A case with a talk by two named people, whose names a correction repeated: entries 2, 3 and 4."""
    town = site.town
    case = town.open("2026-10-01").case_id
    town.take(case, "talk", "2026-10-02", talkers=TALKERS)
    corrected = {"on": "2026-10-03", "talkers": TALKERS}
    proposal = town.propose(case, "correct", "王芳", "2026-10-04", entry=2, form=corrected, reason="日期误登。")
    town.confirm(case, proposal.number, "孙丽", "2026-10-04")
    return case


def post(site, case, by="王芳", **more):
    form = {"seen": seen(site, case), "which": "some", "item": [NAME], **DECISION, **more}
    return site.visitor(by).post(f"/membership/{case}/erase", form)


def erased(site, case, **more):
    """The page that tells of an erasure, proposed by 王芳 and confirmed by 孙丽."""
    assert post(site, case, sure="yes", **more).status_code == 303
    number = site.town.row(case)["last_number"]
    visitor = site.visitor("孙丽")
    answer = visitor.post(f"/membership/{case}/confirm/{number}", {"seen": seen(site, case)})
    assert answer.status_code == 303 and answer.location == f"/membership/{case}/erase/{number}"
    return visitor.get(answer.location)


def fields(site, case) -> set[tuple[int, str]]:
    asked = "SELECT number, field FROM entry_text JOIN entry ON entry.id = entry_id WHERE case_id = :case"
    return {(row["number"], row["field"]) for row in site.town.ask(asked, case=case)}


def entry(site, case, number: int, by: str = "王芳") -> str:
    """An entry on the page of the journal, without its tags."""
    page = site.visitor(by).get(f"/membership/{case}/journal").get_data(as_text=True)
    return re.sub(r"<[^>]+>", " ", page.partition(f'id="n{number}"')[2].partition("</article>")[0])


def wrong(answer) -> str:
    """What stands beside the field in which something is wrong."""
    told = re.findall(r'<div class="field-error"[^>]*>(.*?)</div>', answer.get_data(as_text=True))
    return "；".join(told)


def test_the_page_lists_entries_with_their_texts_and_never_a_text_as_a_whole(site, case):
    page = text(site.visitor("王芳").get(f"/membership/{case}/erase"))
    assert "第 2 条 派人谈话 2026-10-02" in page
    assert "谈话人第 1 项的姓名 “周…”" in page and "谈话人第 2 项的姓名 “赵…”" in page
    assert "更正后的谈话人第 1 项的姓名" in page and "周敏" not in page and "赵强强" not in page
    assert "更正理由" in page and "talkers" not in page


@pytest.mark.parametrize(
    ("whole", "shown"),
    [("", ""), ("周", "…"), ("周敏", "周…"), ("一" * 24, "一" * 12 + "…"), ("一" * 26, "一" * 12 + "…")],
)
def test_a_text_is_told_by_half_of_it_at_most(whole, shown):
    assert beginning(whole) == shown


def test_a_look_names_exactly_what_goes_and_changes_nothing(site, case):
    before = fields(site, case)
    answer = post(site, case)
    page = text(answer)
    assert answer.status_code == 200 and "尚未提议" in page and "示例〔2026〕9号" in page and "2026-11-01" in page
    told = page.partition("抹去的内容")[2].partition("此前交出过什么")[0]
    assert "第 2 条 派人谈话" in told and "谈话人第 1 项的姓名" in told
    assert told.count("更正后的谈话人第 1 项的姓名") == 2 and "第 2 项" not in told
    assert fields(site, case) == before and site.town.row(case)["last_number"] == 4
    site.town.sound(case)


def test_two_persons_erase_and_the_gap_is_shown_as_what_it_is(site, case):
    before = fields(site, case)
    page = text(erased(site, case))
    assert "已抹去的个人内容" in page and "第 5 条提议已经确认" in page and "谈话人第 1 项的姓名" in page
    gone = {(2, "talkers.0.name"), (3, "form.talkers.0.name"), (4, "form.talkers.0.name")}
    assert fields(site, case) == before - gone | {(5, "reason")}
    shown = text(site.visitor("王芳").get(f"/membership/{case}"))
    assert GONE in shown and "周敏" not in shown
    lost, erasure, beside = entry(site, case, 2), entry(site, case, 6), entry(site, case, 7)
    assert GONE in lost and "（已清除）" in lost and "赵强强" in lost
    assert "对第 2 条" in erasure and "谈话人第 1 项的姓名" in erasure and "示例〔2026〕9号" in erasure
    assert "决定日期 2026-11-01" in re.sub(r"\s+", " ", erasure) and "本人申请。" in erasure
    assert "更正后的谈话人第 1 项的姓名" in beside and "talkers" not in erasure + beside
    assert "个人内容已抹去" not in entry(site, case, 1)
    site.town.sound(case)


def test_both_databases_erase_several_entries_at_once(either):
    case = talked(either)
    told = text(erased(either, case, item=[NAME, "3:reason"]))
    assert "谈话人第 1 项的姓名" in told and "第 3 条 更正" in told and "更正理由" in told
    left = fields(either, case)
    assert not left & {(2, "talkers.0.name"), (3, "reason"), (3, "form.talkers.0.name")}
    assert {(2, "talkers.1.name"), (4, "form.talkers.1.name")} <= left
    assert [
        json.loads(each.facts)["facts"]["entry"] for each in either.town.entries(case) if each.kind == "erasure"
    ] == [2, 3, 4]
    either.town.sound(case)


def test_the_whole_case_goes(site, case):
    page = text(post(site, case, which="all", item=[]))
    assert "全案的个人内容和附件" in page and page.count("谈话人第 2 项的姓名") == 3
    erased(site, case, which="all", item=[])
    assert fields(site, case) == {(5, "reason")}
    assert "全案的个人内容和附件" in entry(site, case, 5)
    answer = site.visitor("王芳").get(f"/membership/{case}/erase")
    assert answer.status_code == 200 and "没有可以抹去的个人内容" in text(answer)
    assert "抹去个人内容<" not in site.visitor("王芳").get(f"/membership/{case}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("more", "name", "said"),
    [
        ({"item": []}, "parts", "没有勾选任何内容"),
        ({"which": ""}, "parts", "请选定：抹去全案，还是只抹去勾选的内容"),
        ({"which": "all"}, "parts", "已选全案，又勾选了个别内容"),
        ({"item": ["9:talkers.0.name"]}, "parts", "案件中没有第 9 条记录"),
        ({"item": ["2:opinion"]}, "parts", "第 2 条的“opinion”已经抹去，或者没有这一项"),
        ({"item": ["2"]}, "parts", "不认识勾选的内容“2”"),
        ({"item": ["二:talkers.0.name"]}, "parts", "不认识勾选的内容“二:talkers.0.name”"),
        ({"on": "2026-11-03"}, "on", "“决定日期”在今天（2026-11-02）之后"),
        ({"on": "昨天"}, "on", "日期须写成"),
        ({"on": ""}, "on", "缺少“决定日期”"),
        ({"number": ""}, "number", "缺少“决定文号”"),
        ({"reason": " "}, "reason", "缺少“理由”"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(site, case, more, name, said):
    answer = post(site, case, **more)
    assert answer.status_code == 422 and said in wrong(answer)
    page = answer.get_data(as_text=True)
    assert f'id="f-{name}-error"' in page and 'id="i-2-1"' in page
    assert ("本人申请。" in page) is (name != "reason")
    assert site.town.row(case)["last_number"] == 4


def test_everything_that_is_wrong_is_named_at_once(site, case):
    told = wrong(post(site, case, item=[], number="", on="昨天"))
    assert "没有勾选任何内容" in told and "缺少“决定文号”" in told and "日期须写成" in told


@pytest.mark.parametrize(("on", "status"), [("2026-11-02", 200), ("2026-11-03", 422)])
def test_a_decision_may_be_of_today_and_not_of_tomorrow(site, case, on, status):
    assert post(site, case, on=on).status_code == status


def test_an_entry_of_another_case_is_not_there(site, case):
    other = site.town.open("2026-10-05", subject=site.town.person("样乙")).case_id
    site.town.take(other, "talk", "2026-10-06", talkers=TALKERS)
    answer = post(site, other, item=["4:form.talkers.0.name"])
    assert answer.status_code == 422 and "案件中没有第 4 条记录" in wrong(answer)


def test_a_text_that_was_erased_meanwhile_is_named(site, case):
    stale = seen(site, case)
    erased(site, case)
    for version in (stale, seen(site, case)):
        answer = post(site, case, seen=version)
        assert answer.status_code == 422
        assert "第 2 条的“谈话人第 1 项的姓名”已经抹去" in wrong(answer)
    answer = post(site, case, seen=stale, item=["2:talkers.1.name"])
    assert answer.status_code == 409 and "本人申请。" in text(answer)


def test_of_two_proposals_the_second_finds_nothing_left(site, case):
    post(site, case, sure="yes")
    erased(site, case)
    page = text(site.visitor("孙丽").get(f"/membership/{case}/erase/5"))
    assert "所列内容此前都已抹去" in page and "确认抹去" not in page
    assert site.visitor("孙丽").post(f"/membership/{case}/confirm/5", {"seen": seen(site, case)}).status_code == 422


def test_what_was_typed_comes_back(site, case):
    page = post(site, case, more="").get_data(as_text=True)
    assert "示例〔2026〕9号" in page and f'value="{NAME}" checked' in page and 'value="some" checked' in page
    assert page.count(" checked") == 2


@pytest.mark.parametrize(("by", "may"), [("王芳", True), ("吴强", True), ("陈刚", False), ("何明", False)])
def test_the_way_is_shown_to_whoever_may_propose(site, case, by, may):
    site.town.person("何明")
    site.town.change(site.town.post("何明", "auditor", "镇党委"))
    page = site.visitor(by).get(f"/membership/{case}").get_data(as_text=True)
    assert (f"/membership/{case}/erase" in page) is may
    assert site.visitor(by).get(f"/membership/{case}/erase").status_code == (200 if may else 403)
    assert post(site, case, by, sure="yes").status_code == (303 if may else 403)
    assert site.town.row(case)["last_number"] == (5 if may else 4)


def test_a_proposal_is_confirmed_by_another_and_declined_by_reason(site, case):
    post(site, case, sure="yes")
    shown = site.visitor("孙丽").get(f"/membership/{case}").get_data(as_text=True)
    assert f"/membership/{case}/erase/5" in shown and "第 2 条“派人谈话”：谈话人第 1 项的姓名" in shown
    own, another, looks = (text(site.visitor(by).get(f"/membership/{case}/erase/5")) for by in ("王芳", "孙丽", "陈刚"))
    assert "提议人不能确认自己的提议" in own and "确认抹去" not in own
    assert "确认抹去" in another and "不予确认" in another
    assert "由另一人确认：一支部（" in looks and "确认抹去" not in looks
    form = {"seen": seen(site, case), "reason": "决定已撤销"}
    assert site.visitor("孙丽").post(f"/membership/{case}/decline/5", form).status_code == 303
    assert "没有抹去任何内容" in text(site.visitor("孙丽").get(f"/membership/{case}/erase/5"))
    assert (2, "talkers.0.name") in fields(site, case)


@pytest.mark.parametrize("number", [1, 3, 99])
def test_what_proposes_no_erasure_has_no_page(site, case, number):
    assert site.visitor("王芳").get(f"/membership/{case}/erase/{number}").status_code == 404


def test_what_was_given_out_since_is_told_before_and_after(site, case):
    def give(place: str, at: str, what: str) -> None:
        with site.town.database.work() as work:
            stream = Stream(ORGANISATION, site.town.places[place])
            record(work.session, Happened(stream, "given_out", what, site.town.people["赵强"]), moment(at))
            work.commit()

    give("一支部", "2026-10-01", "applicant")
    none = text(post(site, case)).partition("此前交出过什么")[2]
    assert "没有交出过名册、导出或者迎检包" in none
    give("一支部", "2026-10-02", "inspection_pack")
    give("镇党委", "2026-10-03", "audit_export")
    give("二支部", "2026-10-04", "activist")
    for page in (text(post(site, case)), text(erased(site, case))):
        told = page.partition("此前交出过什么")[2]
        assert "2026-10-02 10:00 迎检包 赵强" in told and "2026-10-03 10:00 审计导出" in told
        assert "申请人" not in told and "2026-10-04" not in told


def test_only_the_newest_that_were_given_out_are_listed(site, case, monkeypatch):
    monkeypatch.setattr(erasing, "MOST_TOLD", 1)
    for at in ("2026-10-05", "2026-10-06"):
        with site.town.database.work() as work:
            stream = Stream(ORGANISATION, site.town.places["一支部"])
            record(work.session, Happened(stream, "given_out", "audit_export"), moment(at))
            work.commit()
    page = text(post(site, case))
    assert "共 2 次，只列出最近的 1 次" in page and "2026-10-06 10:00" in page and "2026-10-05" not in page


def test_a_file_goes_and_its_place_says_so(site, case):
    form = {"seen": seen(site, case), "files": [(io.BytesIO(PDF), "申请书.pdf")]}
    visitor = site.visitor("王芳")
    assert visitor.post(f"/membership/{case}/attach/1", form, content_type="multipart/form-data").status_code == 303
    assert "第 1 个附件 “申请书…”" in text(visitor.get(f"/membership/{case}/erase"))
    assert visitor.get(f"/membership/{case}/file/5/0").status_code == 200
    told, kept = text(erased(site, case, item=["5:files.0"])), "文件本身也删除"
    assert "第 1 个附件" in told and kept in told and kept not in text(post(site, case))
    answer = visitor.get(f"/membership/{case}/file/5/0")
    assert answer.status_code == 404 and "已依决定抹去" in text(answer)
    told = entry(site, case, 5)
    assert "个人内容已抹去，见第 7 条" in told and "（已清除）" in told and "申请书" not in told
    assert f"/membership/{case}/file/5/0" not in visitor.get(f"/membership/{case}/journal").get_data(as_text=True)
    assert [path for path in site.app.extensions["zhibu"].files.rglob("*") if path.is_file()] == []


def test_a_file_erased_here_is_not_given_out_here_though_another_entry_keeps_it(site, case):
    visitor = site.visitor("王芳")
    for number in (1, 2):
        form = {"seen": seen(site, case), "files": [(io.BytesIO(PDF), "申请书.pdf")]}
        assert (
            visitor.post(f"/membership/{case}/attach/{number}", form, content_type="multipart/form-data").status_code
            == 303
        )
    erased(site, case, item=["5:files.0"])
    assert visitor.get(f"/membership/{case}/file/5/0").status_code == 404
    assert visitor.get(f"/membership/{case}/file/6/0").data == PDF


@pytest.mark.parametrize(("at_once", "more"), [(2, True), (3, False)])
def test_a_long_case_is_listed_in_parts(site, case, monkeypatch, at_once, more):
    monkeypatch.setattr(erasing, "A_PAGE", at_once)
    visitor = site.visitor("王芳")
    page = visitor.get(f"/membership/{case}/erase").get_data(as_text=True)
    assert ("after=3" in page) is more and ('id="i-4-1"' in page) is not more
    rest = visitor.get(f"/membership/{case}/erase", after=3).get_data(as_text=True)
    assert 'id="i-4-1"' in rest and 'id="i-3-1"' not in rest


def test_a_proposal_that_another_erasure_took_a_part_of_is_shown_and_confirmed_as_what_is_left(site, case):
    post(site, case, sure="yes", item=[NAME, "2:talkers.1.name"])
    number = site.town.row(case)["last_number"]
    erased(site, case)
    page = text(site.visitor("孙丽").get(f"/membership/{case}/erase/{number}"))
    told = page.partition("抹去的内容")[2].partition("此前交出过什么")[0]
    assert "谈话人第 2 项的姓名" in told and "第 1 项的姓名" not in told and "确认抹去" in page
    form = {"seen": seen(site, case)}
    assert site.visitor("孙丽").post(f"/membership/{case}/confirm/{number}", form).status_code == 303
    assert not {each for each in fields(site, case) if "talkers" in each[1]}


def test_what_came_after_the_proposal_is_neither_shown_nor_taken(site, case):
    post(site, case, sure="yes", which="all", item=[])
    corrected = {"on": "2026-10-03", "talkers": [{"name": "欧阳新"}]}
    later = site.town.propose(case, "correct", "王芳", "2026-11-02", entry=2, form=corrected, reason="新理由")
    page = text(site.visitor("孙丽").get(f"/membership/{case}/erase/5"))
    assert "第 4 条 更正" in page and f"第 {later.number} 条 更正" not in page
    form = {"seen": seen(site, case)}
    assert site.visitor("孙丽").post(f"/membership/{case}/confirm/5", form).status_code == 303
    assert {each for each in fields(site, case) if each[0] < 5} == set()
    assert (later.number, "form.talkers.0.name") in fields(site, case)


@pytest.mark.parametrize(("by", "title"), [("王芳", "撤回提议"), ("孙丽", "不予确认")])
def test_a_proposal_of_which_nothing_is_left_is_ended(site, case, by, title):
    post(site, case, sure="yes")
    erased(site, case)
    assert title in text(site.visitor(by).get(f"/membership/{case}"))
    form = {"seen": seen(site, case), "reason": "已经抹去"}
    assert site.visitor(by).post(f"/membership/{case}/decline/5", form).status_code == 303
    assert "等待另一人确认" not in text(site.visitor("孙丽").get(f"/membership/{case}"))


def test_one_content_attached_twice_goes_from_both_places_and_both_are_told(site, case):
    visitor = site.visitor("王芳")
    form = {"seen": seen(site, case), "files": [(io.BytesIO(PDF), "李明.pdf"), (io.BytesIO(PDF), "周敏.pdf")]}
    assert visitor.post(f"/membership/{case}/attach/1", form, content_type="multipart/form-data").status_code == 303
    told = text(post(site, case, item=["5:files.0"]))
    assert "第 1 个附件 “李明" in told and "第 2 个附件 “周敏" in told
    erased(site, case, item=["5:files.0"])
    for place in (0, 1):
        assert "已依决定抹去" in text(visitor.get(f"/membership/{case}/file/5/{place}"))


def test_a_file_that_was_erased_between_the_look_and_the_click_is_asked_for_again(site, case):
    visitor, another = site.visitor("王芳"), site.visitor("孙丽")
    form = {"seen": seen(site, case), "files": [(io.BytesIO(PDF), "申请书.pdf")]}
    assert visitor.post(f"/membership/{case}/attach/1", form, content_type="multipart/form-data").status_code == 303
    other = site.town.open("2026-10-05", subject=site.town.person("样乙")).case_id
    talk = {"seen": seen(site, other), "on": "2026-10-06", "files": [(io.BytesIO(PDF), "材料.pdf")]}
    looked = another.post(f"/membership/{other}/talk", talk, content_type="multipart/form-data")
    words = re.findall(r'name="file" value="([^"]+)"', looked.get_data(as_text=True))
    assert len(words) == 1
    erased(site, case, item=["5:files.0"])
    before = site.town.row(other)["last_number"]
    answer = another.post(f"/membership/{other}/attach/1", {"seen": seen(site, other), "file": words})
    assert answer.status_code == 422 and "请重新选择文件" in text(answer)
    assert site.town.row(other)["last_number"] == before


@pytest.mark.parametrize(
    "item",
    ["2:files.x", "2:files.²", "2:on.0.name", "2:talkers.0", "2:talkers.0.zzz", "2:talkers.²", "2:allowed.",
     "2:form.talkers.0.name", "3:form.zzz.0.q", "3:form.files.x", "2:" + "长" * 5000, f"2:talkers.{'9' * 30}.name"],
)  # fmt: skip
def test_a_text_that_never_was_is_named_as_it_was_typed(site, case, item):
    answer = post(site, case, item=[item])
    assert answer.status_code == 422 and f"第 {item[0]} 条的“{item[2:62]}”已经抹去，或者没有这一项" in wrong(answer)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("erase?after=" + "9" * 15, 200),
        ("erase?after=" + "9" * 20, 200),
        ("journal?before=" + "9" * 20, 200),
        ("erase/" + "9" * 15, 404),
        ("erase/" + "9" * 20, 404),
        ("decline/" + "9" * 20, 404),
    ],
)
def test_a_number_of_too_many_digits_breaks_nothing(site, case, address, status):
    path, _, asked = address.partition("?")
    query = dict([asked.split("=")]) if asked else {}
    assert site.visitor("王芳").get(f"/membership/{case}/{path}", **query).status_code == status


def test_who_may_propose_nothing_of_the_first_part_is_shown_the_way_on(site, case, monkeypatch):
    monkeypatch.setattr(erasing, "A_PAGE", 1)
    monkeypatch.setattr(erasing, "own_of", lambda seen, found: [each for each in found if each.entry.number > 2])
    page = site.visitor("王芳").get(f"/membership/{case}/erase")
    assert "没有可以抹去的个人内容" not in text(page) and "after=2" in page.get_data(as_text=True)


def test_what_lists_hold_of_a_registered_person_is_told_wherever_the_person_is(bureau):  # noqa: F811
    office, person = bureau.town.office("县委"), bureau.town.people["李明"]
    for place, at, what in (("一支部", "2026-10-03", "applicant"), ("二支部", "2026-10-04", "activist")):
        with bureau.town.database.work() as work:
            stream = Stream(ORGANISATION, bureau.town.places[place])
            record(work.session, Happened(stream, "given_out", what), moment(at))
            work.commit()
    with bureau.town.database.read() as session:
        rows = session.query(Entry).filter(Entry.case_id == office.id, Entry.step == "register_person")
        (number,) = [each.number for each in rows if json.loads(bytes(each.facts))["facts"]["person"] == person]
        told = [each.what for each in given_out(session, office.id, [number])]
        others = [each.what for each in given_out(session, office.id, [1])]
    assert told == ["applicant"] and others == []
