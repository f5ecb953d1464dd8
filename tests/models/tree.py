"""A tree of organisations to ask about, one person, and the days on which they hold."""

from datetime import date, timedelta

from models.journal import Entry
from models.organisations import OrganisationState
from models.posts import Post

from .entries import entry, new_case

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
