"""Queries answer for a day: the first and the last day hold, the day after does not."""

import pytest
from sqlalchemy import select

from models.accounts import Account, account_of
from models.base import within
from models.cases import Case
from models.memberships import Membership, Sanction, sanctions_by, status_on
from models.organisations import Organisation, ancestors_on, children, path_on, state_on
from models.people import Kinship, Person, relatives_on
from models.posts import posts_on

from .entries import new_case
from .tree import BRANCH, DAY, EDGES, FIRST, LAST, ONE_DAY, give, path, state, withdrawing


@pytest.mark.parametrize(("day", "holds"), EDGES)
def test_an_organisation_by_day(session, tree, day, holds):
    assert (state_on(session, BRANCH, day) is not None) == holds
    assert path_on(session, BRANCH, day) == ("/1/2/3/4/5/6/7/" if holds else None)
    assert [above.organisation_id for above in ancestors_on(session, BRANCH, day)] == (
        [6, 5, 4, 3, 2, 1] if holds else []
    )
    assert [child.organisation_id for child in children(session, 5, day)] == ([6, 8] if holds else [])


def test_a_branch_that_moved_stands_where_it_stood(session, tree):
    moved = state(BRANCH, parent_id=4, path="/1/2/3/4/7/", from_on=LAST + ONE_DAY, until_on=None)
    session.add_all([moved, state(4, from_on=LAST + ONE_DAY, until_on=None)])
    session.flush()
    assert path_on(session, BRANCH, LAST) == path(BRANCH)
    assert state_on(session, BRANCH, LAST + ONE_DAY) is moved
    assert [above.organisation_id for above in ancestors_on(session, BRANCH, LAST + ONE_DAY)] == [4]


def test_of_two_states_the_later_one_holds(session, tree):
    later = state(BRANCH, parent_id=4, path="/1/2/3/4/7/", from_on=DAY)
    session.add(later)
    session.flush()
    assert state_on(session, BRANCH, DAY) is later
    assert [child.organisation_id for child in children(session, 6, DAY)] == []
    assert [child.organisation_id for child in children(session, 6, DAY - ONE_DAY)] == [BRANCH]


def test_a_withdrawn_state_does_not_hold(session, tree):
    state_on(session, BRANCH, DAY).withdrawn_by_id = withdrawing(session)
    session.flush()
    assert state_on(session, BRANCH, DAY) is None
    session.add(state(BRANCH))
    session.flush()
    assert state_on(session, BRANCH, DAY) is not None


def test_a_tree_ends_where_its_number_ends(session, tree):
    session.add(Organisation(id=70))
    session.flush()
    session.add_all([new_case(7, path="/1/7/"), new_case(7, path="/1/7/9/", subject_id=2)])
    session.add_all([new_case(70, path="/1/70/", subject_id=3), new_case(1, path="/1/", subject_id=4)])
    session.flush()
    assert set(session.scalars(select(Case.subject_id).where(within(Case.path, "/1/7/")))) == {1, 2}


@pytest.mark.parametrize(("day", "holds"), EDGES)
def test_people_by_day(session, tree, day, holds):
    session.add(Person(id=2, name="王芳"))
    session.flush()
    days = {"from_on": FIRST, "until_on": LAST}
    session.add(Kinship(person_id=1, relative_id=2, relation="夫妻", **days))
    session.add(Membership(person_id=1, organisation_id=BRANCH, status="full", **days))
    session.flush()
    give(session, "secretary", BRANCH)
    assert relatives_on(session, 1, day) == ({2} if holds else set())
    assert relatives_on(session, 2, day) == ({1} if holds else set())
    assert status_on(session, 1, day) == ("full" if holds else None)
    assert [post.post for post in posts_on(session, 1, day)] == (["secretary"] if holds else [])


def test_of_two_memberships_the_later_one_counts(session, tree):
    for status, first in (("full", DAY), ("probationary", FIRST)):
        session.add(Membership(person_id=1, organisation_id=BRANCH, status=status, from_on=first))
        session.flush()
    assert status_on(session, 1, DAY - ONE_DAY) == "probationary"
    assert status_on(session, 1, DAY) == "full"


def test_sanctions_received_by_a_day(session, tree):
    withdrawn = Sanction(person_id=1, kind="serious_warning", on=FIRST, withdrawn_by_id=withdrawing(session))
    session.add_all([withdrawn, Sanction(person_id=1, kind="warning", on=DAY)])
    session.flush()
    assert sanctions_by(session, 1, DAY - ONE_DAY) == []
    assert [each.kind for each in sanctions_by(session, 1, DAY)] == ["warning"]


def test_a_password_is_kept_as_a_hash(session, tree):
    account = Account(person_id=1, login="liming", created_on=DAY)
    account.set_password("五月的麦子")
    session.add(account)
    session.flush()
    assert "麦子" not in account.password_hash
    assert account_of(session, "liming").check_password("五月的麦子")
    assert not account.check_password("六月的麦子")
