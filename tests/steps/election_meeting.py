"""Facts about the meeting: who came, what was voted by a show of hands, who watches."""

from datetime import date

from pytest_bdd import given, parsers, then, when

from tests.election.case import ElectionCase, tell
from tests.election.people import NAMES, NUMBERS
from tests.steps.common import day, step_named
from workflows.election.bodies import meeting_of


def named(names: str, tellers: str = "") -> list[dict[str, str]]:
    """Scrutineers, and tellers where there are any."""
    rows = [{"name": name, "task": "scrutineer"} for name in names.split("、")]
    return rows + [{"name": name, "task": "teller"} for name in tellers.split("、") if name]


@given(parsers.parse("到会的选举人有 {count:d} 名"))
def _came(case: ElectionCase, count: int) -> None:
    case.driver.most = count


@given(parsers.parse("{names}没有到会"))
def _stayed_away(case: ElectionCase, names: str) -> None:
    case.driver.absent |= set(names.split("、"))


@given(parsers.parse("签到的还有{names}"))
def _came_too(case: ElectionCase, names: str) -> None:
    case.driver.guests += names.split("、")


@given(parsers.parse("有 {count:d} 人要求由他人代投"))
def _proxies(case: ElectionCase, count: int) -> None:
    tell(case, "open_meeting", by_proxy=count)


@given(parsers.parse("“{title}”的表决是赞成 {in_favour:d} 人、反对 {against:d} 人、弃权 {abstain:d} 人"))
def _hands(case: ElectionCase, title: str, in_favour: int, against: int, abstain: int) -> None:
    tell(case, step_named(case, title), in_favour=in_favour, against=against, abstain=abstain)


@given(parsers.parse("拟定的监票人是{names}，计票人是{tellers}"))
def _watching(case: ElectionCase, names: str, tellers: str) -> None:
    tell(case, "confirm_scrutineers", scrutineers=named(names, tellers))


@given("拟定的名单上没有监票人")
def _nobody_watches(case: ElectionCase) -> None:
    tell(case, "confirm_scrutineers", scrutineers=[{"name": "赵强", "task": "teller"}])


@given(parsers.parse("在计票结果上签字的是{names}"))
def _signed(case: ElectionCase, names: str) -> None:
    tell(case, "confirm_count", scrutineers=[{"name": name} for name in names.split("、")])


@given("没有监票人在计票结果上签字")
def _unsigned(case: ElectionCase) -> None:
    tell(case, "confirm_count", scrutineers=[])


@given(parsers.parse("到会的新当选委员是{names}"))
def _committee_came(case: ElectionCase, names: str) -> None:
    tell(case, "hold_first_meeting", attending=[NUMBERS[name] for name in names.split("、")])


@given(parsers.parse("第一次会议推选的监票人是{names}，计票人是{tellers}"))
def _watching_the_committee(case: ElectionCase, names: str, tellers: str) -> None:
    tell(case, "hold_first_meeting", scrutineers=named(names, tellers))


@given(parsers.parse("上级派人监票的文号是“{number}”"))
def _sent(case: ElectionCase, number: str) -> None:
    tell(case, "hold_first_meeting", helper_number=number)
    tell(case, "confirm_scrutineers", helper_number=number)


@given("上级没有派人监票")
def _nobody_sent(case: ElectionCase) -> None:
    tell(case, "hold_first_meeting", helper_number=None)


@given(parsers.parse("现任委员是{names}"))
def _sitting(case: ElectionCase, names: str) -> None:
    tell(case, "record_vacancy", committee=[NUMBERS[name] for name in names.split("、")])


@given(parsers.parse("委员会于 {on} {outcome}纪委选出的书记和副书记"), converters={"on": day})
def _heads_voted_on(case: ElectionCase, on: date, outcome: str) -> None:
    in_favour = {"没有通过": 1, "通过了": 4}[outcome]
    case.happen("pass_discipline_heads", on, in_favour=in_favour, against=0, abstain=0)


@given(parsers.parse("新一届纪委于 {on} 再次开会"), converters={"on": day})
def _met_again(case: ElectionCase, on: date) -> None:
    case.happen("hold_first_meeting", on, key=("discipline",))


@when(parsers.parse("新一届纪委于 {on} 召开第一次会议"), converters={"on": day})
def _commission_meets(case: ElectionCase, on: date) -> None:
    case.take("hold_first_meeting", on, key=("discipline",))


@when(parsers.parse("新一届委员会于 {on} 改推{name}监票并通过"), converters={"on": day})
def _another_watches(case: ElectionCase, on: date, name: str) -> None:
    hands = {"in_favour": 3, "against": 0, "abstain": 0}
    case.take("hold_first_meeting", on, scrutineers=named(name), **hands)


@then(parsers.parse("第一次会议的监票人是{names}"))
def _watch_the_committee(case: ElectionCase, names: str) -> None:
    held = meeting_of(case.book.dossier, "members")
    assert held is not None
    assert [NAMES[row.person] for row in held.form.scrutineers if row.task == "scrutineer"] == names.split("、")


@then(parsers.parse("监票人是{names}"))
def _are_watching(case: ElectionCase, names: str) -> None:
    rows = case.book.dossier.done("confirm_scrutineers").scrutineers
    assert [NAMES[row.person] for row in rows if row.task == "scrutineer"] == names.split("、")
