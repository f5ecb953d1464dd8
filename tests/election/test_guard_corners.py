"""Corners of the guards of elections that no scenario comes to: who may be written in, what is keyed again, several ballots."""

from datetime import date
from typing import Any

import pytest

from tests.election.driver import FLOW, Driver
from tests.election.people import NAMES, NUMBERS
from tests.election.way import Way
from workflows.election import guards
from workflows.election.ballots import ballots, standing
from workflows.election.course import by_committee, elects_heads, sitting
from workflows.election.delegates import reports, sent_back
from workflows.election.first_meetings import bodies, to_be_passed, to_meet
from workflows.election.rounds import courses, elected_to
from workflows.election.strokes import in_stroke_order
from workflows.election.tally import voters
from workflows.election.term import agreed, expiry, original_expiry
from workflows.election.turns import to_confirm, to_key
from workflows.engine.dossier import Act
from workflows.engine.findings import Finding
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


def judged(way: Way, step: str, by: str = "", key: Any = None, **more: Any) -> list[Finding]:
    """What stands against an act, or is said of it."""
    values = way.driver.values(way.dossier, step, ON, LAWS.on(ON), by, key, **more)
    act = Act(FLOW[step], ON, FLOW[step].form.read(values))
    act.by = NUMBERS.get(by)
    return judge(way.dossier, act, LAWS.on(ON))


def codes(way: Way, step: str, by: str = "", key: Any = None, **more: Any) -> list[str]:
    """The codes of it."""
    return [each.code for each in judged(way, step, by, key, **more)]


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


def test_who_keyed_already_and_keys_anew_is_told_once():
    way = at_the_count()
    key = to_key(way.dossier)[0]
    way.take("key_count", ON, "赵强", key)
    rows = votes(way, key, 王芳=(1, 6, 0), 孙丽=(6, 1, 0), 何静=(6, 1, 0), 陈刚=(0, 7, 0))
    assert codes(way, "key_count", "赵强", key, votes=rows).count("G47") == 1


def test_who_was_not_elected_to_the_committee_does_not_stand_for_its_head():
    driver = Driver()
    driver.candidates["secretary"] = ["陈刚"]
    way = way_to("hold_first_meeting", driver, included=True)
    heads = {
        each.ballot.position: [NAMES[person] for person in each.now.candidates] for each in courses(way.dossier, False)
    }
    assert heads == {"secretary": [], "deputy": ["孙丽"]}


def test_of_a_round_that_is_not_there_nobody_is_written_in():
    way = at_the_count()
    assert codes(way, "key_count", "赵强", ("members", 9), write_ins=written(吴强=1)) == ["G00"]


def test_before_there_is_a_roll_nobody_written_in_is_judged():
    way = way_to("freeze_roll", Driver())
    assert "G40" not in codes(way, "key_count", "赵强", ("members", 1), write_ins=written(赵强=1))


def test_who_was_not_chosen_from_the_register_stands_in_no_separate_election():
    driver = Driver()
    driver.votes["members", 1] = {"王芳": (7, 0), "孙丽": (7, 0)}
    way = way_to("resolve_round", driver)
    values = way.driver.values(way.dossier, "resolve_round", ON, LAWS.on(ON), "", ("members", 1))
    stood = [row["person"] for row in values["candidates"]]
    values["candidates"].append({"name": "李明"})
    way.dossier.take(Act(FLOW["resolve_round"], ON, FLOW["resolve_round"].form.read(values)), LAWS.on(ON))
    assert courses(way.dossier)[0].now.candidates == tuple(stood)


# Pre-elections


def test_a_pre_election_that_chose_nobody_settles_nothing():
    driver = Driver()
    driver.plan = {"pre_election": True}
    driver.votes["members", 1] = {"王芳": (1, 0), "孙丽": (1, 0), "何静": (1, 0), "陈刚": (1, 0)}
    driver.facts["resolve_round"] = {"choice": "vacant", "candidates": []}
    way = way_to("announce_result", driver)
    members = courses(way.dossier, True)[0]
    assert [(each.kind, bool(each.resolved)) for each in members.rounds] == [("pre", True)]
    assert not members.settled and members.elected == []


def test_the_formal_election_waits_for_what_the_meeting_decides_of_the_pre_election():
    driver = Driver()
    driver.plan = {"pre_election": True}
    driver.votes["members", 1] = {"王芳": (7, 0), "孙丽": (7, 0)}
    way = way_to("resolve_round", driver)
    assert [each.kind for each in courses(way.dossier)[0].rounds] == ["pre"]
    way.take("resolve_round", ON, key=("members", 1), choice="vacant", candidates=[])
    assert [each.kind for each in courses(way.dossier)[0].rounds] == ["pre", "formal"]


def test_heads_are_elected_without_a_pre_election():
    driver = Driver()
    driver.plan = {"pre_election": True}
    way = way_to("report_result", driver)
    kinds = {each.ballot.position: [every.kind for every in each.rounds] for each in courses(way.dossier)}
    assert kinds == {"members": ["pre", "formal"], "secretary": ["formal"], "deputy": ["formal"]}
    assert all(each.settled for each in courses(way.dossier))


# Keyed


def test_what_is_wrong_with_a_count_is_said_before_the_body_has_met():
    way = way_to("announce_result", Driver(), included=True)
    nothing = {"issued": 0, "collected": 0, "void": 0, "blank": 0, "votes": []}
    assert codes(way, "key_count", "沈毅", ("secretary", 1), **nothing) == ["G00", "G47"]


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


# Vacancies


def vacancy(position: str, cause: str, committee: list[str]) -> Way:
    """孙丽 left a post vacant while these were the committee."""
    driver = Driver()
    driver.begins = "record_vacancy"
    driver.facts["record_vacancy"] = {
        "vacancies": [{"name": "孙丽", "position": position, "cause": cause}],
        "committee": [NUMBERS[name] for name in committee],
    }
    return way_to("record_vacancy", driver, included=True)


@pytest.mark.parametrize(
    ("position", "committee", "kind"),
    [
        ("deputy", ["王芳", "孙丽", "何静"], "head"),
        ("deputy", [], "member_meeting_head"),
        ("deputy", ["孙丽"], "member_meeting_head"),
        ("members", ["王芳", "孙丽", "何静"], "branch_committee"),
    ],
)
def test_a_committee_elects_its_heads_and_not_its_members(position, committee, kind):
    way = vacancy(position, "transferred", committee)
    assert [(each.position, each.kind) for each in ballots(way.dossier)] == [(position, kind)]
    assert by_committee(way.dossier) is (kind == "head")


@pytest.mark.parametrize(("cause", "stays"), [("adjusted", True), ("transferred", False), ("resigned", False)])
def test_whose_post_was_adjusted_stays_in_the_committee(cause, stays):
    way = vacancy("deputy", cause, ["王芳", "孙丽"])
    assert sitting(way.dossier) == [NUMBERS[name] for name in ("王芳", "孙丽")[: 1 + stays]]


def test_where_somebody_is_appointed_there_is_no_ballot():
    driver = Driver()
    driver.begins = "appoint"
    way = way_to("appoint", driver, included=True)
    assert ballots(way.dossier) == [] and not elects_heads(way.dossier)


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


def test_who_is_elected_elsewhere_afterwards_sends_that_unit_nowhere():
    """One unit elected somebody who was not qualified; another one, which had not reported yet, elects him later."""
    way = way_to("report_delegates", congress())
    way.take("report_delegates", ON, key=(1,))
    lost = way.dossier.takings["report_delegates"][-1].form.elected[0]
    way.take("examine_credentials", ON, unqualified=[{"name": NAMES[lost]}])
    way.take("report_delegates", ON, key=(2,), elected=[lost])
    assert list(sent_back(way.dossier)) == [1]
    assert list(reports(way.dossier)) == [2]


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


def test_only_the_last_meeting_of_a_body_counts():
    """The commission needs two rounds; the committee does not pass its head twice, so that it meets three times."""
    driver = Driver(9)
    driver.plan = {"discipline_seats": 3}
    driver.candidates["discipline"] = in_stroke_order(["吴强", "郑涛", "冯雪", "陈刚"])
    driver.facts["pass_discipline_heads"] = {"in_favour": 0, "against": 3, "abstain": 0}
    driver.votes["discipline_secretary", 1] = {"吴强": (1, 0)}
    way = way_to("pass_discipline_heads", driver, included=True)
    for _ in range(2):
        way.take("hold_first_meeting", ON, key=("discipline",))
        way.count_all(ON)
        way.take("pass_discipline_heads", ON)
    course = next(each for each in courses(way.dossier) if each.ballot.position == "discipline_secretary")
    assert [each.number for each in course.rounds] == [1, 2, 3, 4]
    assert [[before.number for before in course.before(each)] for each in course.rounds] == [[], [1], [], []]
    assert course.elected == course.now.confirmed.elected


# The term


def changes(*said: tuple[str, str, str, bool], before: str = "2026-12-20") -> Way:
    """An election planned a year ahead, whose day was asked to be changed: (direction, on, until, agreed); no original end is known."""
    driver = Driver()
    driver.expires_on = date.fromisoformat(before)
    driver.days["decide_election"] = date(2025, 12, 1)
    driver.facts = {name: {"original_expires_on": None} for name in ("remind", "decide_election")}
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
    way.take("decide_election", date(2025, 12, 24))
    assert way.dossier.last("decide_election").expires_on == date(2027, 3, 1)
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
    assert "discipline" in {each.ballot.voters for each in courses(way.dossier)}
    way.take("announce_result", ON)
    assert "discipline" not in {each.ballot.voters for each in courses(way.dossier)}
    assert (bodies(way.dossier), to_meet(way.dossier)) == (["members"], [("members",)])
    assert not to_be_passed(way.dossier)
