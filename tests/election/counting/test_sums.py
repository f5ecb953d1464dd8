"""Sums that cannot be: each has its code, both sides of its edge, and makes the ballot invalid."""

from typing import Any

import pytest

from tests.election.counting.samples import candidate, codes, decided
from workflows.election.counting.sums import impossible

START: dict[str, Any] = {"seats": 1, "present": 9}
NOBODY = [candidate("陈刚", 0, 0), candidate("何静", 0, 0)]
WRITTEN = [{"name": "郑涛", "for": 3}]

FAILS = {
    "S01": {"due": 9, "present": 10, "collected": 9},
    "G51": {"voters": 10, "collected": 9},
    "S02": {"void": 10, "collected": 9, "candidates": NOBODY},
    "S03": {"blank": 9, "void": 1, "collected": 9, "candidates": NOBODY},
    "S04": {"candidates": [candidate("陈刚", 5, 9), candidate("何静", 2, 8)]},
    "S05": {"blank": 2, "candidates": [candidate("陈刚", 5, 9, 2), candidate("何静", 2, 9, 1)]},
    "S06": {"candidates": [candidate("陈刚", 5, 9), candidate("何静", 5, 9)]},
    "S07": {
        "candidates": [candidate("陈刚", 4, 9, 4), candidate("何静", 4, 9, 4)],
        "write_ins": WRITTEN,
        "seats": 2,
        "kind": "head",
    },
    "S08": {
        "candidates": [candidate("陈刚", 0, 9), candidate("何静", 0, 9), candidate("孙丽", 0, 9)],
        "write_ins": [{"name": "郑涛", "for": 10}],
        "seats": 2,
    },
    "S09": {"candidates": [candidate("陈刚", 3, 9), candidate("何静", 3, 9)], "write_ins": WRITTEN, "round": "tie"},
}
HOLDS = {
    "S01": {"due": 10, "present": 10},
    "G51": {"voters": 9},
    "S02": {"void": 9, "collected": 9, "candidates": NOBODY},
    "S03": {
        "blank": 8,
        "void": 1,
        "collected": 9,
        "candidates": [candidate("陈刚", 0, 8, 8), candidate("何静", 0, 8, 8)],
    },
    "S04": {"candidates": [candidate("陈刚", 5, 9), candidate("何静", 2, 9)]},
    "S05": {"blank": 2, "candidates": [candidate("陈刚", 5, 9, 2), candidate("何静", 2, 9, 2)]},
    "S06": {"candidates": [candidate("陈刚", 5, 9), candidate("何静", 4, 9)]},
    "S07": {
        "candidates": [candidate("陈刚", 4, 9, 3), candidate("何静", 4, 9, 4)],
        "write_ins": WRITTEN,
        "seats": 2,
        "kind": "head",
    },
    "S08": {
        "candidates": [candidate("陈刚", 0, 9), candidate("何静", 0, 9), candidate("孙丽", 0, 9)],
        "write_ins": [{"name": "郑涛", "for": 9}],
        "seats": 2,
    },
    "S09": {"candidates": [candidate("陈刚", 3, 9), candidate("何静", 4, 9)], "write_ins": [], "round": "tie"},
}


@pytest.mark.parametrize("code", FAILS)
def test_impossible(code):
    decision = decided((5, 2), **{**START, **FAILS[code]})
    assert codes(decision) == [code]
    assert (decision.valid, decision.next, decision.elected) == (False, "repeat_ballot", ())
    (found,) = decision.findings
    assert "请" in found.message and "%(" not in found.message % found.facts


@pytest.mark.parametrize("code", HOLDS)
def test_possible(code):
    decision = decided((5, 2), **{**START, **HOLDS[code]})
    assert (decision.valid, codes(decision, "block")) == (True, [])


@pytest.mark.parametrize(("code", "cited"), [("G51", ("XJ20", 24)), ("S07", ("XJ20", 25)), ("S04", (None, None))])
def test_what_a_sum_rests_on(code, cited):
    (found,) = decided((5, 2), **{**START, **FAILS[code]}).findings
    assert (found.edition, found.article) == cited


def test_every_code_is_tried():
    assert FAILS.keys() == HOLDS.keys()


def test_a_blank_ballot_chooses_nobody():
    """Eight marked ballots hold eight choices for one seat, not nine."""
    rows = [candidate("陈刚", 5, 9, 1), candidate("何静", 4, 9, 1)]
    assert codes(decided((), **START, blank=1, candidates=rows)) == ["S06"]


def test_every_candidate_that_is_wrong_is_named():
    rows = [candidate("陈刚", 5, 8), candidate("何静", 1, 10), candidate("孙丽", 1, 9)]
    decision = decided((), **START, candidates=rows)
    assert [found.facts["name"] for found in decision.findings] == ["陈刚", "何静"]
    assert decision.findings[0].message % decision.findings[0].facts == (
        "陈刚 的赞成、不赞成、弃权合计 8 票，应等于有效票 9 张（收回减去废票）：请在监票人监督下重新计票"
    )


def test_sums_have_no_rule_of_their_own_until_they_are_decided():
    from tests.election.counting.samples import count

    assert [(found.code, found.severity) for found in impossible(count((5, 5), **START))] == [("S06", "block")]
