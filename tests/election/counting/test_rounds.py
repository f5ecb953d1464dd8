"""Whole elections: each ballot follows from the one before, and what does not follow is said."""

from typing import Any

import pytest

from tests.election.counting.samples import LAWS, candidate, count, names, values
from workflows.election.counting import Count, decide_rounds
from workflows.engine.errors import BadForm


def of(people: str, votes: tuple[int, ...], *, ballots: int = 9, **more: Any) -> Count:
    """A ballot of nine with these people, told apart by one letter each."""
    rows = [candidate(name, each, ballots) for name, each in zip(people, votes, strict=True)]
    return Count.read({**values((), present=ballots, **more), "candidates": rows})


FIRST = of("甲乙丙丁", (8, 6, 5, 5), seats=3)
TIED = of("丙丁", (5, 4), seats=1, round="tie")
SHORT = of("甲乙丙丁", (8, 4, 4, 4), seats=3)


def test_a_tie_is_broken_by_the_tied():
    course = decide_rounds([FIRST, TIED], LAWS)
    assert (course.names, course.last.next, course.last.seats_left) == (["甲", "乙", "丙"], "none", 0)
    assert course.why[0] == "第 1 轮" and "第 2 轮" in course.why


def test_a_second_tie_is_for_a_person():
    course = decide_rounds([FIRST, of("丙丁", (4, 4), seats=1, round="tie")], LAWS)
    assert (course.names, names(course.last.tied), course.last.next) == (["甲", "乙"], ["丙", "丁"], "manual")


def test_seats_left_are_filled_separately():
    course = decide_rounds([SHORT, of("乙丙丁", (7, 6, 1), seats=2, round="separate")], LAWS)
    assert (course.names, course.last.next) == (["甲", "乙", "丙"], "none")


def test_after_two_separate_elections_a_person_decides():
    rounds = [SHORT, of("乙丙丁", (5, 4, 4), seats=2, round="separate"), of("丙丁", (4, 4), seats=1, round="separate")]
    assert decide_rounds(rounds[:2], LAWS).last.next == "separate_election"
    course = decide_rounds(rounds, LAWS)
    assert (course.names, course.last.next, course.last.seats_left) == (["甲", "乙"], "manual", 1)


def test_a_tie_in_a_separate_election_is_voted_on_again():
    rounds = [
        FIRST,
        of("丙丁", (5, 4), seats=1, round="tie"),
    ]
    assert decide_rounds(rounds, LAWS).last.next == "none"
    again = [SHORT, of("乙丙丁", (7, 5, 5), seats=2, round="separate"), of("丙丁", (2, 7), seats=1, round="tie")]
    assert decide_rounds(again[:2], LAWS).last.next == "revote_tied"
    assert decide_rounds(again, LAWS).names == ["甲", "乙", "丁"]


def test_a_ballot_that_failed_is_repeated_and_leaves_nobody_behind():
    failed = of("甲乙丙丁", (8, 6, 5, 5), seats=3, voters=8, collected=9)
    assert decide_rounds([failed], LAWS).last.next == "repeat_ballot"
    course = decide_rounds([failed, SHORT], LAWS)
    assert (course.names, course.last.valid, course.last.next) == (["甲"], True, "separate_election")
    assert "G47" in [found.code for found in course.findings]


def test_pre_election_fixes_candidates_who_then_stand_in_equal_number():
    pre = of("甲乙丙丁", (8, 7, 6, 5), seats=3, round="pre")
    course = decide_rounds([pre], LAWS)
    assert (course.names, course.last.next) == (["甲", "乙", "丙"], "none")
    assert "列为正式候选人：甲、乙、丙" in course.why
    formal = decide_rounds([pre, of("甲乙丙", (9, 8, 7), seats=3)], LAWS)
    assert (formal.names, formal.last.valid, formal.last.next) == (["甲", "乙", "丙"], True, "none")
    alone = decide_rounds([of("甲乙丙", (9, 8, 7), seats=3)], LAWS)
    assert (alone.last.valid, alone.last.next) == (False, "manual")


def test_pre_election_with_a_tie_and_a_formal_one_with_a_shortfall():
    pre = of("甲乙丙丁", (8, 7, 5, 5), seats=3, round="pre")
    broken = of("丙丁", (6, 3), seats=1, round="tie")
    formal = of("甲乙丙", (8, 7, 4), seats=3)
    separate = of("丁丙", (4, 5), seats=1, round="separate")
    course = decide_rounds([pre, broken, formal, separate], LAWS)
    assert (course.names, course.last.next) == (["甲", "乙", "丙"], "none")
    assert [decision.next for decision in course.decisions] == ["revote_tied", "none", "separate_election", "none"]


def test_the_formal_election_has_its_own_two_separate_elections():
    pre = [
        of("甲乙丙丁", (8, 7, 4, 4), seats=3, round="pre"),
        of("丙丁", (4, 4), seats=1, round="separate"),
        of("丙丁", (5, 4), seats=1, round="separate"),
    ]
    formal = [of("甲乙丙", (8, 7, 4), seats=3), of("丙丁", (4, 4), seats=1, round="separate")]
    assert decide_rounds([*pre, *formal], LAWS).last.next == "separate_election"


STRANGE: dict[str, tuple[list[Count], str, str]] = {
    "begins with a tie": ([TIED], "rounds[0].round", "第一轮须是预选或者正式选举，不能是“票数相等的再次投票”"),
    "begins with a separate election": ([of("乙丙", (5, 4), seats=1, round="separate")], "rounds[0].round", "第一轮"),
    "goes on when all is done": ([FIRST, TIED, TIED], "rounds[2].round", "名额已满"),
    "goes on where a person decides": (
        [FIRST, of("丙丁", (4, 4), seats=1, round="tie"), of("丙丁", (5, 4), seats=1, round="tie")],
        "rounds[2].round",
        "须由人决定",
    ),
    "goes on after a ballot with too few candidates": (
        [of("甲乙丙", (9, 8, 7), seats=3), FIRST],
        "rounds[1].round",
        "由人决定",
    ),
    "separate for a tie": ([FIRST, of("丙丁", (5, 4), seats=1, round="separate")], "rounds[1].round", "应是“票数相等"),
    "tie for a shortfall": (
        [SHORT, of("乙丙丁", (5, 4, 3), seats=2, round="tie")],
        "rounds[1].round",
        "应是“另行选举”",
    ),
    "formal twice": ([SHORT, SHORT], "rounds[1].round", "应是“另行选举”，写的是“正式选举”"),
    "pre after formal": (
        [SHORT, of("甲乙丙丁", (8, 7, 6, 5), seats=3, round="pre")],
        "rounds[1].round",
        "写的是“预选”",
    ),
    "somebody else in the tie": (
        [FIRST, of("丙乙", (5, 4), seats=1, round="tie")],
        "rounds[1].candidates",
        "应是：丙、丁；写的是：丙、乙",
    ),
    "one more in the tie": (
        [FIRST, of("丙丁乙", (5, 3, 1), seats=1, round="tie")],
        "rounds[1].candidates",
        "应是：丙、丁",
    ),
    "one less in the tie": (
        [of("甲乙丙丁", (5, 5, 5, 1), seats=2), of("甲乙", (5, 4), seats=2, round="tie")],
        "rounds[1].candidates",
        "应是：甲、乙、丙",
    ),
    "other seats": (
        [SHORT, of("乙丙丁", (7, 1, 1), seats=1, round="separate")],
        "rounds[1].seats",
        "应选 1 人，按上一轮的结果应是 2 人",
    ),
    "elected twice": (
        [SHORT, of("甲乙丙", (7, 6, 1), seats=2, round="separate")],
        "rounds[1].candidates",
        "甲 在前面已经当选",
    ),
    "elected in the first of three": (
        [SHORT, of("乙丙丁", (5, 4, 4), seats=2, round="separate"), of("甲丁", (5, 4), seats=1, round="separate")],
        "rounds[2].candidates",
        "甲 在前面已经当选",
    ),
    "repeated with others": (
        [of("甲乙丙丁", (8, 6, 5, 5), seats=3, voters=8, collected=9), of("甲乙丙戊", (8, 6, 5, 5), seats=3)],
        "rounds[1].candidates",
        "应是：甲、乙、丙、丁",
    ),
    "repeated for other seats": (
        [of("甲乙丙丁", (8, 6, 5, 5), seats=3, voters=8, collected=9), of("甲乙丙丁", (6, 4, 4, 4), seats=2)],
        "rounds[1].seats",
        "应是 3 人",
    ),
    "formal with one whom the pre-election did not choose": (
        [of("甲乙丙丁", (8, 7, 6, 5), seats=3, round="pre"), of("甲乙丁", (9, 8, 7), seats=3)],
        "rounds[1].candidates",
        "应是：甲、乙、丙",
    ),
    "formal before the pre-election is done": (
        [of("甲乙丙丁", (8, 7, 4, 4), seats=3, round="pre"), of("甲乙", (9, 8), seats=2)],
        "rounds[1].round",
        "应是“另行选举”",
    ),
    "formal for fewer seats than were chosen": (
        [of("甲乙丙丁", (8, 7, 6, 5), seats=3, round="pre"), of("甲乙丙", (9, 8, 1), seats=2)],
        "rounds[1].seats",
        "应是 3 人",
    ),
    "of another kind": (
        [FIRST, of("丙丁", (5, 4), seats=1, round="tie", kind="base_committee")],
        "rounds[1].kind",
        "同一项选举",
    ),
    "the day before": (
        [FIRST, of("丙丁", (5, 4), seats=1, round="tie", on="2026-09-11")],
        "rounds[1].on",
        "早于上一轮 2026-09-12",
    ),
    "nothing": ([], "rounds", "请至少写一轮"),
}


@pytest.mark.parametrize("case", STRANGE)
def test_what_does_not_follow(case):
    rounds, field, said = STRANGE[case]
    with pytest.raises(BadForm) as bad:
        decide_rounds(rounds, LAWS)
    (found, message), *_ = bad.value.errors
    assert found == field
    assert said in message


def test_every_contradiction_of_a_round_is_told():
    strange = of("甲丁", (5, 4), seats=2, round="separate", kind="delegates", on="2026-09-01")
    with pytest.raises(BadForm) as bad:
        decide_rounds([SHORT, strange], LAWS)
    assert [field for field, _ in bad.value.errors] == [f"rounds[1].{name}" for name in ("kind", "on", "candidates")]


def test_somebody_new_may_stand_in_a_separate_election():
    """C-7: who stands is the meeting's decision."""
    assert decide_rounds([SHORT, of("乙丙戊", (6, 2, 7), seats=2, round="separate")], LAWS).names == ["甲", "戊", "乙"]


def test_two_of_one_name_are_followed_by_their_references():
    def ballot(votes: dict[str, int], **more: Any) -> Count:
        rows = [candidate("王芳", each, 9, ref=ref) for ref, each in votes.items()]
        return count((), present=9, candidates=rows, **more)

    first = ballot({"a": 8, "b": 5, "c": 5}, seats=2)
    assert decide_rounds([first, ballot({"b": 5, "c": 4}, seats=1, round="tie")], LAWS).names == ["a", "b"]
    with pytest.raises(BadForm, match="应是：b、c；写的是：a、c"):
        decide_rounds([first, ballot({"a": 5, "c": 4}, seats=1, round="tie")], LAWS)


def test_each_round_is_judged_by_the_law_of_its_day():
    """Eight of ten on the last day of the old edition are too few; repeated the next day they are enough."""
    rounds = [of("甲乙丙丁", (7, 6, 5, 1), ballots=8, seats=3, due=10, on=on) for on in ("2020-07-12", "2020-07-13")]
    assert [each.valid for each in decide_rounds(rounds, LAWS).decisions] == [False, True]
