"""Facts about the examination, the pre-review, the meeting that admits, the interview and the approval."""

from datetime import date
from typing import Any

from pytest_bdd import given, parsers, then

from tests.steps.case import Case
from tests.steps.common import STEP_NAMED, day
from workflows.membership.sample import FACTS

ABSENT = {
    "政治审查结论": ("review_politically", ("conclusion",)),
    "培训天数和学时": ("train", ("days", "hours")),
    "培训结束日期": ("train", ("ends_on",)),
    "预审结果": ("pre_review", ("passed",)),
    "应到人数": ("admit", ("due",)),
    "实到人数": ("admit", ("present",)),
    "赞成票数": ("admit", ("in_favour",)),
    "表决方式": ("admit", ("secret_ballot",)),
    "谈话人": ("interview", ("by",)),
    "收到决议的日期": ("approve_admission", ("received_on",)),
    "审批结果": ("approve_admission", ("approved",)),
    "审批组织": ("approve_admission", ("approver",)),
}
TALKERS = {"党委委员": "committee_member", "组织员": "organiser", "党支部书记": "secretary"}
APPROVERS = {
    "党委": "committee",
    "党工委": "work_committee",
    "党总支": "general_branch",
    "党组": "party_group",
    "临时党组织": "temporary",
}


def know(case: Case, step: str, **facts: Any) -> None:
    """Adds facts of a step."""
    case.facts.setdefault(step, {}).update(facts)


def earlier(case: Case, step: str, on: date, **facts: Any) -> None:
    """A taking of a step before the one the scenario is about."""
    case.extra.append({"step": step, "on": str(on), **FACTS.get(step, {}), **facts})


@given(parsers.parse("接收材料没有写明{fact}"))
def _absent(case: Case, fact: str) -> None:
    step, names = ABSENT[fact]
    know(case, step, **dict.fromkeys(names))


@given("此前的政治审查结论为不合格")
def _review_failed(case: Case) -> None:
    know(case, "review_politically", conclusion="fail")


@given(parsers.parse("此前的集中培训共 {days:d} 天、{hours:d} 学时"))
def _trained(case: Case, days: int, hours: int) -> None:
    know(case, "train", days=days, hours=hours)


@given("李明因个别特殊情况未参加培训")
def _exempt(case: Case) -> None:
    know(case, "train", days=0, hours=0, exempt=True)


@given(parsers.parse("此前的集中培训到 {on} 结束"), converters={"on": day})
def _training_ends(case: Case, on: date) -> None:
    know(case, "train", ends_on=str(on))


@given("支部委员会认为李明不合格")
def _examined_unfit(case: Case) -> None:
    know(case, "examine", passed=False)


@given(parsers.parse("支部委员会曾于 {on} 审查李明，认为不合格"), converters={"on": day})
def _once_examined_unfit(case: Case, on: date) -> None:
    earlier(case, "examine", on, passed=False)


@given("上级党委预审认为李明不合格")
def _pre_review_failed(case: Case) -> None:
    know(case, "pre_review", passed=False)


@given(parsers.parse("上级党委曾于 {on} 预审李明，认为不合格"), converters={"on": day})
def _once_pre_review_failed(case: Case, on: date) -> None:
    earlier(case, "pre_review", on, passed=False)


@given(parsers.parse("李明预计于 {on} 离开单位"), converters={"on": day})
def _leaves(case: Case, on: date) -> None:
    know(case, "pre_review", expected_leave_on=str(on))


@given(parsers.parse("党总支于 {on} 对“{title}”提出审议意见"), converters={"on": day})
def _deliberated(case: Case, on: date, title: str) -> None:
    case.extra.append({"step": "deliberate", "on": str(on), "about": STEP_NAMED[title], "opinion": "同意上报。"})


@given("入党志愿书没有编号")
def _no_number(case: Case) -> None:
    know(case, "fill_form", form_no="")


@given(parsers.parse("接收大会应到 {due:d} 人、实到 {present:d} 人，赞成 {in_favour:d} 票，其余反对"))
def _counts(case: Case, due: int, present: int, in_favour: int) -> None:
    against = max(present - in_favour, 0)
    know(case, "admit", due=due, present=present, in_favour=in_favour, against=against, abstain=0, written_in_favour=0)


@given(parsers.parse("接收大会之前收到书面赞成意见 {count:d} 份"))
def _written(case: Case, count: int) -> None:
    know(case, "admit", written_in_favour=count)


@given(parsers.parse("接收大会从应到人数中扣除了 {count:d} 名缺席党员"))
def _excluded(case: Case, count: int) -> None:
    know(case, "admit", excluded=count)


@given("接收大会将几名发展对象一并表决")
def _together(case: Case) -> None:
    know(case, "admit", one_by_one=False)


@given("接收大会对几名发展对象逐个讨论和表决")
def _one_by_one(case: Case) -> None:
    know(case, "admit", one_by_one=True)


@given("接收大会以举手方式表决")
def _show_of_hands(case: Case) -> None:
    know(case, "admit", secret_ballot=False)


@given(parsers.parse("接收大会有 {count:d} 名入党介绍人到会"))
def _sponsors_present(case: Case, count: int) -> None:
    know(case, "admit", sponsors_present=count)


@given("接收大会表决未通过")
def _lost(case: Case) -> None:
    _counts(case, 15, 13, 7)


@given(parsers.parse("支部大会曾于 {on} 讨论接收李明，表决未通过"), converters={"on": day})
def _once_lost(case: Case, on: date) -> None:
    earlier(case, "admit", on, in_favour=6, against=7, abstain=0, written_in_favour=0)


@given(parsers.parse("支部大会又于 {on} 重新表决接收李明"), converters={"on": day})
def _voted_again(case: Case, on: date) -> None:
    earlier(case, "admit", on)


@given(parsers.parse("审查、预审和填写志愿书都在 {on} 办理"), converters={"on": day})
def _all_on_one_day(case: Case, on: date) -> None:
    case.days.update(dict.fromkeys(("examine", "pre_review", "fill_form"), on))


@given(parsers.parse("与李明谈话的是{who}"))
def _talker(case: Case, who: str) -> None:
    know(case, "interview", by=TALKERS[who])


@given(parsers.parse("上级党委于 {on} 收到接收的决议"), converters={"on": day})
def _received(case: Case, on: date) -> None:
    know(case, "approve_admission", received_on=str(on))


@given("上级党委写明了延长审批的理由")
def _delay_explained(case: Case) -> None:
    know(case, "approve_admission", delay_reason="需要补充外调材料。")


@given("上级党委不批准接收李明")
def _refused(case: Case) -> None:
    know(case, "approve_admission", approved=False)


@given(parsers.parse("上级党委曾于 {on} 不批准接收李明"), converters={"on": day})
def _once_refused(case: Case, on: date) -> None:
    earlier(case, "approve_admission", on, received_on=str(on), approved=False)


@given(
    parsers.parse("上级党委曾于 {first} 不批准接收李明，又于 {again} 派人谈话"), converters={"first": day, "again": day}
)
def _refused_and_interviewed(case: Case, first: date, again: date) -> None:
    _once_refused(case, first)
    earlier(case, "interview", again)


@given(parsers.parse("审批接收的组织是{organ}"))
def _approver(case: Case, organ: str) -> None:
    know(case, "approve_admission", approver=APPROVERS[organ])


@given(parsers.parse("审批接收的党委有委员 {members:d} 人，到会 {present:d} 人，赞成 {favour:d} 票"))
def _committee(case: Case, members: int, present: int, favour: int) -> None:
    votes = {"committee_members": members, "committee_present": present, "committee_in_favour": favour}
    know(case, "approve_admission", **votes)


@then(parsers.parse("预备期从 {begun} 起算、到 {ended} 届满"), converters={"begun": day, "ended": day})
def _probation(case: Case, begun: date, ended: date) -> None:
    computed = case.answer["computed"]
    assert (computed["probation_from"], computed["probation_to"]) == (begun, ended), computed


@then("预备期尚未起算")
def _no_probation(case: Case) -> None:
    assert case.answer["computed"]["probation_from"] is None
