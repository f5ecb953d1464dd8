"""The delegates of a congress: seats of units, what units report, credentials, the preparatory meeting."""

from datetime import date, timedelta

from pytest_bdd import given, parsers, then, when

from tests.election.case import ElectionCase, tell, votes
from tests.election.people import NAMES, NUMBERS
from tests.steps.common import day
from workflows.election.delegates import delegates


@given(parsers.parse("第 {one:d} 选举单位分得 {seats:d} 名、第 {other:d} 选举单位分得 {others:d} 名"))
def _allotted(case: ElectionCase, one: int, seats: int, other: int, others: int) -> None:
    case.driver.units = {one: seats, other: others}


@given("拟召开的是党员大会")
def _member_meeting(case: ElectionCase) -> None:
    case.driver.plan["meeting"] = "member_meeting"


@given(parsers.parse("第 {unit:d} 选举单位得票是 {text}"))
def _unit_votes(case: ElectionCase, unit: int, text: str) -> None:
    case.driver.delegate_votes[unit] = votes(text)


@given(parsers.parse("第 {unit:d} 选举单位须重新选举"))
def _again(case: ElectionCase, unit: int) -> None:
    tell(case, "examine_credentials", units_again=[{"unit": unit, "seats": case.driver.units[unit]}])


@given(parsers.parse("{name}不具备代表资格"))
def _unqualified(case: ElectionCase, name: str) -> None:
    tell(case, "examine_credentials", unqualified=[{"name": name}])


@given(
    parsers.parse("{name}于 {on} 审查为不具备代表资格，第 {unit:d} 选举单位重新选举以后合格"), converters={"on": day}
)
def _elected_again(case: ElectionCase, name: str, on: date, unit: int) -> None:
    case.happen("examine_credentials", on, unqualified=[{"name": name}])
    case.happen("report_delegates", on + timedelta(days=1), key=(unit,))
    case.happen("examine_credentials", on + timedelta(days=2))


@given(parsers.parse("预备会议到会 {present:d} 名、赞成 {in_favour:d} 名"))
def _prepared(case: ElectionCase, present: int, in_favour: int) -> None:
    against = max(present - in_favour, 0)
    tell(case, "hold_preparatory_meeting", present=present, in_favour=in_favour, against=against, abstain=0)


@given(parsers.parse("主席团成员是{names}"))
def _presidium(case: ElectionCase, names: str) -> None:
    tell(case, "hold_preparatory_meeting", presidium=[{"name": name} for name in names.split("、")])


@when(parsers.parse("第 {unit:d} 选举单位于 {on} 报告代表选举结果"), converters={"on": day})
def _report(case: ElectionCase, unit: int, on: date) -> None:
    case.take("report_delegates", on, key=(unit,))


@when(parsers.parse("第 {unit:d} 选举单位于 {on} 报告代表是{names}"), converters={"on": day})
def _report_others(case: ElectionCase, unit: int, on: date, names: str) -> None:
    case.take("report_delegates", on, key=(unit,), elected=[NUMBERS[name] for name in names.split("、")])


@then(parsers.parse("代表是{names}"))
def _are_delegates(case: ElectionCase, names: str) -> None:
    assert [NAMES[person] for person in delegates(case.book.dossier)] == names.split("、")


@then(parsers.parse("代表有 {count:d} 名"))
def _so_many_delegates(case: ElectionCase, count: int) -> None:
    assert len(delegates(case.book.dossier)) == count


@then("还没有代表")
def _no_delegates(case: ElectionCase) -> None:
    assert not delegates(case.book.dossier)
