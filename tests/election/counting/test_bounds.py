"""Quorum, number of candidates and majority for 3 to 20 members, by the editions of 2020 and of 1990: both sides of each edge."""

import pytest

from tests.election.counting.samples import ON_1990, ON_2020, codes, count, decided, law, names
from workflows.election.counting import decide, least_candidates, majority_of, most_candidates, quorum_needed

QUORUM_2020 = (3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 16)
QUORUM_1990 = (3, 4, 5, 5, 6, 7, 8, 9, 9, 10, 11, 12, 13, 13, 14, 15, 16, 17)
MAJORITY = (2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11)
CANDIDATES = (2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24)
"""Written by hand: for 3 to 20 members, and for 1 to 20 seats."""

MEMBERS = range(3, 21)
QUORUMS = [
    pytest.param(on, due, needed, id=f"{on.year}-{due}")
    for on, column in ((ON_2020, QUORUM_2020), (ON_1990, QUORUM_1990))
    for due, needed in zip(MEMBERS, column, strict=True)
]
BOTH = pytest.mark.parametrize("on", [ON_2020, ON_1990], ids=["2020", "1990"])


@pytest.mark.parametrize(("on", "due", "needed"), QUORUMS)
def test_quorum(on, due, needed):
    assert quorum_needed(due, law(on)) == needed
    there, absent = (decide(one(on, due, present), law(on)) for present in (needed, needed - 1))
    assert (there.valid, codes(there, "block")) == (True, [])
    assert (absent.valid, codes(absent), absent.next) == (False, ["G46"], "repeat_ballot")


def one(on, due: int, present: int):
    """Two candidates for one seat, everybody present for the first."""
    return count((present, 0), seats=1, present=present, due=due, on=str(on))


@pytest.mark.parametrize(("due", "needed_2020", "needed_1990"), [(50, 40, 41), (500, 400, 401), (7, 6, 6)])
def test_quorum_of_larger_meetings(due, needed_2020, needed_1990):
    assert (quorum_needed(due, law(ON_2020)), quorum_needed(due, law(ON_1990))) == (needed_2020, needed_1990)


@pytest.mark.parametrize(("option", "needed"), [("by_edition", 8), ("more_than", 9)])
def test_reading_of_the_quorum(option, needed):
    """C-14"""
    assert quorum_needed(10, law(ON_2020, election_quorum=option)) == needed
    assert quorum_needed(10, law(ON_1990, election_quorum=option)) == 9


@pytest.mark.parametrize(("day", "valid"), [("2020-07-12", False), ("2020-07-13", True)])
def test_the_day_of_the_act_selects_the_edition(day, valid):
    """Vector 3: eight of ten."""
    decision = decided((8, 8, 8, 0), seats=3, present=8, due=10, on=day)
    assert decision.valid is valid
    if not valid:
        assert [(found.edition, found.article) for found in decision.findings] == [("XJ90", None)]


@BOTH
@pytest.mark.parametrize(("present", "needed"), list(zip(MEMBERS, MAJORITY, strict=True)))
def test_majority(on, present, needed):
    assert majority_of(present) == needed
    for votes, elected in ((needed, ["陈刚"]), (needed - 1, [])):
        decision = decided((votes, 0), seats=1, present=present, on=str(on))
        assert names(decision.elected) == elected
        assert decision.next == ("none" if elected else "separate_election")


@BOTH
@pytest.mark.parametrize(("seats", "least"), list(enumerate(CANDIDATES, 1)))
def test_candidates(on, seats, least):
    assert least_candidates("branch_committee", seats, law(on)) == least
    assert most_candidates("branch_committee", seats, law(on)) is None


@pytest.mark.parametrize(("seats", "least"), [(100, 120), (101, 122), (104, 125), (105, 126)])
def test_candidates_of_large_elections(seats, least):
    """A fifth of the seats, and a part of one counts as one."""
    assert least_candidates("delegates", seats, law(ON_2020)) == least


@BOTH
@pytest.mark.parametrize("seats", [1, 2, 3, 5, 6, 9])
@pytest.mark.parametrize(
    "kind", ["branch_committee", "general_branch_committee", "base_committee", "discipline_commission", "delegates"]
)
def test_one_candidate_too_few(on, seats, kind):
    """G43; the edition of 1990, of which only a part was read, says nothing of delegates."""
    least = CANDIDATES[seats - 1]
    least = seats if kind == "delegates" and on == ON_1990 else least
    for candidates, valid in ((least, True), (least - 1, False)):
        decision = decided((0,) * candidates, seats=seats, present=9, kind=kind, on=str(on))
        assert decision.valid is valid
        assert codes(decision, "block") == ([] if valid else ["G43"])
        assert decision.next == ("separate_election" if valid else "manual")


@pytest.mark.parametrize(("candidates", "valid"), [(5, False), (6, True), (7, True), (8, False)])
def test_standing_committee_has_one_or_two_more(candidates, valid):
    decision = decided((0,) * candidates, seats=5, present=9, kind="standing_committee")
    assert (decision.valid, codes(decision, "block")) == (valid, [] if valid else ["G43"])


@pytest.mark.parametrize(("candidates", "valid"), [(1, False), (2, True), (3, False)])
def test_heads_stand_in_equal_number(candidates, valid):
    decision = decided((9,) * min(candidates, 2) + (0,) * (candidates - 2), seats=2, present=9, kind="head")
    assert (decision.valid, decision.next) == (valid, "none" if valid else "manual")


@pytest.mark.parametrize(("candidates", "valid"), [(1, False), (2, True), (3, True)])
def test_heads_of_a_branch_without_committee_may_be_more(candidates, valid):
    votes = (4, 4, 0)[:candidates]
    assert decided(votes, seats=2, present=5, kind="member_meeting_head").valid is valid


@pytest.mark.parametrize(("option", "least"), [("differential", 2), ("equal", 1)])
def test_by_election(option, least):
    """C-8"""
    chosen = law(by_election_candidates=option)
    assert least_candidates("branch_committee", 1, chosen, by_election=True) == least
    assert least_candidates("branch_committee", 1, chosen) == 2
    assert least_candidates("head", 1, chosen, by_election=True) == 1


def test_citations():
    few = decided((0,) * 3, seats=3, present=9).findings[0]
    assert (few.edition, few.article, few.on) == ("XJ20", 13, ON_2020)
    few = decided((0,) * 3, seats=3, present=9, kind="delegates").findings[0]
    assert (few.edition, few.article) == ("XJ20", 9)
    absent = decided((0, 0), seats=1, present=7, due=10).findings[0]
    assert (absent.edition, absent.article) == ("XJ20", None)  # its text was not read: no number
