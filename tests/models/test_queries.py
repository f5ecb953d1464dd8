"""Queries answer for a day: the first and the last day hold, the day after does not."""

from datetime import date, timedelta

import pytest

from models.accounts import Account, account_of
from models.base import within
from models.journal import Entry
from models.memberships import Membership, Sanction, sanctions_by, status_on
from models.offices import OfficePost, organisation_of, posts_for
from models.organisations import Organisation, OrganisationState, ancestors_on, children, path_on, state_on
from models.people import Kinship, Person, relatives_on
from models.posts import Post, posts_on

from .conftest import new_case
from .entries import entry

FIRST, LAST = date(2025, 3, 1), date(2026, 2, 28)
DAY = date(2025, 6, 1)
ONE_DAY = timedelta(days=1)
EDGES = [(FIRST - ONE_DAY, False), (FIRST, True), (LAST, True), (LAST + ONE_DAY, False)]

# id: (kind, parent, approval power). Two branches: one below a general branch, one not.
TREE = {
    1: ("department", None, False),
    2: ("committee", 1, True),
    3: ("department", 2, False),
    4: ("committee", 3, True),
    5: ("committee", 4, False),
    6: ("general_branch", 5, False),
    7: ("branch", 6, False),
    8: ("branch", 5, False),
    9: ("general_branch", 4, True),
}
SUPERIOR, GENERAL_BRANCH, BRANCH, DIRECT_BRANCH = 4, 6, 7, 8


@pytest.fixture
def session(opened):
    with opened.write() as session:
        yield session


@pytest.fixture
def tree(session):
    """TREE, and 李明 with id 1."""
    session.add_all([Person(id=1, name="李明"), *(Organisation(id=each) for each in TREE)])
    session.flush()
    session.add_all(state(each) for each in TREE)
    session.flush()


def state(organisation: int, **changes) -> OrganisationState:
    kind, parent, power = TREE[organisation]
    row = {"name": f"{kind} {organisation}", "kind": kind, "parent_id": parent, "approval_power": power}
    days = {"from_on": FIRST, "until_on": LAST}
    return OrganisationState(organisation_id=organisation, **{"path": path(organisation), **row, **days, **changes})


def path(organisation: int) -> str:
    parent = TREE[organisation][1]
    return f"{path(parent) if parent else '/'}{organisation}/"


def give(session, post: str, organisation: int, **changes) -> Post:
    row = {"person_id": 1, "organisation_id": organisation, "post": post, "from_on": FIRST, "until_on": LAST}
    given = Post(**{**row, **changes})
    session.add(given)
    session.flush()
    return given


def withdrawing(session) -> int:
    """The id of an entry that may withdraw rows."""
    case = new_case(1)
    session.add(case)
    session.flush()
    row = Entry(**entry(case.id, 1, kind="void"))
    session.add(row)
    session.flush()
    return row.id


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
    case = type(new_case(1))
    assert {row.subject_id for row in session.query(case).where(within(case.path, "/1/7/"))} == {1, 2}


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


@pytest.mark.parametrize("office", OFFICES)
def test_another_post_there_may_not(session, tree, office):
    for post in ("member", "administrator", "auditor"):
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


def test_a_password_is_kept_as_a_hash(session, tree):
    account = Account(person_id=1, login="liming", created_on=DAY)
    account.set_password("五月的麦子")
    session.add(account)
    session.flush()
    assert "麦子" not in account.password_hash
    assert account_of(session, "liming").check_password("五月的麦子")
    assert not account.check_password("六月的麦子")
