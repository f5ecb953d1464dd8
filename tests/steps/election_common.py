"""Steps every feature of elections shares: the branch, the election before the act, the act, and where it stands afterwards."""

from datetime import date

from pytest_bdd import given, parsers, then, when

from tests.election.case import ElectionCase
from tests.election.driver import FLOW
from tests.election.people import NUMBERS
from tests.election.phrases import PHRASES
from tests.steps.common import day, step_named
from workflows.election.effects import elected_on, posts_given

STAGE_NAMED = {title: stage for stage, title in FLOW.stage_titles.items()}
KIND_NAMED = {"党支部": "branch", "党总支": "general_branch", "基层党委": "committee"}
POST_NAMED = {
    "书记": "secretary",
    "副书记": "deputy",
    "委员": "member",
    "组织委员": "organisation_commissioner",
}


def say(step: str, sentence: str) -> None:
    """Registers the one sentence of a step as a fact and as an act."""

    @given(parsers.parse(sentence), converters={"on": day}, stacklevel=2)
    def _fact(case: ElectionCase, on: date) -> None:
        case.driver.days[step] = on

    @when(parsers.parse(sentence), converters={"on": day}, stacklevel=2)
    def _act(case: ElectionCase, on: date) -> None:
        case.take(step, on)


for _step, _sentence in PHRASES.items():
    say(_step, _sentence)


@given(parsers.parse("选举已具备“{title}”的其他条件"))
def _lawful_so_far(case: ElectionCase, title: str) -> None:
    case.upto = step_named(case, title)


@given(parsers.parse("选举已于 {on} 办到“{title}”"), converters={"on": day})
def _came_so_far(case: ElectionCase, on: date, title: str) -> None:
    case.upto, case.included = step_named(case, title), True
    case.driver.days[case.upto] = on


@given(parsers.parse("{kind:Kind}有正式党员 {count:d} 名", extra_types={"Kind": lambda text: KIND_NAMED[text]}))
def _members(case: ElectionCase, kind: str, count: int) -> None:
    case.driver.register = type(case.driver.register)(count)
    case.driver.setting["organisation_kind"] = kind


@given(parsers.parse("本届任期于 {on} 届满"), converters={"on": day})
def _expires(case: ElectionCase, on: date) -> None:
    case.driver.expires_on = on


@then(parsers.parse("选举进入“{title}”"))
def _moved(case: ElectionCase, title: str) -> None:
    assert case.error is None, str(case.error)
    assert case.book.stage == STAGE_NAMED[title]
    assert case.before[0] != case.book.stage


@then(parsers.parse("选举仍处于“{title}”"))
def _stayed(case: ElectionCase, title: str) -> None:
    assert case.book.stage == STAGE_NAMED[title]


@then("选举尚未立案")
def _not_begun(case: ElectionCase) -> None:
    assert case.book.stage is None


@then(parsers.parse("{name}自 {on} 起任{post}"), converters={"on": day})
def _holds(case: ElectionCase, name: str, on: date, post: str) -> None:
    assert (NUMBERS[name], POST_NAMED[post], on) in posts_given(case.book.dossier)


@then(parsers.parse("{name}不任{post}"))
def _does_not_hold(case: ElectionCase, name: str, post: str) -> None:
    held = [row[:2] for row in posts_given(case.book.dossier)]
    assert (NUMBERS[name], POST_NAMED[post]) not in held


@then("没有人任职")
def _nobody_holds(case: ElectionCase) -> None:
    assert posts_given(case.book.dossier) == []


@then(parsers.parse("新一届任期从 {on} 算起"), converters={"on": day})
def _term_from(case: ElectionCase, on: date) -> None:
    assert elected_on(case.book.dossier) == on


@then("没有新一届任期")
def _no_term(case: ElectionCase) -> None:
    assert elected_on(case.book.dossier) is None
