"""Facts about the notice, the sponsors, the political review and the training."""

from datetime import date

from pytest_bdd import given, parsers

from tests.steps.case import Case
from tests.steps.common import day


@given(parsers.parse("公示自 {begins_on} 至 {ends_on}"), converters={"begins_on": day, "ends_on": day})
def _notice(case: Case, begins_on: date, ends_on: date) -> None:
    case.days["post_notice"] = begins_on
    case.facts.setdefault("post_notice", {}).update(begins_on=str(begins_on), ends_on=str(ends_on))
