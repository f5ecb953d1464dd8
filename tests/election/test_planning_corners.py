"""Corners of the guards on the plan and on who watches and keys; and of what was not recorded."""

from typing import Any

import pytest

from tests.election.driver import FLOW, Driver
from tests.election.people import NUMBERS
from tests.election.test_guard_corners import LAWS, ON, at_the_count, codes, judged, votes, way_to
from workflows.election.guards.watching import committee_attending
from workflows.election.rounds import courses, find_round
from workflows.election.strokes import in_stroke_order
from workflows.election.tally import assembled, due, voters, watching
from workflows.election.turns import to_confirm, to_key
from workflows.engine.dossier import Act, Dossier
from workflows.engine.judge import judge

PLAN: dict[str, Any] = {"on": "2026-09-01", "body": "committee", "meeting": "member_meeting", "seats": 3, "deputies": 1}


def plan_of(kind: str, **more: Any) -> list[tuple[str, str]]:
    """What is said of a plan, as (code, severity); what is not given is not recorded."""
    setting = FLOW.setting.recall({"organisation_kind": kind})
    act = Act(FLOW["decide_election"], ON, FLOW["decide_election"].form.recall({**PLAN, **more}))
    return [(each.code, str(each.severity)) for each in judge(Dossier(FLOW, setting), act, LAWS.on(ON))]


@pytest.mark.parametrize(
    ("seats", "said"),
    [
        (2, [("G54", "irregular")]),
        (3, []),
        (5, []),
        (6, [("G54", "note")]),
        (7, [("G54", "note")]),
        (8, [("G54", "irregular")]),
    ],
)
def test_a_branch_committee_has_three_to_five_members_seven_at_most(seats, said):
    assert plan_of("branch", seats=seats, full_members=20, members=20) == said
    assert plan_of("committee", seats=seats, full_members=20, members=20) == []


@pytest.mark.parametrize(("body", "seats"), [("committee", 3), ("heads", 0)])
def test_of_numbers_that_were_not_recorded_no_size_is_judged(body, seats):
    assert plan_of("branch", body=body, seats=seats) == []


@pytest.mark.parametrize(
    ("kind", "said"), [("branch", [("G54", "irregular"), ("G55", "irregular")]), ("committee", [])]
)
def test_three_members_and_seven_are_asked_of_a_branch_only(kind, said):
    assert plan_of(kind, full_members=2, members=2) == said


@pytest.mark.parametrize(("kind", "said"), [("branch", [("G55", "note")]), ("general_branch", [])])
def test_fifty_members_are_the_most_of_a_branch_only(kind, said):
    assert plan_of(kind, full_members=50, members=51) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"members": 499}, [("G42", "block")]),
        ({"members": 500}, []),
        ({"members": 499, "dispersed": True}, []),
        ({}, [("G42", "irregular")]),
        ({"dispersed": True}, []),
    ],
)
def test_a_congress_of_how_many_members_nobody_recorded_is_a_gap(more, said):
    assert plan_of("committee", meeting="congress", delegates=100, **more) == said


# Who watches


def named(*names: str, chosen: bool = True) -> list[dict[str, Any]]:
    """Scrutineers; not `chosen` from the register, but told by name."""
    return [{"name": name, "task": "scrutineer", **({"person": NUMBERS[name]} if chosen else {})} for name in names]


def test_where_all_members_elect_no_committee_watches_itself():
    way = way_to("confirm_scrutineers", Driver())
    form = FLOW["confirm_scrutineers"].form.recall({"on": str(ON)})
    assert committee_attending(way.dossier, form) is None
    assert "G45" not in codes(way, "confirm_scrutineers", scrutineers=named("周敏"))


@pytest.mark.parametrize(("upto", "there"), [("open_meeting", False), ("confirm_scrutineers", True)])
def test_a_sitting_committee_watches_itself_once_it_has_met(upto, there):
    driver = Driver()
    driver.begins = "record_vacancy"
    driver.facts["record_vacancy"] = {
        "vacancies": [{"name": "孙丽", "position": "deputy", "cause": "transferred"}],
        "committee": [NUMBERS[name] for name in ("王芳", "孙丽", "何静", "赵强")],
    }
    way = way_to(upto, driver)
    form = FLOW["confirm_scrutineers"].form.recall({"on": str(ON)})
    attending = sorted(NUMBERS[name] for name in ("王芳", "何静", "赵强"))
    assert committee_attending(way.dossier, form) == (attending if there else None)
    said = judged(way, "confirm_scrutineers", scrutineers=named("沈毅"))  # nothing is asked of the members' roll
    assert [str(each.severity) for each in said if each.code == "G45"] == (["block"] if there else [])


def test_who_is_only_told_by_name_is_held_for_no_stranger_and_watches_nothing():
    way = way_to("hold_first_meeting", Driver())
    values = way.driver.values(way.dossier, "hold_first_meeting", ON, LAWS.on(ON), "", ("members",))
    values["scrutineers"] = [*values["scrutineers"], *named("李明", chosen=False)]
    act = Act(FLOW["hold_first_meeting"], ON, FLOW["hold_first_meeting"].form.read(values))
    assert "G45" not in [each.code for each in judge(way.dossier, act, LAWS.on(ON))]
    way.dossier.take(act, LAWS.on(ON))
    assert watching(way.dossier) == [values["scrutineers"][0]["person"]]


def test_whoever_watches_is_of_the_meeting_under_way():
    """The members' meeting until the result is announced; then the first meetings, where there are any."""
    way = way_to("announce_result", Driver())
    assert watching(way.dossier) == [NUMBERS["周敏"]]
    way.take("announce_result", ON)
    assert watching(way.dossier) == []
    way.take("hold_first_meeting", ON, key=("members",))
    assert watching(way.dossier) == [NUMBERS["何静"]]
    alone = way_to("announce_result", Driver(5), included=True)
    assert watching(alone.dossier) == [NUMBERS["周敏"]]


# Who keys


def test_whoever_was_elected_in_an_earlier_round_keys_no_later_one():
    """何静 was elected at once and stands for no head; only 王芳 and 陈刚 stand in the separate election."""
    driver = Driver()
    driver.votes["members", 1] = {"何静": (7, 0), "孙丽": (7, 0)}
    way = way_to("resolve_round", driver)
    way.take("resolve_round", ON, key=("members", 1))
    assert NUMBERS["何静"] not in courses(way.dossier)[0].now.candidates
    key = ("members", 2)
    assert [by for by in ("何静", "赵强", "沈毅") if "G45" in codes(way, "key_count", by, key)] == ["何静"]


def test_at_a_first_meeting_whoever_stands_for_a_head_keys_no_round_and_other_members_do():
    driver = Driver(9)
    driver.plan = {"deputies": 2, "seats": 5}
    driver.candidates = {"deputy": ["孙丽", "何静"]}
    driver.votes["deputy", 1] = {"孙丽": (5, 0)}
    way = way_to("count_heads", driver)
    for _ in range(2):
        way.key_first(ON)
        way.take("confirm_count", ON, key=to_confirm(way.dossier)[0])
    way.take("resolve_round", ON, key=("deputy", 1))
    assert to_key(way.dossier) == [("deputy", 2)]
    names = ("王芳", "孙丽", "何静", "陈刚")
    assert [by for by in names if "G45" in codes(way, "key_count", by, ("deputy", 2))] == ["王芳", "孙丽", "何静"]


def test_a_round_that_waits_for_a_decision_is_not_begun_anew_by_another_meeting():
    driver = Driver(9)
    driver.plan = {"discipline_seats": 3}
    driver.candidates["discipline"] = in_stroke_order(["吴强", "郑涛", "冯雪", "陈刚"])
    driver.votes["discipline_secretary", 1] = {"吴强": (1, 0)}
    way = way_to("count_heads", driver)
    way.key_first(ON)
    way.take("confirm_count", ON, key=("discipline_secretary", 1))
    way.take("hold_first_meeting", ON, key=("discipline",))
    course = next(each for each in courses(way.dossier) if each.ballot.position == "discipline_secretary")
    assert [each.number for each in course.rounds] == [1] and course.now.waits_for_meeting


# Before the meeting


def test_before_the_meeting_nobody_is_there_and_no_hands_are_counted():
    way = way_to("open_meeting", Driver())
    found = find_round(way.dossier, ("members", 1))
    assert found is not None and voters(way.dossier, found) == (7, 0)
    form = FLOW["pass_method"].form.recall({"on": str(ON)})
    assert assembled(way.dossier, form) == (7, 0)
    assert "G46" not in codes(way, "pass_method", in_favour=7)
    assert due(way_to("freeze_roll", Driver()).dossier) == 0


def test_of_several_sums_only_the_one_that_cannot_be_is_said():
    way = at_the_count()
    rows = votes(way, (), 王芳=(7, 1, 0), 孙丽=(6, 1, 0), 何静=(0, 7, 0), 陈刚=(0, 7, 0))
    assert codes(way, "key_count", "赵强", to_key(way.dossier)[0], votes=rows) == ["S04"]
