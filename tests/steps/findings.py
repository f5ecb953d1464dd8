"""Steps of the features about findings: raised, answered, confirmed and closed, by whom and when."""

from datetime import date
from typing import Any

from pytest_bdd import given, parsers, then, when

from tests.finding.case import FLOW, FindingCase
from tests.steps.common import day

STAGE_NAMED = {title: stage for stage, title in FLOW.stage_titles.items()}
SENTENCES = {  # sentence: (step, what else it says)
    "{who}于 {on} 提出检查发现": ("raise_finding", {}),
    "{who}于 {on} 提出检查发现而不写依据": ("raise_finding", {"code": None}),
    "{who}于 {on} 答复检查发现": ("answer_finding", {}),
    "{who}于 {on} 认可检查发现的答复": ("confirm_finding", {"accepted": True}),
    "{who}于 {on} 不认可检查发现的答复": ("confirm_finding", {"accepted": False}),
    "{who}于 {on} 办结检查发现": ("close_finding", {}),
}


def say(sentence: str, step: str, told: dict[str, Any]) -> None:
    """Registers a sentence as a fact and as an act."""
    parser = parsers.parse(sentence)

    @given(parser, converters={"on": day}, stacklevel=2)
    def _fact(case: FindingCase, who: str, on: date) -> None:
        case.happen(step, on, who, **told)

    @when(parser, converters={"on": day}, stacklevel=2)
    def _act(case: FindingCase, who: str, on: date) -> None:
        case.take(step, on, who, **told)


for _sentence, (_step, _told) in SENTENCES.items():
    say(_sentence, _step, _told)


BY_A_DAY = parsers.parse("{who}于 {on} 提出检查发现，限 {answer_by} 以前答复")


@given(BY_A_DAY, converters={"on": day})
def _raised_by_a_day(case: FindingCase, who: str, on: date, answer_by: str) -> None:
    case.happen("raise_finding", on, who, answer_by=answer_by)


@when(BY_A_DAY, converters={"on": day})
def _raises_by_a_day(case: FindingCase, who: str, on: date, answer_by: str) -> None:
    case.take("raise_finding", on, who, answer_by=answer_by)


@when(parsers.parse("{who}于 {on} 依据条文“{article}”提出检查发现"), converters={"on": day})
def _raises_on_an_article(case: FindingCase, who: str, on: date, article: str) -> None:
    case.take("raise_finding", on, who, code=None, article=article)


@when(parsers.parse("{who}于 {on} 依据规则代码“{code}”提出检查发现"), converters={"on": day})
def _raises_on_a_code(case: FindingCase, who: str, on: date, code: str) -> None:
    case.take("raise_finding", on, who, code=code)


@then(parsers.parse("检查发现处于“{title}”"))
def _stands_at(case: FindingCase, title: str) -> None:
    assert case.book.stage == STAGE_NAMED[title], str(case.error)


@then("检查发现尚未立案")
def _not_begun(case: FindingCase) -> None:
    assert case.book.stage is None
