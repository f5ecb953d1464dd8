"""Facts about what follows an election: the superior's answers, and who of the committee looks after what."""

from datetime import date

from pytest_bdd import given, parsers, when

from tests.election.case import ElectionCase, tell
from tests.steps.common import day

LOOKED_AT = {"没有审查结论": None, "审查合格": True, "审查不合格": False}


@given("上级党委没有批准书记和副书记")
def _heads_refused(case: ElectionCase) -> None:
    tell(case, "approve_heads", approved=False)


@given(parsers.parse("另选当选的人{conclusion}"))
def _looked_at(case: ElectionCase, conclusion: str) -> None:
    tell(case, "file_members", written_in_accepted=LOOKED_AT[conclusion])


@when(parsers.parse("新一届委员会于 {on} 改由{name}管组织"), converters={"on": day})
def _divided_again(case: ElectionCase, on: date, name: str) -> None:
    case.take("divide_work", on, duties=[{"name": name, "duty": "organisation"}])
