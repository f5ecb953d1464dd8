"""Corners of the guards of elections that no scenario comes to: who may be written in, what is keyed again, several ballots."""

from datetime import date
from typing import Any

import pytest

from tests.election.driver import FLOW, Driver
from tests.election.people import NAMES, NUMBERS
from tests.election.way import Way
from workflows.election import guards
from workflows.election.ballots import ballots, standing
from workflows.election.first_meetings import bodies, to_be_passed, to_meet
from workflows.election.rounds import courses, elected_to
from workflows.election.strokes import in_stroke_order
from workflows.election.tally import voters
from workflows.election.term import agreed, expiry, original_expiry
from workflows.election.turns import to_confirm, to_key
from workflows.engine.dossier import Act
from workflows.engine.journal import APART
from workflows.engine.judge import judge
from workflows.rules import law_book

LAWS = law_book()
ON = date(2026, 12, 2)


def way_to(step: str, driver: Driver, included: bool = False) -> Way:
    """The election just before a step, or just after it."""
    way = Way(driver, LAWS)
    way.go(step, ON, included)
    return way


def codes(way: Way, step: str, by: str = "", key: Any = None, **more: Any) -> list[str]:
    """The codes of what stands against an act, or is said of it."""
    values = way.driver.values(way.dossier, step, ON, LAWS.on(ON), by, key, **more)
    act = Act(FLOW[step], ON, FLOW[step].form.read(values))
    act.by = NUMBERS.get(by)
    return [each.code for each in judge(way.dossier, act, LAWS.on(ON))]


def at_the_count(members: int = 7, **plan: Any) -> Way:
    """The meeting is open, its scrutineers are confirmed, nothing is counted."""
    driver = Driver(members)
    driver.plan = plan
    return way_to("introduce_candidates", driver, included=True)


def votes(way: Way, key: Any, **numbers: tuple[int, int, int]) -> list[dict[str, int]]:
    """Rows of a count by name."""
    names = ("in_favour", "against", "abstain")
    return [{"person": NUMBERS[name], **dict(zip(names, each, strict=True))} for name, each in numbers.items()]


def written(**by_name: int) -> list[dict[str, int]]:
    return [{"person": NUMBERS[name], "in_favour": count} for name, count in by_name.items()]


# Written in


def test_everybody_who_does_not_stand_may_be_written_in_at_once():
    """Three members, one of them stands for secretary: the other two are all there is."""
    way = at_the_count(3)
    key = to_key(way.dossier)[0]
    rows = votes(way, key, 王芳=(1, 2, 0))
    assert codes(way, "key_count", "沈毅", key, votes=rows, write_ins=written(赵强=1, 周敏=1)) == []
    assert codes(way, "key_count", "沈毅", key, votes=rows, write_ins=written(赵强=1, 李明=1)) == ["G40"]


def discipline_next() -> Way:
    """The members of the committee are elected, the discipline commission is not."""
    driver = Driver(9)
    driver.plan = {"discipline_seats": 1}
    driver.candidates["discipline"] = in_stroke_order(["吴强", "郑涛"])
    way = way_to("introduce_candidates", driver, included=True)
    way.key_first(ON)
    way.take("confirm_count", ON, key=to_confirm(way.dossier)[0])
    return way


def test_who_was_elected_on_one_ballot_may_be_written_in_on_another():
    way = discipline_next()
    key = ("discipline", 1)
    assert to_key(way.dossier) == [key]
    elected = way.dossier.done("confirm_count").elected
    rows = votes(way, key, 吴强=(4, 5, 0), 郑涛=(4, 5, 0))
    more = {"votes": rows, "write_ins": [{"person": elected[0], "in_favour": 1}]}
    assert codes(way, "key_count", "沈毅", key, **more) == []


def test_who_was_chosen_by_a_pre_election_may_stand_again_after_the_formal_one():
    way = at_the_count(pre_election=True)
    key = ("members", 1)
    way.key_first(ON)
    way.take("confirm_count", ON, key=key)
    chosen = way.dossier.done("confirm_count").elected
    for keyer in ("赵强", "沈毅"):
        values = way.driver.values(way.dossier, "key_count", ON, LAWS.on(ON), keyer, ("members", 2))
        rows = [{**row, "in_favour": 3, "against": 4} if row["person"] == chosen[0] else row for row in values["votes"]]
        way.take("key_count", ON, keyer, ("members", 2), votes=rows)
    way.take("confirm_count", ON, key=("members", 2))
    assert way.dossier.done("confirm_count").next == "separate_election"
    again = [{"name": name} for name, number in NUMBERS.items() if number == chosen[0]]
    assert codes(way, "resolve_round", key=("members", 2), choice="separate", candidates=again) == []


# Keyed twice


@pytest.mark.parametrize(
    ("more", "against"),
    [({}, []), ({"write_ins": written(吴强=1)}, ["G47"]), ({"blank": 1}, ["G47"]), ({"issued": 8}, ["G47"])],
)
def test_nothing_is_added_where_two_agreed(more, against):
    """Only the votes of one candidate differ."""
    first = "赵强"
    way = at_the_count()
    key = to_key(way.dossier)[0]
    values = way.driver.values(way.dossier, "key_count", ON, LAWS.on(ON), first, key)
    way.take("key_count", ON, first, key)
    rows = [{**row, "in_favour": 6, "against": 1} if row is values["votes"][0] else row for row in values["votes"]]
    way.take("key_count", ON, "沈毅", key, votes=rows)
    assert [code for code in codes(way, "key_count", first, key, votes=rows, **more) if code == "G47"] == against


def test_who_was_not_chosen_from_the_register_is_on_no_ballot():
    way = way_to("fix_candidates", Driver())
    values = way.driver.values(way.dossier, "fix_candidates", ON, LAWS.on(ON))
    stood = [row["person"] for row in values["candidates"] if row["position"] == "members"]
    values["candidates"][0] = {"name": "李明", "position": "members"}
    way.dossier.take(Act(FLOW["fix_candidates"], ON, FLOW["fix_candidates"].form.read(values)), LAWS.on(ON))
    assert standing(way.dossier, "members") == tuple(stood[1:])


def test_of_a_count_without_its_lines_no_sum_is_judged():
    way = at_the_count()
    key = to_key(way.dossier)[0]
    rows = way.driver.values(way.dossier, "key_count", ON, LAWS.on(ON), "赵强", key)["votes"]
    assert codes(way, "key_count", "赵强", key, votes=rows[:-1], void=1) == ["G47"]
    assert "S04" in codes(way, "key_count", "赵强", key, votes=rows, void=1)


# Candidates


@pytest.mark.parametrize(
    ("organisation", "kind"),
    [("branch", "branch_committee"), ("general_branch", "general_branch_committee"), ("committee", "base_committee")],
)
def test_a_ballot_says_what_kind_of_committee_it_is_about(organisation, kind):
    driver = Driver()
    driver.setting["organisation_kind"] = organisation
    way = way_to("decide_election", driver, included=True)
    assert [(each.position, each.kind) for each in ballots(way.dossier)] == [
        ("members", kind), ("secretary", "head"), ("deputy", "head"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("proposed", "fixed", "noted"),
    [
        (["王芳", "孙丽"], ["王芳", "孙丽"], False),
        (["王芳", "孙丽"], ["孙丽", "王芳"], True),
        (["王芳", "孙丽"], ["孙丽"], False),
    ],
)
def test_the_approved_order_is_kept_by_those_who_still_stand(proposed, fixed, noted):
    driver = Driver(5)
    driver.candidates["secretary"] = proposed
    way = way_to("fix_candidates", driver)
    rows = [{"name": name, "position": "secretary"} for name in fixed]
    assert ("G50" in codes(way, "fix_candidates", candidates=rows)) is noted


def test_the_order_of_names_that_were_erased_is_not_judged():
    way = way_to("fix_candidates", Driver())
    values = way.driver.values(way.dossier, "fix_candidates", ON, LAWS.on(ON))
    values["candidates"] = [values["candidates"][1], values["candidates"][0], *values["candidates"][2:]]
    for erased, found in ((False, ["G50"]), (True, [])):
        if erased:
            values["candidates"][0] = {**values["candidates"][0], "name": APART}
        act = Act(FLOW["fix_candidates"], ON, FLOW["fix_candidates"].form.read(values))
        assert [each.code for each in judge(way.dossier, act, LAWS.on(ON))] == found


@pytest.mark.parametrize(("position", "noted"), [("members", True), ("secretary", False)])
def test_a_name_whose_strokes_nobody_knows_matters_where_strokes_order(position, noted):
    way = way_to("fix_candidates", Driver())
    values = way.driver.values(way.dossier, "fix_candidates", ON, LAWS.on(ON))
    place = max(number for number, row in enumerate(values["candidates"]) if row["position"] == position)
    values["candidates"][place] = {**values["candidates"][place], "name": "甲〇"}
    act = Act(FLOW["fix_candidates"], ON, FLOW["fix_candidates"].form.read(values))
    said = [
        each
        for each in judge(way.dossier, act, LAWS.on(ON))
        if "甲" in str(dict(each.facts)) or "〇" in str(each.facts)
    ]
    assert bool(said) is noted


# Delegates


def congress() -> Driver:
    driver = Driver()
    driver.register = type(driver.register)(510)
    driver.setting["organisation_kind"] = "committee"
    driver.plan = {"meeting": "congress", "delegates": 6, "seats": 3}
    driver.units = {1: 3, 2: 3}
    driver.candidates = {"members": in_stroke_order(["王芳", "唐文", "施平", "蒋文"]), "deputy": ["施平"]}
    return driver


@pytest.mark.parametrize(("more", "against"), [({}, []), ({"next": "manual"}, ["G49"]), ({"elected": [1]}, ["G49"])])
def test_what_a_unit_reports_follows_from_its_count(more, against):
    way = way_to("report_delegates", congress())
    assert codes(way, "report_delegates", key=(1,), **more) == against


@pytest.mark.parametrize(
    ("hands", "against"),
    [((6, 0, 0), []), ((4, 1, 1), []), ((4, 2, 1), ["G46"]), ((4, 1, 2), ["G46"]), ((7, 0, 0), ["G46"])],
)
def test_no_more_delegates_vote_than_came(hands, against):
    way = way_to("hold_preparatory_meeting", congress())
    cast = dict(zip(("in_favour", "against", "abstain"), hands, strict=True))
    assert codes(way, "hold_preparatory_meeting", **cast) == against


# Meetings of elected bodies


def test_a_round_keeps_the_meeting_in_which_it_was_voted_on():
    """The commission meets once more, one of its three stays away, and another one watches."""
    driver = Driver(9)
    driver.plan = {"discipline_seats": 3}
    driver.candidates["discipline"] = in_stroke_order(["吴强", "郑涛", "冯雪", "陈刚"])
    driver.facts["pass_discipline_heads"] = {"in_favour": 0, "against": 3, "abstain": 0}
    way = way_to("pass_discipline_heads", driver, included=True)
    elected = elected_to(way.dossier, "discipline")
    there, watch = elected[:2], [{"name": NAMES[elected[1]], "task": "scrutineer"}]
    way.take("hold_first_meeting", ON, key=("discipline",), attending=there, scrutineers=watch)
    course = next(each for each in courses(way.dossier) if each.ballot.position == "discipline_secretary")
    assert [voters(way.dossier, each) for each in course.rounds] == [(3, 3), (3, 2)]
    way.take("key_count", ON, "赵强", ("discipline_secretary", 2))
    assert [voters(way.dossier, each) for each in course.rounds] == [(3, 3), (3, 2)]


# The term


def changes(*said: tuple[str, str, str, bool], before: str = "2026-12-20") -> Way:
    """An election planned a year ahead, whose day was asked to be changed: (direction, on, until, agreed); no original end is known."""
    driver = Driver()
    driver.expires_on = date.fromisoformat(before)
    driver.days["decide_election"] = date(2025, 12, 1)
    way = Way(driver, LAWS)
    way.go("decide_election", date(2025, 12, 1), included=True)
    for direction, on, until, answer in said:
        told = {"direction": direction, "until": until, "original_expires_on": None}
        way.take("request_extension", date.fromisoformat(on), **told)
        way.take("reply_extension", date.fromisoformat(on), agreed=answer)
    return way


def test_of_two_advances_the_earlier_day_holds():
    way = changes(("advance", "2025-12-21", "2026-03-02", True), ("advance", "2025-12-23", "2026-04-01", True))
    assert [each.until for each in agreed(way.dossier, "advance")] == [date(2026, 3, 2), date(2026, 4, 1)]
    for day, early in ((date(2026, 3, 1), True), (date(2026, 3, 2), False)):
        act = Act(FLOW["open_meeting"], day)
        assert (guards.not_ahead_of_time.ask(way.dossier, act, LAWS.on(day)) is not None) is early


def test_what_was_not_agreed_to_changes_nothing():
    way = changes(("extend", "2025-12-21", "2027-03-01", True), ("extend", "2025-12-23", "2027-06-01", False))
    assert (expiry(way.dossier), original_expiry(way.dossier)) == (date(2027, 3, 1), date(2026, 12, 20))
    assert agreed(way.dossier, "advance") == []


def test_where_the_original_end_was_not_recorded_the_first_one_known_is_it():
    way = changes(("extend", "2025-12-21", "2027-03-01", True))
    way.take("decide_election", date(2025, 12, 24), original_expires_on=None)
    forms = [taking.form for taking in way.dossier.takings["decide_election"]]
    forms[0].__dict__["original_expires_on"] = None
    assert forms[1].expires_on == date(2027, 3, 1)
    assert original_expiry(way.dossier) == date(2026, 12, 20)


def test_before_the_reminder_was_a_rule_nothing_is_ahead_of_time():
    way, day = changes(), date(2018, 7, 20)
    act = Act(FLOW["open_meeting"], day)
    assert guards.not_ahead_of_time.ask(way.dossier, act, LAWS.on(day)) is None


# Nobody elected


def test_a_commission_to_which_nobody_was_elected_does_not_meet():
    driver = Driver(9)
    driver.plan = {"discipline_seats": 1}
    driver.candidates["discipline"] = in_stroke_order(["吴强", "郑涛"])
    driver.votes["discipline", 1] = {"吴强": (4, 0), "郑涛": (4, 0)}
    driver.facts["resolve_round"] = {"choice": "vacant", "candidates": []}
    way = way_to("announce_result", driver)
    assert bodies(way.dossier) == ["discipline", "members"]
    way.take("announce_result", ON)
    assert (bodies(way.dossier), to_meet(way.dossier)) == (["members"], [("members",)])
    assert not to_be_passed(way.dossier)
