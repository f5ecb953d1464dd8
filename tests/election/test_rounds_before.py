"""What came before a round of its ballot: tie votes and separate elections, rounds repeated, those of a pre-election."""

import pytest

from tests.election.driver import FLOW, Driver
from tests.election.people import NUMBERS
from tests.election.test_guard_corners import LAWS, ON, judged, votes, way_to, written
from tests.election.way import Way
from workflows.election.counting.decide import Before
from workflows.election.effects import posts_given
from workflows.election.rounds import Course, courses, written_in
from workflows.election.strokes import in_stroke_order
from workflows.election.tally import before, in_order
from workflows.election.turns import to_confirm, to_key, to_resolve
from workflows.rules import law_book

FIRST, SECOND, THIRD, LAST = "王芳", "孙丽", "何静", "陈刚"
SHORT = {FIRST: (7, 0), SECOND: (3, 0), THIRD: (3, 0), LAST: (3, 0)}


def course_on(way: Way, position: str = "members") -> Course:
    return next(each for each in courses(way.dossier) if each.ballot.position == position)


def came_before(way: Way, position: str = "members") -> list[tuple[str, Before]]:
    """Each round of a ballot, and what came before it."""
    found = course_on(way, position)
    return [(each.kind, before(way.dossier, each, LAWS.on(ON))) for each in found.rounds]


def test_a_separate_election_begins_the_tie_votes_anew_and_a_repeated_one_does_not_count():
    driver = Driver()
    driver.votes = {
        ("members", 1): {FIRST: (7, 0), SECOND: (6, 0), THIRD: (4, 0), LAST: (4, 0)},
        ("members", 2): {THIRD: (3, 0), LAST: (3, 0)},
        ("members", 4): {THIRD: (3, 0), LAST: (3, 0)},
        ("members", 5): {THIRD: (3, 0), LAST: (4, 0)},
    }
    driver.rounds["key_count", "members", 3] = {"issued": 7, "collected": 8}
    way = way_to("announce_result", driver)
    assert [each.confirmed.next for each in course_on(way).rounds] == [
        "revote_tied", "manual", "repeat_ballot", "separate_election", "none",
    ]  # fmt: skip
    assert came_before(way) == [
        ("formal", Before(False, 0, 0)),
        ("tie", Before(False, 0, 0)),
        ("separate", Before(False, 1, 0)),
        ("separate", Before(False, 1, 0)),
        ("separate", Before(False, 0, 1)),
    ]


def test_what_a_pre_election_needed_is_not_counted_against_the_formal_one():
    driver = Driver()
    driver.plan = {"pre_election": True}
    driver.votes["members", 1] = {FIRST: (7, 0), SECOND: (6, 0), THIRD: (4, 0), LAST: (4, 0)}
    way = way_to("announce_result", driver)
    assert came_before(way) == [
        ("pre", Before(False, 0, 0)),
        ("tie", Before(False, 0, 0)),
        ("formal", Before(True, 0, 0)),
    ]


def test_of_two_ballots_each_has_its_own_rounds():
    driver = Driver(9)
    driver.plan = {"discipline_seats": 1}
    driver.candidates["discipline"] = in_stroke_order(["吴强", "郑涛"])
    driver.votes = {("discipline", number): {"吴强": (4, 0), "郑涛": (4, 0)} for number in (1, 2)}
    way = way_to("announce_result", driver)
    assert came_before(way) == [("formal", Before(False, 0, 0))]
    assert came_before(way, "discipline") == [
        ("formal", Before(False, 0, 0)),
        ("separate", Before(False, 0, 0)),
        ("separate", Before(False, 0, 1)),
    ]


@pytest.mark.parametrize(
    ("begins", "reading", "equal"),
    [
        ("record_vacancy", "equal", True),
        ("record_vacancy", "differential", False),
        ("remind", "equal", False),
        ("remind", "differential", False),
    ],
)
def test_as_many_candidates_as_seats_are_enough_in_a_by_election_by_that_reading(begins, reading, equal):
    driver = Driver()
    driver.begins = begins
    way = way_to("introduce_candidates", driver, included=True)
    law = law_book(readings={"by_election_candidates": reading}).on(ON)
    assert before(way.dossier, course_on(way).now, law) == Before(equal, 0, 0)


# Written in


def with_one_written_in(second: str = "") -> Way:
    """吴强 was written in and elected in the first round; one seat is left, and `second` decides of it."""
    driver = Driver()
    driver.plan = {"deputies": 0}
    way = way_to("introduce_candidates", driver, included=True)
    rows = votes(way, ("members", 1), 王芳=(7, 0, 0), 孙丽=(3, 4, 0), 何静=(2, 5, 0), 陈刚=(2, 5, 0))
    for keyer in ("赵强", "沈毅"):
        way.take("key_count", ON, keyer, ("members", 1), votes=rows, write_ins=written(吴强=4))
    way.take("confirm_count", ON, key=("members", 1))
    if second:
        given = [{"name": SECOND}, {"name": THIRD}] if second == "separate" else []
        way.take("resolve_round", ON, key=("members", 1), choice=second, candidates=given)
    return way


@pytest.mark.parametrize("decided", ["", "reduce", "separate"])
def test_who_was_written_in_is_told_while_another_round_stands_open(decided):
    way = with_one_written_in(decided)
    assert len(course_on(way).rounds) == 1 + (decided == "separate")
    assert (course_on(way).now.confirmed is None) is (decided == "separate")
    assert written_in(way.dossier) == [("members", NUMBERS["吴强"])]


def test_who_stood_in_a_later_round_or_an_earlier_one_was_not_written_in():
    way = with_one_written_in("separate")
    way.count_all(ON)
    assert course_on(way).elected == [NUMBERS[name] for name in (FIRST, "吴强", SECOND)]
    assert written_in(way.dossier) == [("members", NUMBERS["吴强"])]


@pytest.mark.parametrize(("accepted", "seated"), [(True, True), (False, False), (None, True)])
def test_only_who_was_written_in_waits_for_the_superior(accepted, seated):
    way = with_one_written_in("reduce")
    way.driver.facts["file_members"] = {"written_in_accepted": accepted}
    way.take("announce_result", ON)
    way.take("hold_first_meeting", ON, key=("members",))
    way.count_all(ON)
    named = [{"name": name, "duty": "organisation"} for name in ("吴强", FIRST)]
    way.take("divide_work", ON, duties=named)
    way.take("report_result", ON)
    way.take("file_members", ON)
    given = {(person, post) for person, post, _ in posts_given(way.dossier)}
    assert ((NUMBERS["吴强"], "organisation_commissioner") in given) is seated
    assert (NUMBERS[FIRST], "organisation_commissioner") in given


# What two people keyed


def keyed_twice(first: dict[str, object], second: dict[str, object]) -> Way:
    way = way_to("introduce_candidates", Driver(), included=True)
    for keyer, more in (("赵强", first), ("沈毅", second)):
        way.take("key_count", ON, keyer, ("members", 1), **more)
    return way


@pytest.mark.parametrize("turned", [False, True])
def test_somebody_whom_only_one_of_the_two_wrote_in_is_a_difference(turned):
    both: list[dict[str, object]] = [{}, {"write_ins": written(吴强=1)}]
    way = keyed_twice(*(reversed(both) if turned else both))
    now = course_on(way).now
    assert now.agreed is None and now.differs == (f"write_ins.{NUMBERS['吴强']}",)
    assert to_key(way.dossier) == [("members", 1)] and to_confirm(way.dossier) == []


def test_what_is_confirmed_is_neither_keyed_nor_confirmed_again():
    """Whatever is keyed of it afterwards."""
    way = keyed_twice({}, {})
    way.take("confirm_count", ON, key=("members", 1))
    assert course_on(way).now.agreed is not None
    assert to_key(way.dossier) == to_confirm(way.dossier) == to_resolve(way.dossier) == []
    sheet = {"issued": 7, "collected": 7, "void": 0, "blank": 0}
    way.take("key_count", ON, "赵强", ("members", 1), **sheet, votes=votes(way, (), 王芳=(7, 0, 0)))
    assert to_key(way.dossier) == to_confirm(way.dossier) == []


def test_a_sum_that_cannot_be_is_said_once_with_the_place_on_the_ballot():
    way = way_to("introduce_candidates", Driver(), included=True)
    rows = votes(way, ("members", 1), 王芳=(7, 0, 0), 孙丽=(6, 0, 0), 何静=(1, 6, 0), 陈刚=(0, 7, 0))
    found = judged(way, "key_count", "沈毅", ("members", 1), votes=rows)
    assert [(each.code, each.facts["name"]) for each in found] == [("S04", "第2名")]


def test_who_is_written_in_is_called_by_the_place_after_the_candidates():
    way = way_to("introduce_candidates", Driver(), included=True)
    found = judged(way, "key_count", "沈毅", ("members", 1), write_ins=written(吴强=8))
    assert "第5名" in [each.facts.get("name") for each in found]


def test_rows_are_counted_in_the_order_of_the_ballot_and_who_is_not_on_it_comes_last():
    way = way_to("introduce_candidates", Driver(), included=True)
    rows = votes(way, (), 吴强=(1, 0, 0), 陈刚=(1, 0, 0), 王芳=(1, 0, 0))
    form = FLOW["key_count"].form.recall({"on": str(ON), "ballot": "members", "round": 1, "votes": rows})
    found = in_order(course_on(way).now.candidates, form.votes)
    assert [row.person for row in found] == [NUMBERS[name] for name in (FIRST, LAST, "吴强")]
