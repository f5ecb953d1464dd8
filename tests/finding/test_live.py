"""Findings on live cases, on both databases: several at once, who may take which step, and what an auditor may not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from models import databases
from tests.finding.case import FACTS, FLOW
from tests.live.town import FIRST, POSTS, Town, moment
from workflows import flow
from workflows.engine.errors import NotFound, NotInOffice, OutOfTurn, Refused
from workflows.engine.perform import perform
from workflows.engine.perform.opening import open_case
from workflows.engine.perform.rebuild import broken_chain, differences

ON = "2026-06-01"
AUDITORS = {
    "何明": ("auditor", "镇党委"),
    "陈明": ("auditor", "镇党委"),
    "高远": ("auditor", "县委组织部"),
    "林夏": ("auditor", "二支部"),
    "梁晨": ("audit_administrator", "县委组织部"),
}


class Inspected(Town):
    """The town with auditors of the committee, of the department above it, and of the second branch."""

    def __init__(self, url: str, owner_url: str) -> None:
        super().__init__(url, owner_url, posts={**POSTS, **AUDITORS})

    def raised(self, by: str = "何明", place: str = "一支部", on: str = ON, **form: Any) -> int:
        number = self.places[place]
        values = {"on": on, **FACTS["raise_finding"], **form}
        with self.working() as work:
            return open_case(work, FLOW, number, number, "raise_finding", values, self.actor(by), moment(on)).case_id

    def step(self, case: int, step: str, by: str, on: str = "2026-06-10", **form: Any) -> Any:
        seen = self.row(case)["version"]
        with self.working() as work:
            values = {"on": on, **FACTS[step], **form}
            return perform(work, FLOW, case, step, values, self.actor(by), seen, moment(on))

    def leaves(self, name: str, last: str) -> None:
        """The auditor's post ends."""
        until = f"UPDATE post SET until_on = '{last}' WHERE person_id = {self.people[name]}"
        self.tamper(until)
        self.change()

    def whole(self, case: int) -> None:
        assert broken_chain(self.entries(case)) == []
        with self.database.work() as work:
            assert differences(work, FLOW, case, moment("2026-07-01")) == []


@pytest.fixture
def town(database) -> Iterator[Inspected]:
    databases.create(database.owner_url, "zhibu_app")
    made = Inspected(database.app_url, database.owner_url)
    yield made
    made.close()


def test_a_finding_from_raising_to_closing(town):
    case = town.raised()
    town.step(case, "answer_finding", "王芳")
    town.step(case, "confirm_finding", "何明", accepted=False)
    town.step(case, "answer_finding", "孙丽", on="2026-06-11")
    town.step(case, "confirm_finding", "何明", on="2026-06-12")
    town.step(case, "close_finding", "何明", on="2026-06-12")
    row = town.row(case)
    assert (row["stage"], row["ended_reason"], bool(row["open"])) == ("closed", "closed", False)
    town.whole(case)


def test_several_are_open_at_once_and_of_other_workflows_one(town):
    cases = {town.raised(), town.raised(), town.raised(by="高远")}
    assert len(cases) == 3
    town.open(ON)
    with pytest.raises(OutOfTurn, match="已有办理中"):
        town.open(ON, subject=town.people["李明"])


@pytest.mark.parametrize(
    "by, error", [("林夏", NotFound), ("王芳", NotInOffice), ("沈毅", NotInOffice), ("梁晨", NotInOffice)]
)
def test_only_an_auditor_in_or_above_the_organisation_raises_one(town, by, error):
    with pytest.raises(error):
        town.raised(by=by)
    town.raised(by="高远")


def test_an_auditor_takes_no_step_outside_his_subtree(town):
    case = town.raised(by="林夏", place="二支部")
    other = town.raised(place="一支部")
    for step in FACTS:
        if step != "raise_finding":
            with pytest.raises(NotFound):
                town.step(other, step, "林夏")
    town.step(case, "answer_finding", "郑洁")
    with pytest.raises(NotFound):
        town.step(case, "confirm_finding", "王芳")


def test_an_auditor_takes_no_business_step(town):
    """Of no workflow, at no place; every attempt is an entry."""
    case = town.open(ON).case_id
    for name in ("何明", "高远", "梁晨"):
        with pytest.raises(NotInOffice, match="任职期间不办理业务"):
            town.take(case, "talk", "2026-06-02", name, talkers=[{"person": town.people["周敏"]}])
        assert town.entries(case)[-1].kind == "refusal"
    election, number = flow("election"), town.places["一支部"]
    values = {"on": ON, "means": "letter", "addressee": "王芳"}
    with pytest.raises(NotInOffice, match="审计人员任职期间不办理业务"), town.working() as work:
        open_case(work, election, number, number, "remind", values, town.actor("何明"), moment(ON))
    with pytest.raises(NotInOffice, match="审计人员任职期间不办理业务"):
        town.step(town.raised(), "answer_finding", "陈明")


def test_no_history_is_recorded_by_whoever_keeps_apart(town):
    for name in ("何明", "梁晨"):
        with pytest.raises(NotInOffice, match="任职期间不登记历史档案"):
            town.build("apply", ON, by=name)


@pytest.mark.parametrize(
    "last, by, refused",
    [
        (None, "陈明", "提出人仍任审计人员"),
        ("2026-06-12", "陈明", "提出人仍任审计人员"),
        ("2026-06-11", "陈明", None),
        ("2026-06-11", "高远", "提出人所在党组织的审计人员"),
    ],
)
def test_another_auditor_of_the_same_place_closes_when_the_raiser_is_gone(town, last, by, refused):
    case = town.raised()
    town.step(case, "answer_finding", "王芳")
    if last:
        town.leaves("何明", last)
    if refused:
        with pytest.raises(Refused, match=refused):
            town.step(case, "close_finding", by, on="2026-06-12")
    else:
        town.step(case, "close_finding", by, on="2026-06-12")
        assert town.row(case)["stage"] == "closed"
    town.whole(case)


def test_another_auditor_does_not_confirm(town):
    case = town.raised()
    town.step(case, "answer_finding", "王芳")
    with pytest.raises(Refused, match="由提出的人确认"):
        town.step(case, "confirm_finding", "陈明")


def test_an_auditor_elected_secretary_answers_nothing(town):
    """He was elected beside his post: an election is not hindered, and yet he records nothing by it."""
    town.change(town.post("陈明", "secretary", "一支部", from_on=FIRST))
    with pytest.raises(NotInOffice, match="审计人员任职期间不办理业务"):
        town.step(town.raised(), "answer_finding", "陈明")


def test_nor_does_he_propose_a_correction_of_a_business_step(town):
    case = town.open(ON).case_id
    town.change(town.post("陈明", "deputy", "一支部", from_on=FIRST))
    form = {"entry": 1, "void": True, "reason": "登记有误"}
    with pytest.raises(NotInOffice, match="审计人员任职期间不办理业务"):
        town.propose(case, "correct", "陈明", "2026-06-02", **form)
    assert town.propose(case, "correct", "孙丽", "2026-06-02", **form).kind == "proposal"


def test_the_case_it_is_about_lies_there(town):
    own, elsewhere = town.open(ON).case_id, town.open(ON, place="二支部", subject=town.person("赵明")).case_id
    assert town.entries(town.raised(case=own))[0].facts.count(b'"case":') == 1
    for case in (elsewhere, own + 1000, town.raised()):
        with pytest.raises(Refused, match="没有编号为"):
            town.raised(case=case)
    town.raised(place="镇党委", case=elsewhere)


def test_nobody_is_asked_who_has_no_office_to_answer(town):
    with pytest.raises(Refused, match="没有可以答复的办理主体"):
        town.raised(by="高远", place="县委组织部")


def test_an_answer_after_the_day_named_is_irregular(town):
    findings = [
        town.step(town.raised(), "answer_finding", "王芳", on=on).findings for on in ("2026-06-30", "2026-07-01")
    ]
    assert [[(each.code, each.severity, each.latest) for each in found] for found in findings] == [
        [],
        [("G72", "irregular", date(2026, 6, 30))],
    ]
