"""Facts about deliberation, transfer, postponement, and the ways a case ends."""

from datetime import date

from pytest_bdd import given, parsers, then

from tests.steps.case import Case
from tests.steps.common import FLOW, STEP_NAMED, day
from workflows.membership.sample import SETTING

CLOSED_FOR = {"其他": "closed", "身故": "died", "转出": "transferred"}


@given(parsers.parse("党总支审议的事项是“{title}”"))
def _deliberated_about(case: Case, title: str) -> None:
    case.facts["deliberate"] = {"about": STEP_NAMED[title], "opinion": "同意上报。"}


@given("党总支审议的事项没有记载")
def _deliberated_unsaid(case: Case) -> None:
    case.facts["deliberate"] = {}


@given(
    parsers.parse("支部委员会曾于 {examined_on} 审查李明，上级党委于 {on} 预审不合格"),
    converters={"examined_on": day, "on": day},
)
def _failed_before(case: Case, examined_on: date, on: date) -> None:
    case.extra.append({"step": "examine", "on": str(examined_on)})
    case.extra.append({"step": "pre_review", "on": str(on), "passed": False})


@given(parsers.parse("李明将转往“{organisation}”"))
def _handed_over_to(case: Case, organisation: str) -> None:
    case.facts["hand_over"] = {"to": organisation}


@given(parsers.parse("李明由“{organisation}”转入，材料已经审查"))
def _received_from(case: Case, organisation: str) -> None:
    case.facts["receive"] = {"from": organisation, "examined": True}


@given("李明在本单位尚未立案")
def _no_case_yet(case: Case) -> None:
    case.book = case.open_book({"name": "李明", **SETTING, "steps": []}, case.laws)


@given(parsers.parse("拟推迟到 {until} 讨论转正"), converters={"until": day})
def _postponed_until(case: Case, until: date) -> None:
    case.facts["postpone_conversion"] = {"until": str(until), "reason": "转入不久，需要继续考察。"}


@given("推迟到哪一天没有记载")
def _postponed_unsaid(case: Case) -> None:
    case.facts["postpone_conversion"] = {"reason": "转入不久，需要继续考察。"}


@given(parsers.parse("不予承认的理由是“{ground}”"))
def _not_recognised_for(case: Case, ground: str) -> None:
    case.facts["refuse_recognition"] = {"ground": ground}


@given(parsers.parse("停止培养的理由是“{reason}”"))
def _stopped_for(case: Case, reason: str) -> None:
    case.facts["stop_training"] = {"reason": reason}


@given(parsers.parse("终止办理的原因是“{word}”"))
def _closed_for(case: Case, word: str) -> None:
    case.facts["close_case"] = {"reason": CLOSED_FOR[word]}


@then(parsers.parse("李明自 {on} 起为正式党员"), converters={"on": day})
def _full_member_from(case: Case, on: date) -> None:
    assert case.answer["computed"]["full_member_on"] == on, case.answer["computed"]
    assert case.answer["computed"]["standing_from"] == on


@then(parsers.parse("核查所得的结局是“{title}”"))
def _paper_ended(case: Case, title: str) -> None:
    assert FLOW.ended_titles[case.answer["ended_reason"]] == title
