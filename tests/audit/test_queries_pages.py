"""The questions of the auditors' room, asked of a journal as it is: what is found, what is not, who may ask."""

import re
from datetime import date, timedelta

import pytest

from models import line_search
from models.people import Kinship
from tests.election.live.branch import PEOPLE
from tests.live.town import moment
from tests.office.conftest import AT, TODAY
from tests.office.merger import Merger
from tests.pages.bureau import bureau  # noqa: F401 (a fixture)
from tests.pages.electing import electing  # noqa: F401 (a fixture)
from web.pages.audit_questions import QUESTIONS
from workflows.engine.errors import WorkflowError
from workflows.engine.offices import Actor
from workflows.office.record import found as begin
from workflows.office.record import take

from .room import ADMINISTRATOR, AUDITOR, ELSEWHERE, furnished


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def room(site):
    furnished(site.town)
    return site


def asked(site, name: str, who: str = AUDITOR, **more) -> str:
    """The rows of a question, as text."""
    answer = site.visitor(who).get(f"/audit/queries/{name}", **more)
    assert answer.status_code == 200
    body = answer.get_data(as_text=True)
    assert ("没有这样的案件" in body) != ("<tbody>" in body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.partition("<tbody>")[2].partition("</tbody>")[0]))


@pytest.mark.parametrize("tries, found", [(2, False), (3, True)])
def test_refusals_repeated_until_they_passed(room, tries, found):
    town = room.town
    case = town.open("2026-06-01").case_id
    for _ in range(tries):
        with pytest.raises(WorkflowError):
            town.take(case, "decide_activist", "2026-06-20", recommended_by=["members"])
    town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}])
    town.take(case, "decide_activist", "2026-06-20", recommended_by=["members"])
    assert (f"被拒 {tries} 次后办成" in asked(room, "repeated")) is found


@pytest.mark.parametrize("days, found", [(30, False), (31, True)])
def test_acts_recorded_long_after(room, days, found):
    case = room.town.open("2026-06-01").case_id
    at = moment(date(2026, 6, 20) + timedelta(days=days))
    room.town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}], at=at)
    assert (f"办理后 {days} 天才登记" in asked(room, "late")) is found


def test_corrections_once_they_are_confirmed(room):
    town = room.town
    case = town.open("2026-06-01").case_id
    number = town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}]).number
    form = {"on": "2026-06-21", "talkers": [{"name": "周敏"}]}
    proposal = town.propose(case, "correct", "王芳", "2026-07-01", entry=number, form=form, reason="抄错了。")
    assert asked(room, "corrected") == ""
    town.confirm(case, proposal.number, "孙丽", "2026-07-02")
    assert f"派人谈话 更正第 {number} 条" in asked(room, "corrected")


def test_entries_voided_are_told_from_those_corrected(room):
    town = room.town
    case = town.open("2026-06-01").case_id
    number = town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}]).number
    proposal = town.propose(case, "correct", "王芳", "2026-07-01", entry=number, void=True, reason="登错了人。")
    town.confirm(case, proposal.number, "孙丽", "2026-07-02")
    assert f"派人谈话 作废第 {number} 条" in asked(room, "corrected")


@pytest.mark.parametrize("later, found", [(0, False), (1, True)])
def test_what_an_organisation_was_begun_with_is_not_late(bureau, later, found):  # noqa: F811
    town = bureau.town
    administrator = Actor(town.people["管理员甲"])
    with town.database.work() as work:
        post = {"on": TODAY, "person": town.people["赵强"], "post": "auditor", "from_on": "2020-01-01"}
        number = take(work, town.places["镇党委"], "propose_post", post, None, AT).number
        take(work, town.places["镇党委"], "grant_post", {"on": TODAY, "proposal": number}, None, AT)
        place = {"on": "2001-07-01", "name": "老支部", "kind": "branch", "parent": town.places["镇党委"]}
        old = begin(work, place, administrator, AT)
        body = {"on": "2001-07-01", "body": "village_or_community"}
        take(work, old, "set_body", body, administrator, AT + timedelta(days=later))
        work.commit()
    shown = asked(bureau, "late", "赵强")
    assert ("老支部" in shown, "登记领导班子类别" in shown) == (found, found)
    assert "设立党组织" not in shown


def test_allowances_and_who_confirmed_them(room):
    town = room.town
    case = town.build("list_prospective", "2026-10-20")
    decided = {"step": "name_sponsors", "code": "G10", "number": "示例〔2026〕5号", "on": "2026-10-21"}
    proposal = town.propose(case, "allow", "吴强", "2026-10-21", reason="已说明。", **decided)
    assert asked(room, "allowed") == ""
    town.confirm(case, proposal.number, "沈毅", "2026-10-21")
    assert "G10“入党介绍人在处分影响期内” 凭 示例〔2026〕5号 放行，由沈毅确认" in asked(room, "allowed")


@pytest.mark.parametrize("others, found", [((), True), (("孙丽",), False)])
def test_the_same_two_people_in_every_step(room, others, found):
    town = room.town
    case = town.build("assign_contacts", "2026-06-01")
    for number in range(6 - len(others)):
        town.take(case, "review_activist", f"2026-06-1{number}", opinion="稳定。")
    town.take(case, "review_activist", "2026-06-20", "冯涛", opinion="稳定。")
    for name in others:
        town.take(case, "review_activist", "2026-06-21", name, opinion="稳定。")
    assert ("步都由" in asked(room, "few_hands")) is found


@pytest.mark.parametrize(
    "name, told",
    [("late", "历史档案不在此列：按纸质材料补记的"), ("few_hands", "历史档案不在此列：一个人照纸质材料补记")],
)
def test_what_leaves_history_out_says_so_in_the_list_and_on_its_page(room, name, told):
    """History of six acts by one person, all recorded years after: neither question finds it."""
    room.town.build("name_sponsors", "2024-06-03")
    assert asked(room, name) == ""
    visitor = room.visitor(AUDITOR)
    for address in ("", f"/{name}"):
        assert text(visitor.get(f"/audit/queries{address}")).count(told) == 1
    assert sum(bool(question.left_out) for question in QUESTIONS.values()) == 2


@pytest.mark.parametrize("relative, found", [("王芳", True), ("郑洁", False)])
def test_kinship(room, relative, found):
    town = room.town
    case = town.open("2026-06-01").case_id
    pair = {"person_id": town.people["李明"], "relative_id": town.people[relative], "relation": "sibling"}
    town.change(Kinship(**pair, from_on=date(2020, 1, 1)))
    shown = asked(room, "kin")
    assert (f"案件 {case}" in shown, "亲属王芳出现在此步" in shown) == (found, found)


@pytest.mark.parametrize("count, found", [(2, False), (3, True)])
def test_members_brought_in_by_one_sponsor(room, count, found):
    town = room.town
    for number in range(count):
        case = town.build("list_prospective", "2026-10-20", subject=town.person(f"李{number}"))
        sponsors = [{"person": town.people[name], "name": "?"} for name in ("赵强", "周敏")]
        town.take(case, "name_sponsors", "2026-10-21", sponsors=sponsors)
    shown = asked(room, "sponsor")
    assert (shown.count("介绍人赵强"), shown.count("介绍人周敏")) == ((count, count) if found else (0, 0))


@pytest.mark.parametrize("electing", [(*PEOPLE, "郑涛")], indirect=True)
@pytest.mark.parametrize("votes, found", [((4, 3, 0), True), ((5, 2, 0), False)])
def test_elections_in_which_the_base_of_the_majority_matters(electing, votes, found):  # noqa: F811
    """Eight are due and seven came: four votes are more than half of seven, five of eight."""
    town = electing.town
    with town.acting() as branch:
        branch.prepare()
        branch.gather(absent=("吴强",))
        branch.count("members", 1, {"王芳": (7, 0, 0), "孙丽": (7, 0, 0), "何静": votes, "陈刚": (2, 5, 0)}, 7)
        town.people["审小红"] = branch.office.person("审小红")
        branch.office.granted(branch.office.committee, town.people["审小红"], "auditor", "2020-01-01")
    assert ("按实到会与按应到会计算，结果不同" in asked(electing, "winner_base", "审小红")) is found


@pytest.mark.parametrize("hour, found", [(9, False), (11, True)])
def test_cases_decided_under_a_reading_later_changed(bureau, hour, found):  # noqa: F811
    """The dossier was recorded at ten."""
    reading_changed(bureau.town, AT.replace(hour=hour))
    shown = asked(bureau, "reading", "赵强")
    assert (f"案件 {bureau.town.case}" in shown, "2026-06-15 起改用" in shown) == (found, found)


def test_however_much_was_decided_since_the_reading_changed(bureau, monkeypatch):  # noqa: F811
    monkeypatch.setattr("web.pages.audit_asking.A_STEP", 1)
    monkeypatch.setattr(line_search, "SCANNED", 1)
    reading_changed(bureau.town, AT.replace(hour=11))
    with bureau.town.database.work() as work:
        merger = Merger.__new__(Merger)
        merger.work, merger.root, merger.one = work, bureau.town.places["县委"], Actor(bureau.town.people["管理员甲"])
        since = merger.way("fill_form", bureau.town.places["一支部"], at=AT.replace(hour=12))
        work.commit()
    shown = asked(bureau, "reading", "赵强")
    assert f"案件 {bureau.town.case}" in shown and f"案件 {since}" not in shown


def reading_changed(town, at) -> None:
    """The reading of training is changed at that moment, and 赵强 becomes an auditor."""
    post = {"on": TODAY, "person": town.people["赵强"], "post": "auditor", "from_on": "2020-01-01"}
    with town.database.work() as work:
        number = take(work, town.places["镇党委"], "propose_post", post, None, AT).number
        take(work, town.places["镇党委"], "grant_post", {"on": TODAY, "proposal": number}, None, AT)
        changed = {"on": TODAY, "name": "training", "option": "both", "number": "示例1号"}
        take(work, town.places["县委"], "set_reading", changed, None, at)
        work.commit()


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("who, status", [(AUDITOR, 200), (ADMINISTRATOR, 200), (ELSEWHERE, 200), ("王芳", 403)])
def test_questions_are_for_auditors(room, name, who, status):
    assert room.visitor(who).get(f"/audit/queries/{name}").status_code == status


def test_each_question_says_why_and_what_is_innocent(room):
    shown = text(room.visitor(AUDITOR).get("/audit/queries"))
    for question in QUESTIONS.values():
        assert question.title in shown and question.why in shown and question.innocent in shown
    assert room.visitor(AUDITOR).get("/audit/queries/none").status_code == 404


def test_another_subtree_is_not_shown(room):
    case = room.town.open("2026-06-01").case_id
    room.town.take(case, "talk", "2026-06-20", talkers=[{"name": "周敏"}], at=moment("2026-09-01"))
    assert "办理后 73 天才登记" in asked(room, "late")
    assert asked(room, "late", ELSEWHERE) == ""
    assert asked(room, "late", place=room.town.places["二支部"]) == ""
