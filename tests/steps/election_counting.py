"""The rounds: what the count sheets say, who keys, what the scrutineers confirm, what the meeting decides, and who is elected."""

from datetime import date

from pytest_bdd import given, parsers, then, when

from tests.election.case import NAMED, ElectionCase, said, tell, votes
from tests.election.people import NAMES, NUMBERS
from tests.election.sample import KEYERS
from tests.steps.common import day
from workflows.election.counting.decide import MANUAL, NOTHING, REPEAT, REVOTE, SEPARATE
from workflows.election.rounds import courses, elected_to, find_round

NEXT = {"不再投票": NOTHING, "再次投票": REVOTE, "另行选举": SEPARATE, "重新投票": REPEAT, "由大会决定": MANUAL}


@given(said("{position:Position}第 {number:d} 轮得票是 {text}"))
def _votes(case: ElectionCase, position: str, number: int, text: str) -> None:
    case.driver.votes[(position, number)] = votes(text)


@given(
    said(
        "{position:Position}第 {number:d} 轮发出选票 {issued:d} 张、收回 {collected:d} 张，废票 {void:d} 张、白票 {blank:d} 张"
    )
)
def _sheet(case: ElectionCase, position: str, number: int, issued: int, collected: int, void: int, blank: int) -> None:
    sheet = {"issued": issued, "collected": collected, "void": void, "blank": blank}
    case.driver.rounds.setdefault(("key_count", *(position, number)), {}).update(sheet)


@given(said("{position:Position}第 {number:d} 轮另选{name} {count:d} 票"))
def _written_in(case: ElectionCase, position: str, number: int, name: str, count: int) -> None:
    sheet = case.driver.rounds.setdefault(("key_count", *(position, number)), {})
    sheet.setdefault("write_ins", []).append({"person": NUMBERS[name], "in_favour": count})


@given(said("{keyer}已于 {on} 录入{position:Position}第 {number:d} 轮计票，得票是 {text}"), converters={"on": day})
def _keyed(case: ElectionCase, keyer: str, on: date, position: str, number: int, text: str) -> None:
    case.happen("key_count", on, keyer, (position, number), tally=votes(text))


@given(said("{position:Position}第 {number:d} 轮已于 {on} 计票并确认，得票是 {text}"), converters={"on": day})
def _confirmed(case: ElectionCase, position: str, number: int, on: date, text: str) -> None:
    for keyer in KEYERS:
        case.happen("key_count", on, keyer, (position, number), tally=votes(text))
    case.happen("confirm_count", on, key=(position, number))


@given(said("大会已于 {on} 决定{position:Position}第 {number:d} 轮后另行选举，候选人是{names}"), converters={"on": day})
def _separate(case: ElectionCase, on: date, position: str, number: int, names: str) -> None:
    rows = [{"name": each} for each in names.split("、")]
    case.happen("resolve_round", on, key=(position, number), choice="separate", candidates=rows)


@given(parsers.parse("大会对缺额的决定是{choice}"))
def _choice(case: ElectionCase, choice: str) -> None:
    tell(case, "resolve_round", choice=NAMED[choice], candidates=[])


@given(parsers.parse("另行选举的候选人是{names}"))
def _stand_again(case: ElectionCase, names: str) -> None:
    tell(case, "resolve_round", choice="separate", candidates=[{"name": name} for name in names.split("、")])


@when(said("{keyer}于 {on} 录入{position:Position}第 {number:d} 轮计票"), converters={"on": day})
def _key(case: ElectionCase, keyer: str, on: date, position: str, number: int) -> None:
    case.take("key_count", on, keyer, (position, number))


@when(said("{keyer}于 {on} 录入{position:Position}第 {number:d} 轮的得票 {text}"), converters={"on": day})
def _key_votes(case: ElectionCase, keyer: str, on: date, position: str, number: int, text: str) -> None:
    case.take("key_count", on, keyer, (position, number), tally=votes(text))


@when(said("监票人于 {on} 确认{position:Position}第 {number:d} 轮的结果"), converters={"on": day})
def _confirm(case: ElectionCase, on: date, position: str, number: int) -> None:
    case.take("confirm_count", on, key=(position, number))


@when(said("监票人于 {on} 确认{position:Position}第 {number:d} 轮是{names}当选"), converters={"on": day})
def _confirm_others(case: ElectionCase, on: date, position: str, number: int, names: str) -> None:
    case.take("confirm_count", on, key=(position, number), elected=[NUMBERS[each] for each in names.split("、")])


@when(said("选举大会于 {on} 决定{position:Position}第 {number:d} 轮的缺额"), converters={"on": day})
def _resolve(case: ElectionCase, on: date, position: str, number: int) -> None:
    case.take("resolve_round", on, key=(position, number))


@then(said("当选{position:Position}的是{names}"))
def _elected(case: ElectionCase, names: str, position: str) -> None:
    assert case.error is None, str(case.error)
    found = elected_to(case.book.dossier, position)
    assert sorted(NAMES[person] for person in found) == sorted(names.split("、"))


@then(said("没有人当选{position:Position}"))
def _nobody(case: ElectionCase, position: str) -> None:
    assert case.error is None, str(case.error)
    assert elected_to(case.book.dossier, position) == []


@then(said("{position:Position}第 {number:d} 轮之后{what}，还缺 {left:d} 名"))
def _follows(case: ElectionCase, position: str, number: int, what: str, left: int) -> None:
    confirmed = find_round(case.book.dossier, (position, number)).confirmed
    assert (confirmed.next, confirmed.seats_left) == (NEXT[what], left)


@then(said("{position:Position}第 {number:d} 轮在{names}之间进行，选 {seats:d} 名"))
def _next_round(case: ElectionCase, position: str, number: int, names: str, seats: int) -> None:
    found = find_round(case.book.dossier, (position, number))
    assert ([NAMES[person] for person in found.candidates], found.seats) == (names.split("、"), seats)


@then(said("{position:Position}没有第 {number:d} 轮"))
def _no_round(case: ElectionCase, position: str, number: int) -> None:
    assert find_round(case.book.dossier, (position, number)) is None


@then(said("{position:Position}第 {number:d} 轮有 {count:d} 人录入，{agreed}"))
def _keyers(case: ElectionCase, position: str, number: int, count: int, agreed: str) -> None:
    found = find_round(case.book.dossier, (position, number))
    same = {"尚待第二人": (False, False), "两人一致": (True, False), "两人不一致": (False, True)}[agreed]
    assert len(found.keyed) == count
    assert (found.agreed is not None, bool(found.differs)) == same


@then(said("{position:Position}的名额都有着落"))
def _settled(case: ElectionCase, position: str) -> None:
    assert next(each.settled for each in courses(case.book.dossier) if each.ballot.position == position)


@given(parsers.parse("计票单上漏了{name}"))
def _left_out(case: ElectionCase, name: str) -> None:
    case.driver.lines[name] = 0


@given(parsers.parse("计票单上{name}写了两行"))
def _twice(case: ElectionCase, name: str) -> None:
    case.driver.lines[name] = 2


@given(said("{position:Position}第 {number:d} 轮没有另选他人"))
def _nobody_written_in(case: ElectionCase, position: str, number: int) -> None:
    case.driver.rounds.setdefault(("key_count", *(position, number)), {})["write_ins"] = []


@then(said("没有确认过{position:Position}第 {number:d} 轮"))
def _unconfirmed(case: ElectionCase, position: str, number: int) -> None:
    assert find_round(case.book.dossier, (position, number)).confirmed is None
