"""Facts about candidates, about members and their rights, and about those who are not counted."""

from datetime import date, timedelta

from pytest_bdd import given, parsers, then, when

from tests.election.case import NAMED, ElectionCase, said
from tests.election.people import LONG_AGO, NAMES
from tests.election.sample import standing
from tests.steps.common import day
from workflows.election.roll_words import TITLES


@given(said("{position:Position}候选人是{names}"))
def _stand(case: ElectionCase, position: str, names: str) -> None:
    case.driver.candidates[position] = names.split("、")


@given(said("酝酿后，{position:Position}候选人改为{names}"))
def _stand_at_last(case: ElectionCase, position: str, names: str) -> None:
    case.driver.fixed[position] = names.split("、")


@given(said("酝酿后，{position:Position}没有候选人"))
def _nobody_stands(case: ElectionCase, position: str) -> None:
    case.driver.fixed[position] = []


@given(parsers.parse("{name}是尚在预备期的党员"))
def _probationer(case: ElectionCase, name: str) -> None:
    case.driver.register.change(name, LONG_AGO, status="probationary")


@given(parsers.parse("{name}也是正式党员"))
def _full_too(case: ElectionCase, name: str) -> None:
    case.driver.register.change(name, LONG_AGO, status="full")


@given(parsers.parse("{name}于 {on} 转为正式党员"), converters={"on": day})
def _full_from(case: ElectionCase, name: str, on: date) -> None:
    case.driver.register.change(name, LONG_AGO, status="probationary")
    case.driver.register.change(name, on, status="full")


@given(parsers.parse("{name}自 {on} 起受留党察看处分"), converters={"on": day})
def _on_probation(case: ElectionCase, name: str, on: date) -> None:
    case.driver.register.change(name, on, status="party_probation", from_on=on, probation_on=on)


@given(parsers.parse("{name}自 {on} 起恢复权利"), converters={"on": day})
def _restored(case: ElectionCase, name: str, on: date) -> None:
    case.driver.register.change(
        name, on, status="full", from_on=on, probation_on=None, restored_on=on, suspended_on=None, number=None
    )


@given(parsers.parse("{name}自 {on} 起被留置"), converters={"on": day})
def _in_custody(case: ElectionCase, name: str, on: date) -> None:
    case.driver.register.change(name, on, detained="custody", detained_on=on)


@given(parsers.parse("{name}自 {on} 起不再被留置"), converters={"on": day})
def _released(case: ElectionCase, name: str, on: date) -> None:
    case.driver.register.change(name, on, detained=None, detained_on=None)


@given(parsers.parse("{name}的党员权利自 {on} 起中止"), converters={"on": day})
def _suspended_rights(case: ElectionCase, name: str, on: date) -> None:
    case.driver.register.change(name, on, suspended_on=on, number="示委〔2026〕7号")


@given(parsers.parse("{name}自 {on} 起停止党籍"), converters={"on": day})
def _suspended(case: ElectionCase, name: str, on: date) -> None:
    case.driver.register.change(name, on, status="suspended")


@given(parsers.parse("{name}的组织关系于 {on} 转出"), converters={"on": day})
def _left(case: ElectionCase, name: str, on: date) -> None:
    case.driver.register.change(name, on, left_on=on)
    case.driver.register.change(name, on + timedelta(days=1), status=None)


@given(parsers.parse("拟不计入应到会的是{name}，情形是{category}"))
def _excluded(case: ElectionCase, name: str, category: str) -> None:
    rows = case.driver.facts.setdefault("request_exclusion", {}).setdefault("members", [])
    rows.append({"name": name, "category": NAMED.get(category, category)})


@then(parsers.parse("名册上应到会 {count:d} 人"))
def _due(case: ElectionCase, count: int) -> None:
    assert case.error is None, str(case.error)
    assert sum(row.counted for row in case.book.dossier.done("freeze_roll").electors) == count


@then(parsers.parse("名册上{name}：{rights}选举权，{counted}应到会，理由是“{why}”"))
def _line(case: ElectionCase, name: str, rights: str, counted: str, why: str) -> None:
    rows = case.book.dossier.done("freeze_roll").electors
    row = next(row for row in rows if NAMES[row.person] == name)
    assert row.votes == row.stands == {"有": True, "没有": False}[rights]
    assert row.counted == {"计入": True, "不计入": False}[counted]
    assert TITLES[row.why] == why


@then(parsers.parse("名册依次是{names}"))
def _roll_order(case: ElectionCase, names: str) -> None:
    rows = case.book.dossier.done("freeze_roll").electors
    assert [NAMES[row.person] for row in rows] == names.split("、")


@given(said("{position:Position}候选人依次有 {count:d} 名"))
def _so_many_stand(case: ElectionCase, position: str, count: int) -> None:
    case.driver.candidates[position] = standing(count)


@given(said("酝酿后，{position:Position}候选人留前 {count:d} 名"))
def _so_many_left(case: ElectionCase, position: str, count: int) -> None:
    case.driver.fixed[position] = case.driver.candidates[position][:count]


@given(said("另提了{position:Position}人选"))
def _beside_the_plan(case: ElectionCase, position: str) -> None:
    case.driver.beside.append(position)


@given(parsers.parse("{names}自 {on} 起都受留党察看处分"), converters={"on": day})
def _all_on_probation(case: ElectionCase, names: str, on: date) -> None:
    for name in names.split("、"):
        case.driver.register.change(name, on, status="party_probation", from_on=on, probation_on=on)


@when(parsers.parse("党支部于 {on} 请示将{name}不计入应到会"), converters={"on": day})
def _ask_for_another(case: ElectionCase, on: date, name: str) -> None:
    case.take("request_exclusion", on, members=[{"name": name, "category": "frail"}])


@when(said("全体党员于 {on} 改定{position:Position}候选人为{names}"), converters={"on": day})
def _stand_instead(case: ElectionCase, on: date, position: str, names: str) -> None:
    case.driver.fixed[position] = names.split("、")
    case.take("fix_candidates", on)
