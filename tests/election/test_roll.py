"""The electors' roll: every row of the rights matrix, the exclusions from 应到会, and the sum."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rights import DETENTIONS
from models.roll import MemberOn
from workflows.election.forms.exclusions import Category
from workflows.election.roll import (
    CATEGORIES,
    MAY_VOTE,
    UNDECIDED,
    Elector,
    Exclusion,
    Member,
    Roll,
    roll,
    standing_only,
)
from workflows.election.roll_words import DETENTIONS as DETENTION_WORDS
from workflows.election.roll_words import SENTENCES, TITLES, Why

SINCE, BEFORE, LATER = date(2026, 3, 1), date(2026, 2, 28), date(2026, 3, 2)
AGREED = Exclusion(1, "frail", "示委〔2026〕7号", True)

MATRIX = [  # what is known, votes, stands, counted, the sentence
    ({"status": "full"}, True, True, True, "正式党员"),
    (
        {"status": "probationary"},
        False,
        False,
        False,
        "预备党员，没有表决权、选举权和被选举权",
    ),
    (
        {"status": "full", "probation_on": SINCE},
        False,
        False,
        False,
        "留党察看期间，没有表决权、选举权和被选举权",
    ),
    (
        {
            "status": "full",
            "detained": "custody",
            "detained_on": SINCE,
            "suspended_on": LATER,
            "number": "示委〔2026〕3号",
        },
        False,
        False,
        False,
        "被留置，自 2026-03-02 起中止党员权利（示委〔2026〕3号）",
    ),
    (
        {"status": "full", "detained": "arrest", "detained_on": SINCE},
        False,
        False,
        False,
        "自 2026-03-01 起被逮捕，尚未登记是否中止党员权利：请先由有管理权限的党组织决定并登记",
    ),
    (
        {"status": "full", "suspended_on": LATER, "number": "示委〔2026〕3号"},
        False,
        False,
        False,
        "自 2026-03-02 起中止党员权利（示委〔2026〕3号）；已不再被留置、逮捕，应当恢复权利的，请先登记恢复",
    ),
    (
        {"status": "suspended"},
        False,
        False,
        False,
        "停止党籍，没有表决权、选举权和被选举权",
    ),
    ({"left_on": BEFORE}, False, False, False, "组织关系已经转出，在本组织的最后一日是 2026-02-28"),
    ({}, False, False, False, "组织关系不在本组织，列席的没有表决权、选举权和被选举权"),
]


def line(exclusion: Exclusion | None = None, **known) -> Elector:
    return roll([Member(1, "李明", **known)], [exclusion] if exclusion else []).lines[0]


@pytest.mark.parametrize(("known", "votes", "stands", "counted", "reason"), MATRIX, ids=lambda each: str(each)[:40])
def test_the_rights_matrix(known, votes, stands, counted, reason):
    found = line(**known)
    assert (found.votes, found.stands, found.counted, found.reason) == (votes, stands, counted, reason)


def test_every_reason_is_met_and_has_its_words():
    met = {line(**known).why for known, *_ in MATRIX}
    met |= {line(AGREED, status="full").why, line(AGREED._replace(number=None), status="full").why}
    met.add(standing_only(line(status="full")).why)
    assert met == set(Why) == set(SENTENCES) == set(TITLES)


@pytest.mark.parametrize(
    ("status", "stands", "why"), [("full", True, Why.CANDIDATE), ("probationary", False, Why.PROBATIONARY)]
)
def test_a_candidate_who_is_no_delegate_may_be_elected_and_is_not_counted(status, stands, why):
    found = standing_only(line(status=status))
    assert (found.votes, found.stands, found.counted, found.why) == (False, stands, False, why)


def test_words_and_fields_are_those_of_the_tables():
    assert DETENTION_WORDS == DETENTIONS
    assert Member._fields == MemberOn._fields
    assert Category.__args__ == CATEGORIES


@pytest.mark.parametrize("category", CATEGORIES)
def test_an_exclusion_with_category_consent_and_vote_leaves_the_number_but_not_the_right(category):
    found = line(AGREED._replace(category=category), status="full")
    assert (found.votes, found.stands, found.counted, found.why) == (True, True, False, Why.EXCLUDED)
    assert "示委〔2026〕7号" in found.reason


@pytest.mark.parametrize(
    ("less", "lacking"),
    [
        ({"category": None}, "所属情形"),
        ({"category": "busy"}, "所属情形"),
        ({"number": None}, "上级同意的文号"),
        ({"number": ""}, "上级同意的文号"),
        ({"voted": False}, "党员大会的表决"),
        ({"number": None, "voted": False}, "上级同意的文号、党员大会的表决"),
    ],
)
def test_an_exclusion_that_lacks_one_of_the_three_changes_nothing(less, lacking):
    found = line(AGREED._replace(**less), status="full")
    assert (found.votes, found.stands, found.counted) == (True, True, True)
    assert found.reason == f"正式党员，拟不计入应到会，但尚缺{lacking}：仍计入应到会"


@pytest.mark.parametrize("known", [known for known, *_ in MATRIX[1:]])
def test_an_exclusion_gives_nobody_a_right(known):
    assert line(AGREED, **known) == line(**known)


def test_an_exclusion_of_somebody_else_changes_nothing():
    assert line(AGREED._replace(person=2), status="full").why is Why.FULL


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"from_on": SINCE}, Why.PARTY_PROBATION),
        ({"from_on": SINCE, "restored_on": BEFORE}, Why.PARTY_PROBATION),
        ({"from_on": SINCE, "restored_on": SINCE}, Why.FULL),
        ({"from_on": SINCE, "restored_on": LATER}, Why.FULL),
        ({"from_on": SINCE, "restored_on": LATER, "probation_on": LATER}, Why.PARTY_PROBATION),
    ],
)
def test_a_standing_of_party_probation_ends_with_rights_restored_after_it_began(known, why):
    assert line(status="party_probation", **known).why is why


def test_party_probation_goes_before_detention_and_blocks_nothing():
    known = {"status": "full", "probation_on": SINCE, "detained": "custody", "detained_on": SINCE}
    assert line(**known).why is Why.PARTY_PROBATION
    assert roll([Member(1, "李明", **known)]).blocked == ()


def test_a_probationary_member_detained_blocks_nothing():
    assert roll([Member(1, "李明", "probationary", detained="arrest", detained_on=SINCE)]).blocked == ()


def test_one_detained_without_a_decision_blocks_the_roll():
    found = roll([Member(1, "李明", "full"), Member(2, "王芳", "full", detained="arrest", detained_on=SINCE)])
    assert [(each.person, each.why == UNDECIDED == "detained") for each in found.blocked] == [(2, True)]
    assert (found.due, found.sum) == (1, "正式党员 2 人 − 权利尚未决定 1 人 = 应到会 1 人")


def test_the_sum_is_told_from_the_full_members_on():
    people = [Member(number, "李明", "full") for number in range(1, 12)]
    people += [Member(12, "王芳", "full", probation_on=SINCE), Member(13, "赵强", "probationary"), Member(14, "周敏")]
    found = roll(people, [AGREED])
    assert found.sum == "正式党员 12 人 − 留党察看 1 人 − 经批准不计入 1 人 = 应到会 10 人"
    assert (found.due, len(found.electors), len(found.lines)) == (10, 11, 14)


def test_a_sum_without_anything_taken_off():
    assert roll([]).sum == "正式党员 0 人 = 应到会 0 人"
    assert roll([Member(1, "李明", "full")]).sum == "正式党员 1 人 = 应到会 1 人"


def test_the_roll_is_in_the_order_of_surname_strokes():
    names = ["赵强", "王芳", "李明", "丁一", "王芳"]
    found = roll(Member(number, name, "full") for number, name in enumerate(names))
    assert [(each.name, each.person) for each in found.lines] == [
        ("丁一", 3),
        ("王芳", 1),
        ("王芳", 4),
        ("李明", 2),
        ("赵强", 0),
    ]


DAYS = st.none() | st.sampled_from([BEFORE, SINCE, LATER])
MEMBERS = st.builds(
    Member,
    st.integers(1, 10**6),
    st.sampled_from(["李明", "王芳", "赵强", "𠮷野"]),
    st.sampled_from([None, "full", "probationary", "suspended", "party_probation"]),
    DAYS,
    DAYS,
    DAYS,
    DAYS,
)
RIGHTS = st.tuples(st.sampled_from([None, *DETENTIONS]), st.booleans())
EXCLUSIONS = st.tuples(st.sampled_from([None, *CATEGORIES]), st.sampled_from([None, "7号"]), st.booleans())


@given(st.lists(st.tuples(MEMBERS, RIGHTS, st.none() | EXCLUSIONS), max_size=12, unique_by=lambda row: row[0].person))
def test_due_is_the_number_counted_and_nobody_counts_without_the_right(rows):
    members = [
        member._replace(
            detained=kind,
            detained_on=kind and SINCE,
            suspended_on=SINCE if decided else None,
            number="3号" if decided else None,
        )
        for member, (kind, decided), _ in rows
    ]
    found = roll(members, [Exclusion(member.person, *given) for member, _, given in rows if given])
    assert isinstance(found, Roll) and len(found.lines) == len(members)
    assert found.due == len([each for each in found.lines if each.counted])
    assert found.sum.endswith(f"= 应到会 {found.due} 人")
    first, *less = [int(part.split()[1]) for part in found.sum.partition(" = ")[0].split(" − ")]
    assert first - sum(less) == found.due
    known = {each.person: each for each in members}
    for each in found.lines:
        member = known[each.person]
        assert each.votes == each.stands == (each.why in MAY_VOTE)
        assert not each.counted or each.votes
        if each.votes:
            assert member.status in ("full", "party_probation") and member.probation_on is None
            assert member.suspended_on is None and member.detained is None
        assert "%(" not in each.reason
