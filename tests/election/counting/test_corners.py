"""Corners of counting: who is the same person, what is remarked beside a result, and whole elections under other limits."""

import pytest

from tests.election.counting.samples import candidate, codes, count, decided, law, names, values
from tests.election.counting.test_rounds import SHORT, of
from workflows.election.counting import Count, decide_rounds, most_candidates, quorum_needed, reveals
from workflows.election.counting.files import read_paper
from workflows.election.counting.remarks import called
from workflows.engine.errors import BadForm
from workflows.engine.law import LawBook
from workflows.engine.strict import Unusable
from workflows.rules import law_book

SAME = [
    ({"name": "王芳"}, {"name": "王芳"}, True),
    ({"name": "王芳"}, {"name": "王芳", "ref": "1"}, True),
    ({"name": "王芳", "ref": "1"}, {"name": "王芳"}, True),
    ({"name": "王芳", "ref": "1"}, {"name": "王芳", "ref": "1"}, True),
    ({"name": "王芳", "ref": "1"}, {"name": "王芳", "ref": "2"}, False),
    ({"name": "王芳", "ref": "1"}, {"name": "李明", "ref": "1"}, True),
    ({"name": "王芳"}, {"name": "李明"}, False),
]


def rows(*people: dict[str, str]) -> list[dict]:
    """Candidates of a ballot of nine."""
    return [candidate("", 8, 9) | person for person in people]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_who_can_be_one_person_is_listed_once(one, other, same):
    """By name, unless two references tell them apart; one reference is one person."""
    again = {"candidates": rows(one, other)}
    beside = {"candidates": rows(one), "write_ins": [{**other, "for": 1}]}
    for people in (again, beside):
        if same:
            with pytest.raises(BadForm, match="出现了两次"):
                Count.read(values((), seats=1, present=9, **people))
        else:
            assert Count.read(values((), seats=1, present=9, **people))


@pytest.mark.parametrize("refs", [("1", None), (None, "1")])
def test_a_scrutineer_without_a_reference_may_be_the_candidate_of_that_name(refs):
    watching, standing = ({"name": "王芳", **({"ref": ref} if ref else {})} for ref in refs)
    decision = decided((), seats=1, present=9, candidates=rows(standing, {"name": "李明"}), scrutineers=[watching])
    assert "G45" in codes(decision, "block")


@pytest.mark.parametrize("held", [{}, {"write_ins": [{"name": "王芳", "in_favour": 1}]}, {"candidates": []}])
def test_a_count_that_is_not_complete_contradicts_nothing(held):
    assert Count.recall({"on": "2026-09-12", **held}).known("seats") is None


def test_two_of_one_name_are_called_by_reference_and_nobody_else_is():
    people = rows({"name": "王芳", "ref": "a"}, {"name": "王芳", "ref": "b"}, {"name": "李明", "ref": "c"})
    read = Count.read(values((), seats=2, present=9, candidates=people))
    assert called(read, read.candidates) == ["a", "b", "李明"]


@pytest.mark.parametrize(("due", "needed"), [(5, 5), (6, 5), (10, 9), (11, 9)])
def test_more_than_four_fifths(due, needed):
    """C-14: the first number above four fifths, not one more."""
    assert quorum_needed(due, law(election_quorum="more_than")) == needed


def test_before_2020_a_standing_committee_had_no_bound():
    assert most_candidates("standing_committee", 5, law(count((0,), seats=1, present=1, on="2019-09-12").on)) is None


@pytest.mark.parametrize(("stand", "valid"), [(6, False), (7, True)])
def test_a_tie_for_many_seats_needs_one_more_and_not_a_fifth_more(stand, valid):
    decision = decided((4,) * stand, seats=6, present=9, round="tie")
    assert ("G43" not in codes(decision, "block")) is valid


# Remarks


def test_where_nobody_votes_nothing_is_told():
    assert list(reveals(count((0, 0), seats=1, present=9, voters=0, collected=0), law())) == []


def test_what_tells_too_much_is_a_note_of_the_decision():
    assert "S10" in codes(decided((9, 0), seats=1, present=9), "note")
    assert "S10" not in codes(decided((8, 1), seats=1, present=9), "note")


@pytest.mark.parametrize(("kind", "round_"), [("head", "formal"), ("head", "separate")])
def test_equal_numbers_are_remarked_in_separate_elections_only(kind, round_):
    decision = decided((8,), seats=1, present=9, kind=kind, round=round_)
    assert ("G43" in codes(decision)) is (round_ == "separate")


@pytest.mark.parametrize(
    ("votes", "said"),
    [((5, 0), "没有人当选"), ((5, 6), "何静"), ((6, 6), None), ((6, 7), None)],
)
def test_what_the_other_base_would_decide_is_said(votes, said):
    """Nine of ten are there: five is more than half of those present, and not of those due. Two seats."""
    decision = decided(votes, seats=2, present=9, due=10, kind="head")
    told = [found.facts["elected"] for found in decision.findings if found.code == "G49"]
    assert told == ([said] if said else [])


def test_a_tie_that_the_other_base_does_not_know_is_said():
    decision = decided((8, 5, 5), seats=2, present=9, due=10)
    assert (names(decision.elected), names(decision.tied)) == (["陈刚"], ["何静", "孙丽"])
    assert [found.facts["elected"] for found in decision.findings if found.code == "G49"] == ["陈刚"]


def test_where_the_most_votes_decide_there_is_no_other_base():
    decision = decided((5, 1), {"tie_needs_majority": "no"}, seats=1, present=9, due=10, round="tie")
    assert "G49" not in codes(decision)


# Sums


@pytest.mark.parametrize(("votes", "wrong"), [(7, False), (8, True)])
def test_nobody_is_written_in_on_more_ballots_than_were_marked(votes, wrong):
    """Nine ballots, two of them blank."""
    people = [candidate(name, 0, 9, 2) for name in ("陈刚", "何静", "孙丽")]
    decision = decided((), seats=2, present=9, blank=2, candidates=people, write_ins=[{"name": "郑涛", "for": votes}])
    assert ("S08" in codes(decision, "block")) is wrong


@pytest.mark.parametrize(("votes", "wrong"), [(0, False), (1, True)])
def test_nobody_gets_votes_by_being_written_in_on_a_tie(votes, wrong):
    decision = decided((5, 3), seats=1, present=9, round="tie", write_ins=[{"name": "郑涛", "for": votes}])
    assert ("S09" in codes(decision, "block")) is wrong


# Whole elections


def more_allowed() -> LawBook:
    """A book of laws by which two votes on the tied are allowed, and two separate elections."""
    book = law_book()
    limits = book.on(SHORT.on).limits
    limits["tie_votes_max_count"] = limits["tie_votes_max_count"]._replace(value=2)
    return book


TIE = of("丙丁", (4, 4), seats=1, round="tie")


@pytest.mark.parametrize(("ties", "follows"), [(1, "revote_tied"), (2, "manual")])
def test_votes_on_the_tied_are_counted_from_each_other(ties, follows):
    first = of("甲乙丙丁", (8, 6, 5, 5), seats=3)
    laws = more_allowed()
    assert laws.on(first.on)["tie_votes_max_count"] == 2 and law()["tie_votes_max_count"] == 1
    assert decide_rounds([first, *[TIE] * ties], laws).last.next == follows


@pytest.mark.parametrize(("ties", "follows"), [(1, "revote_tied"), (2, "manual")])
def test_votes_on_the_tied_are_counted_anew_after_a_separate_election(ties, follows):
    separate = of("乙丙丁", (7, 5, 5), seats=2, round="separate")
    assert decide_rounds([SHORT, separate, *[TIE] * ties], more_allowed()).last.next == follows


def test_a_vote_on_the_tied_that_elects_nobody_leaves_the_second_separate_election():
    separate = of("乙丙丁", (7, 5, 5), seats=2, round="separate")
    split = of("丙丁", (4, 3), seats=1, round="tie")
    laws = law_book(readings={"tie_needs_majority": "yes"})
    assert decide_rounds([SHORT, separate, split], laws).last.next == "separate_election"


def test_after_the_formal_election_there_is_none():
    pre, formal = of("甲乙丙丁", (8, 7, 6, 5), seats=3, round="pre"), of("甲乙丙", (9, 8, 7), seats=3)
    assert decide_rounds([pre, formal], law_book()).asked() is None
    with pytest.raises(BadForm, match="名额已满"):
        decide_rounds([pre, formal, formal], law_book())


def test_of_an_unknown_field_only_the_beginning_is_repeated():
    with pytest.raises(Unusable) as said:
        read_paper(b'{"rounds": [], "' + b"x" * 80 + b'": 1}', rounds=True)
    assert "x" * 60 in said.value.message and "x" * 61 not in said.value.message
