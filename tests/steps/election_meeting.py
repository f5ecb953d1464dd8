"""Facts about the meeting: who came, what was voted by a show of hands, who watches."""

from pytest_bdd import given, parsers, then

from tests.election.case import ElectionCase, tell
from tests.election.people import NUMBERS
from tests.steps.common import step_named


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
    rows = [{"name": name, "task": "scrutineer"} for name in names.split("、")]
    rows += [{"name": name, "task": "teller"} for name in tellers.split("、")]
    tell(case, "confirm_scrutineers", scrutineers=rows)


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


@then(parsers.parse("监票人是{names}"))
def _are_watching(case: ElectionCase, names: str) -> None:
    rows = case.book.dossier.done("confirm_scrutineers").scrutineers
    assert [row.name for row in rows if row.task == "scrutineer"] == names.split("、")
