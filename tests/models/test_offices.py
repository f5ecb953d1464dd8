"""Which posts may record for which office: in the right organisation, on the right days, and nowhere else."""

from datetime import date

import pytest

from models.offices import OfficePost, organisation_of, posts_for
from models.organisations import state_on
from models.posts import APART

from .tree import (
    BRANCH,
    DAY,
    DIRECT_BRANCH,
    EDGES,
    FIRST,
    GENERAL_BRANCH,
    LAST,
    ONE_DAY,
    SUPERIOR,
    TREE,
    give,
    state,
    withdrawing,
)

OFFICES = {  # office: (post, organisation) that may record for the branch below the general branch
    "branch": ("secretary", BRANCH),
    "branch_committee": ("deputy", BRANCH),
    "member_meeting": ("organisation_commissioner", BRANCH),
    "general_branch": ("secretary", GENERAL_BRANCH),
    "superior": ("organiser", SUPERIOR),
    "department": ("staff", 3),
}


@pytest.mark.parametrize("office", OFFICES)
def test_the_post_of_an_office_may_record(session, tree, office):
    given = give(session, *OFFICES[office])
    assert posts_for(session, 1, office, BRANCH, DAY) == [given]


@pytest.mark.parametrize("office", OFFICES)
def test_the_same_post_elsewhere_may_not(session, tree, office):
    post, own = OFFICES[office]
    for organisation in TREE:
        give(session, post, organisation)
    assert [given.organisation_id for given in posts_for(session, 1, office, BRANCH, DAY)] == [own]


@pytest.mark.parametrize("apart", APART)
@pytest.mark.parametrize("office", OFFICES)
def test_another_post_there_may_not(session, tree, office, apart):
    for post in ("member", apart):
        give(session, post, OFFICES[office][1])
    assert posts_for(session, 1, office, BRANCH, DAY) == []


@pytest.mark.parametrize("office", OFFICES)
def test_a_post_may_record_on_its_days(session, tree, office):
    session.add_all(state(each, from_on=date(2020, 1, 1), until_on=FIRST - ONE_DAY) for each in TREE)
    session.add_all(state(each, from_on=LAST + ONE_DAY, until_on=None) for each in TREE)
    give(session, *OFFICES[office])
    assert [(day, bool(posts_for(session, 1, office, BRANCH, day))) for day, _ in EDGES] == EDGES


def test_a_branch_directly_below_a_committee_has_no_general_branch(session, tree):
    for organisation in TREE:
        give(session, "secretary", organisation)
    assert posts_for(session, 1, "general_branch", DIRECT_BRANCH, DAY) == []
    assert [post.organisation_id for post in posts_for(session, 1, "superior", DIRECT_BRANCH, DAY)] == [SUPERIOR]


def test_the_superior_is_the_nearest_committee_with_approval_power(session, tree):
    assert organisation_of(session, "superior", BRANCH, DAY).organisation_id == SUPERIOR
    state_on(session, 5, DAY).approval_power = True
    session.flush()
    assert organisation_of(session, "superior", BRANCH, DAY).organisation_id == 5
    state_on(session, 6, DAY).approval_power = True  # a general branch may not approve, whatever the row says
    session.flush()
    assert organisation_of(session, "superior", BRANCH, DAY).organisation_id == 5


def test_a_committee_has_its_own_superior(session, tree):
    assert organisation_of(session, "superior", SUPERIOR, DAY).organisation_id == 2
    assert organisation_of(session, "department", SUPERIOR, DAY).organisation_id == 1


def test_several_posts_are_all_named_the_oldest_first(session, tree):
    later = give(session, "secretary", BRANCH, from_on=DAY)
    older = give(session, "organisation_commissioner", BRANCH)
    assert posts_for(session, 1, "branch", BRANCH, DAY) == [older, later]


def test_a_withdrawn_post_may_not(session, tree):
    give(session, "secretary", BRANCH, withdrawn_by_id=withdrawing(session))
    assert posts_for(session, 1, "branch", BRANCH, DAY) == []


def test_the_table_of_offices_can_be_changed(session, tree):
    given = give(session, "member", BRANCH)
    row = {"office": "branch", "post": "member", "organisation_kind": "branch", "from_on": FIRST, "until_on": DAY}
    session.add(OfficePost(**row))
    session.flush()
    assert posts_for(session, 1, "branch", BRANCH, DAY) == [given]
    assert posts_for(session, 1, "branch", BRANCH, DAY + ONE_DAY) == []
