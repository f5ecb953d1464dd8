"""Facts about how an election begins and what is planned: reminder, vacancy, appointment, plan, a changed day."""

from datetime import date

from pytest_bdd import given, parsers, then, when

from tests.election.case import NAMED, ElectionCase, said, tell
from tests.election.people import APPLICANTS, LONG_AGO
from tests.steps.common import day
from workflows.election.term import expiry

EXTENT = {"延期": "extend", "提前": "advance"}
REFUSALS = {
    "召开选举大会": "reply_election",
    "变更换届时间": "reply_extension",
    "候选人预备人选": "agree_candidates",
    "不计入应到会": "agree_exclusion",
}


@given(parsers.parse("换届提醒以{means}发出"))
def _reminded_by(case: ElectionCase, means: str) -> None:
    tell(case, "remind", means=NAMED.get(means, means))


@given("选举没有经过提醒")
def _unreminded(case: ElectionCase) -> None:
    case.driver.begins = "decide_election"


@given(said("这次选举补选{name}出缺的{position:Position}职务"))
def _by_election(case: ElectionCase, name: str, position: str) -> None:
    case.driver.begins = "record_vacancy"
    rows = case.driver.facts.setdefault("record_vacancy", {}).setdefault("vacancies", [])
    rows.append({"name": name, "position": position, "cause": "transferred"})


@given(parsers.parse("{name}的职务因{cause}而出缺"))
def _cause(case: ElectionCase, name: str, cause: str) -> None:
    tell(case, "record_vacancy", vacancies=[{"name": name, "position": "members", "cause": NAMED.get(cause, cause)}])


@given(said("支部班子由上级指派，{name}任{position:Position}"))
def _appointed(case: ElectionCase, name: str, position: str) -> None:
    case.driver.begins = "appoint"
    tell(case, "appoint", appointees=[{"name": name, "position": position}])


@given(parsers.parse("拟选委员 {seats:d} 名、副书记 {deputies:d} 名"))
def _seats(case: ElectionCase, seats: int, deputies: int) -> None:
    case.driver.plan |= {"body": "committee", "seats": seats, "deputies": deputies}


@given(parsers.parse("拟不设委员会，只选书记和副书记 {deputies:d} 名"))
def _heads_only(case: ElectionCase, deputies: int) -> None:
    case.driver.plan |= {"body": "heads", "seats": 0, "deputies": deputies}


@given(parsers.parse("拟选纪委委员 {seats:d} 名"))
def _discipline(case: ElectionCase, seats: int) -> None:
    case.driver.plan |= {"discipline_seats": seats}


@given(parsers.parse("拟选纪委副书记 {deputies:d} 名"))
def _discipline_deputies(case: ElectionCase, deputies: int) -> None:
    case.driver.plan |= {"discipline_deputies": deputies}


@given("拟召开党员代表大会")
def _congress(case: ElectionCase) -> None:
    case.driver.plan |= {"meeting": "congress", "delegates": 100}


@given(parsers.parse("拟定代表 {count:d} 名"))
def _delegates(case: ElectionCase, count: int) -> None:
    case.driver.plan |= {"delegates": count}


@given("拟先进行差额预选")
def _pre_election(case: ElectionCase) -> None:
    case.driver.plan |= {"pre_election": True}


@given("党员驻地分散")
def _dispersed(case: ElectionCase) -> None:
    case.driver.plan |= {"dispersed": True}


@given(parsers.parse("另有预备党员 {count:d} 名"))
def _applicants(case: ElectionCase, count: int) -> None:
    for name in APPLICANTS[:count]:
        case.driver.register.change(name, LONG_AGO, status="probationary")


@given(parsers.parse("拟{kind}换届到 {until}"), converters={"until": day})
def _asked_for(case: ElectionCase, kind: str, until: date) -> None:
    tell(case, "request_extension", direction=EXTENT[kind], until=str(until))


@given("任期届满日没有登记")
def _no_expiry(case: ElectionCase) -> None:
    case.driver.term_known = False


@given(parsers.parse("上级党委没有同意{matter}的请示"))
def _not_agreed(case: ElectionCase, matter: str) -> None:
    tell(case, REFUSALS[matter], agreed=False)


@then(parsers.parse("任期届满日是 {on}"), converters={"on": day})
def _ends_on(case: ElectionCase, on: date) -> None:
    assert expiry(case.book.dossier) == on


@given(parsers.parse("拟选的委员名额误填为 {seats:d}"))
def _wrong_seats(case: ElectionCase, seats: int) -> None:
    case.driver.plan |= {"seats": seats}


@when(parsers.parse("党支部于 {on} 请示延期到 {until}"), converters={"on": day, "until": day})
def _ask_again(case: ElectionCase, on: date, until: date) -> None:
    case.take("request_extension", on, until=str(until))


@when(parsers.parse("党支部于 {on} 请示提前到 {until}"), converters={"on": day, "until": day})
def _ask_for_earlier(case: ElectionCase, on: date, until: date) -> None:
    case.take("request_extension", on, direction="advance", until=str(until))


@given(parsers.parse("党支部又于 {on} 请示{kind}到 {until}"), converters={"on": day, "until": day})
def _asked_again(case: ElectionCase, on: date, kind: str, until: date) -> None:
    case.happen("request_extension", on, direction=EXTENT[kind], until=str(until))


@when(parsers.parse("上级党委于 {on} 不同意再次请示"), converters={"on": day})
def _refuse_the_second(case: ElectionCase, on: date) -> None:
    case.take("reply_extension", on, agreed=False)
