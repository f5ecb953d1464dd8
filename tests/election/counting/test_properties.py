"""What holds of every count, whatever the numbers: generated reports, lawful or not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.election.counting.samples import LAWS, NAMES, WATCHES, candidate, names
from workflows.election.counting import Count, decide, least_candidates, quorum_needed
from workflows.election.counting.files import answer

KINDS = ("branch_committee", "base_committee", "delegates", "head", "member_meeting_head", "standing_committee")
EXAMPLES = settings(max_examples=2_000, deadline=None)


@st.composite
def reports(draw) -> dict:
    """A report: every candidate's votes add up, mostly; seats, rounds and attendance are any."""
    ballots, blank = draw(st.integers(0, 30)), 0
    seats, due = draw(st.integers(1, 5)), draw(st.integers(1, 40))
    votes = draw(st.lists(st.integers(0, ballots), min_size=1, max_size=8))
    off = draw(st.sampled_from((0,) * 9 + (1,)))
    rows = [candidate(name, each, ballots) for name, each in zip(NAMES, votes, strict=False)]
    rows[0]["against"] += off
    written = draw(st.lists(st.integers(0, ballots), max_size=2))
    return {
        "kind": draw(st.sampled_from(KINDS)),
        "on": draw(st.sampled_from(("2019-09-12", "2026-09-12"))),
        "round": draw(st.sampled_from(("pre", "formal", "tie", "separate"))),
        **{"seats": seats, "due": due, "blank": blank, "collected": ballots},
        "present": draw(st.integers(0, due)) if draw(st.booleans()) else due,
        "candidates": rows,
        "write_ins": [{"name": f"外{row}", "for": each} for row, each in enumerate(written)],
        "scrutineers": [WATCHES],
    }


@EXAMPLES
@given(reports())
def test_every_decision_is_sound(report):
    count = Count.read(report)
    decision = decide(count, LAWS.on(count.on))
    elected, tied = list(decision.elected), list(decision.tied)
    rest = [each for each in count.people if each not in [*elected, *tied]]
    assert decision.seats_left == count.seats - len(elected) >= 0
    assert not set(names(elected)) & set(names(tied))
    if not decision.valid:
        assert (elected, tied, decision.next in ("repeat_ballot", "manual")) == ([], [], True)
        return
    assert len({each.in_favour for each in tied}) <= 1
    assert not tied or len(tied) > decision.seats_left > 0
    floor = 0 if count.round == "tie" else count.present
    assert all(2 * each.in_favour > floor or count.round == "tie" for each in elected + tied)
    enough = [each for each in rest if count.round == "tie" or 2 * each.in_favour > floor]
    least = min((each.in_favour for each in elected + tied), default=0)
    assert all(each.in_favour < least for each in enough)
    assert (decision.next == "none") == (len(elected) == count.seats)
    assert [each.in_favour for each in elected] == sorted((each.in_favour for each in elected), reverse=True)


@EXAMPLES
@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_the_report_does_not_matter(report, chance):
    rows = list(report["candidates"])
    chance.shuffle(rows)
    one, other = (
        answer(decide(count, LAWS.on(count.on)))
        for count in (Count.read(report), Count.read({**report, "candidates": rows}))
    )
    for part in ("elected", "tied"):
        assert set(one[part]) == set(other[part])
    assert [one[part] for part in ("valid", "next", "seats_left")] == [
        other[part] for part in ("valid", "next", "seats_left")
    ]


@EXAMPLES
@given(reports())
def test_no_count_breaks_the_reasoning(report):
    """Every report that can be read is answered, line by line, with nothing left to fill in."""
    count = Count.read(report)
    found = answer(decide(count, LAWS.on(count.on)))
    assert found["why"] and not any("%(" in line for line in found["why"])
    assert not any("%(" in each["message"] for each in found["findings"])


@EXAMPLES
@given(st.integers(1, 100_000))
def test_four_fifths(due):
    for on, strict in (("2026-09-12", False), ("2019-09-12", True)):
        count = Count.read({**START, "on": on})
        needed = quorum_needed(due, LAWS.on(count.on))
        enough = [5 * present > 4 * due if strict else 5 * present >= 4 * due for present in (needed - 1, needed)]
        assert enough == [False, True]


START = {
    **{"kind": "head", "round": "formal", "seats": 1, "due": 1, "present": 1, "collected": 1},
    "candidates": [candidate("陈刚", 1, 1)],
}


@EXAMPLES
@given(st.integers(1, 1_000))
def test_a_fifth_more(seats):
    law = LAWS.on(Count.read({**START, "on": "2026-09-12"}).on)
    least = least_candidates("branch_committee", seats, law)
    assert 5 * (least - seats) >= seats > 5 * (least - 1 - seats)
