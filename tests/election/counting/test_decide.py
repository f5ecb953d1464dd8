"""One count: the vectors, ties, shortfalls, write-ins, readings, and what is noted."""

import pytest

from tests.election.counting.samples import candidate, codes, decided, law, names, values
from workflows.election.counting import Before, Count, decide, reveals


def test_vector_4_half_of_those_present_is_not_enough():
    """Due 10, present 8: 4 is not more than half, 5 is; of all due 6 are needed."""
    for votes, base, elected in (
        *((4, "present", []), (5, "present", ["陈刚"])),
        *((5, "due", []), (6, "due", ["陈刚"])),
    ):
        decision = decided((votes, 0), {"winner_base": base}, seats=1, present=8, due=10)
        assert names(decision.elected) == elected, (votes, base)


def test_vector_5_tie_for_the_last_seat():
    decision = decided((8, 6, 5, 5), seats=3, present=8)
    assert (names(decision.elected), names(decision.tied)) == (["陈刚", "何静"], ["孙丽", "吴强"])
    assert (decision.seats_left, decision.next) == (1, "revote_tied")
    assert decision.why[-2:] == ["孙丽、吴强 都是 5 票，余下的名额 1 个，不能确定", "下一步：只就票数相等的人再次投票"]


@pytest.mark.parametrize(("collected", "valid"), [(19, True), (20, True), (21, False)])
def test_vector_6_more_ballots_than_there_were(collected, valid):
    votes = (12, 11, 13, 14, 15, 3)
    decision = decided(votes, seats=5, present=20, voters=20, issued=20, collected=collected)
    assert decision.valid is valid
    if not valid:
        assert (codes(decision), decision.next, decision.seats_left) == (["G47", "G47"], "repeat_ballot", 5)


@pytest.mark.parametrize(
    ("option", "failed"),
    [
        ("both", {8: [], 9: ["投票"], 10: ["投票", "发出"]}),
        ("issued", {9: [], 10: ["发出"]}),
        ("voters", {8: [], 9: ["投票"]}),
    ],
)
def test_reading_of_the_ballots(option, failed):
    """C-5: nine handed out, eight voted."""
    for collected, words in failed.items():
        facts = {"seats": 1, "present": 10, "voters": 8, "issued": 9, "collected": collected}
        decision = decided((5, 0), {"ballots_limit": option}, **facts)
        found = [each for each in decision.findings if each.severity == "block"]
        assert decision.valid is not bool(words)
        assert sorted(word for each in found for word in ("发出的", "投票人数") if word in each.message) == sorted(
            {"投票": "投票人数", "发出": "发出的"}[word] for word in words
        )


@pytest.mark.parametrize(
    ("votes", "tied"), [((5, 5, 5, 2), 3), ((6, 5, 5, 2), 2), ((6, 5, 2, 2), 0), ((7, 6, 5, 0), 0)]
)
def test_only_a_tie_at_the_edge_counts(votes, tied):
    decision = decided(votes, seats=2, present=9)
    assert len(decision.tied) == tied
    assert decision.next == ("revote_tied" if tied else "none")


def test_more_than_half_but_fewer_than_the_seats():
    decision = decided((8, 4, 4, 4), seats=3, present=9)
    assert (names(decision.elected), decision.tied) == (["陈刚"], ())
    assert (decision.seats_left, decision.next) == (2, "separate_election")


def test_winners_are_listed_by_votes():
    assert names(decided((6, 8, 7, 1), seats=3, present=9).elected) == ["何静", "孙丽", "陈刚"]


@pytest.mark.parametrize(
    ("votes", "option", "elected", "follows"),
    [
        ((4, 3), "no", ["陈刚"], "none"),
        ((4, 4), "no", [], "manual"),
        ((4, 3), "yes", [], "separate_election"),
        ((5, 3), "yes", ["陈刚"], "none"),
        ((1, 0), "no", ["陈刚"], "none"),
    ],
)
def test_vote_on_the_tied(votes, option, elected, follows):
    """C-6: the most votes win, or more than half as well; a second tie is for a person."""
    decision = decided(votes, {"tie_needs_majority": option}, seats=1, present=9, round="tie", void=0)
    assert (decision.valid, names(decision.elected), decision.next) == (True, elected, follows)


def test_tie_vote_needs_more_people_than_seats():
    decision = decided((5,), seats=1, present=9, round="tie")
    assert (decision.valid, codes(decision), decision.next) == (False, ["G43"], "manual")


@pytest.mark.parametrize(("held", "follows"), [(0, "separate_election"), (1, "manual")])
def test_two_separate_elections_are_enough(held, follows):
    """C-7: alone, a separate election is the first one."""
    read = Count.read(values((4, 4), seats=1, present=9, round="separate"))
    assert decide(read, law(), Before(separate_elections=held)).next == follows


@pytest.mark.parametrize(("votes", "noted"), [((5,), ["G43"]), ((5, 4), [])])
def test_separate_election_says_when_it_is_not_differential(votes, noted):
    decision = decided(votes, seats=1, present=9, round="separate")
    assert (decision.valid, codes(decision)) == (True, noted)


@pytest.mark.parametrize(("votes", "elected"), [(4, []), (5, ["郑涛"])])
def test_write_in_wins_with_more_than_half(votes, elected):
    """C-34: elected, pending the superior."""
    decision = decided((3, 1), seats=1, present=9, write_ins=[{"name": "郑涛", "for": votes}])
    assert names(decision.elected) == elected
    assert codes(decision) == (["G44"] if elected else [])


def test_write_in_in_a_tie():
    decision = decided(
        (5, 1, 1), seats=2, present=9, write_ins=[{"name": "郑涛", "for": 5}, {"name": "冯雪", "for": 5}]
    )
    assert (names(decision.elected), names(decision.tied)) == ([], ["陈刚", "郑涛", "冯雪"])
    assert codes(decision) == ["G44", "G44"]


@pytest.mark.parametrize(
    ("scrutineer", "ref", "stands"),
    [
        ("陈刚", None, True),
        ("施平", None, False),
        ({"name": "陈刚", "ref": "2"}, "1", False),
        ({"name": "陈刚", "ref": "1"}, "1", True),
    ],
)
def test_scrutineers_do_not_stand(scrutineer, ref, stands):
    """G45; two of one name are told apart by their references."""
    row = candidate("陈刚", 8, 9) | ({"ref": ref} if ref else {})
    rows = [row, candidate("何静", 1, 9)]
    decision = decided((), seats=1, present=9, candidates=rows, scrutineers=[scrutineer])
    assert decision.valid is not stands
    if stands:
        assert (codes(decision), decision.next, decision.elected) == (["G45"], "manual", ())


def test_a_person_decides_when_candidates_and_quorum_are_wrong():
    """A ballot repeated with the same candidates would not be better."""
    decision = decided((5,), seats=1, present=7, due=10)
    assert (codes(decision), decision.next) == (["G43", "G46"], "manual")


@pytest.mark.parametrize(("due", "noted"), [(9, False), (10, True)])
def test_other_base_is_noted_when_the_result_differs(due, noted):
    """C-4: five of nine present is more than half, and not of ten due."""
    decision = decided((5, 0), seats=1, present=9, due=due)
    assert ("G49" in codes(decision, "note")) is noted
    turned = decided((5, 0), {"winner_base": "due"}, seats=1, present=9, due=due)
    assert (names(turned.elected), "G49" in codes(turned)) == ([] if noted else ["陈刚"], noted)


def test_other_base_would_untie():
    """Six of eleven are tied for the seat; of twelve due nobody has more than half."""
    decision = decided((6, 6, 0), seats=1, present=12, due=13, void=0)
    assert "G49" not in codes(decision) and decision.elected == ()
    decision = decided((6, 6, 0), seats=2, present=11, due=12)
    assert names(decision.elected) == ["陈刚", "何静"] and "G49" in codes(decision, "note")


@pytest.mark.parametrize(
    ("votes", "abstain", "ballots", "tells"),
    [
        (9, 0, 9, True),
        (8, 0, 9, False),
        (0, 0, 9, True),
        (0, 9, 9, True),
        (2, 0, 3, True),
        (1, 1, 3, False),
        (3, 0, 4, False),
        (4, 0, 4, True),
    ],
)
def test_numbers_that_tell_who_voted_how(votes, abstain, ballots, tells):
    """All alike, or one against the rest of three."""
    other = candidate("何静", ballots // 2, ballots, 1)
    rows = [candidate("陈刚", votes, ballots, abstain), other]
    read = Count.read(values((), seats=2, present=ballots, kind="head", candidates=rows))
    assert ("陈刚" in names(reveals(read, law()))) is tells


@pytest.mark.parametrize("more", [{"void": 1}, {"collected": 8}])
def test_a_ballot_that_says_nothing_hides_its_voter(more):
    ballots = more.get("collected", 9) - more.get("void", 0)
    read = Count.read(values((ballots, 0), seats=1, present=9, **more))
    assert list(reveals(read, law())) == []


def test_ballots_left_over_are_noted():
    assert codes(decided((5, 1), seats=1, present=9, voters=8, issued=9)) == ["G47"]


def test_missing_scrutineers_are_irregular():
    decision = decided((5, 0), seats=1, present=9, scrutineers=[])
    assert (decision.valid, codes(decision, "irregular")) == (True, ["G45"])


def test_before_the_first_edition():
    decision = decided((5, 0), seats=1, present=9, on="1990-06-26")
    assert (decision.valid, codes(decision), decision.next, decision.elected) == (False, ["G00"], "manual", ())
    assert "1990-06-26 没有有效的选举规定版本，不能判断：请核对日期" in decision.why
    assert decided((5, 0), seats=1, present=9, on="1990-06-27").valid


def test_two_of_one_name():
    rows = [candidate("王芳", 8, 9, ref="a"), candidate("王芳", 1, 9, ref="b")]
    decision = decided((), seats=1, present=9, candidates=rows)
    assert [each.ref for each in decision.elected] == ["a"]
    assert "当选：a" in decision.why


def test_the_reasoning_of_a_count_that_fails():
    decision = decided((0, 0), seats=1, present=7, due=10)
    assert decision.why == [
        "2026-09-12 支部委员会委员，正式选举：应选 1 人，候选人 2 人",
        "应到会 10 人，实到会 7 人，至少须到 8 人",
        "投票 7 人，发出选票 7 张，收回 7 张，其中废票 0 张，空白票 0 张（作弃权计）",
        "到会人数不足：应到 10 人，实到 7 人，至少须到 8 人，选举无效：请另定日期重新召开",
        "选举无效，重新投票",
    ]
