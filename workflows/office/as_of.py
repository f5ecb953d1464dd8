"""Posts, memberships and rights as of a day, by fold of the office journal and of elections: pure, no row is read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from workflows.engine.cases import Kept

from .elected import Seated
from .people import ACCOUNTS, stated
from .posts import OFFICE_POSTS, ended_on, held_posts
from .rights import suspensions
from .rows import Wanted
from .states import ONE_DAY, earlier, merged_on


class Held(NamedTuple):
    """A post held, a membership, or rights suspended, from a day to a day (None: still)."""

    person: int
    what: str
    from_on: date
    until_on: date | None


class Root(NamedTuple):
    """What the table of offices asks of a case: that it is the root's."""

    organisation_id: int
    path: str


def posts(kept: Sequence[Kept], seated: Iterable[Seated] = ()) -> list[Held]:
    """The posts of an organisation: those granted there and those its elections gave, each ended where one ended it."""
    said = list(seated)
    rows: Wanted = {(each.person, each.post, each.from_on): (None,) for one in said for each in one.given}
    rows |= held_posts(kept)
    ends = [end for one in said for end in one.ended]
    held = (
        Held(person, post, from_on, ended_on(person, post, from_on, last, ends))
        for (person, post, from_on), (last,) in rows.items()
    )
    return sorted(held, key=str)


def memberships(kept: Sequence[Kept]) -> list[Held]:
    """The memberships stated in an organisation's journal; a merger ends those that still ran."""
    gone_on = merged_on(kept)
    rows = (
        (*key, last if gone_on is None else earlier(last, gone_on - ONE_DAY)) for key, (last,) in stated(kept).items()
    )
    return sorted((Held(*row) for row in rows if gone_on is None or row[2] < gone_on), key=str)


def suspended(kept: Sequence[Kept]) -> list[Held]:
    """The decisions that suspended members' rights."""
    return [Held(person, number, day, last) for (person, number, day), (last,) in suspensions(kept).items()]


def accounts(kept: Sequence[Kept]) -> dict[int, tuple[str, bool]]:
    """The accounts opened in an organisation's journal: by person the login, and whether it may be used."""
    found = ACCOUNTS.wanted(None, None, kept)  # type: ignore[arg-type]
    return {person: (login, active) for (person,), (login, active, _) in found.items()}


def office_table(kept: Sequence[Kept]) -> list[tuple[str, str, str, date, date | None]]:
    """Which posts might record for which office, from when to when, by the root's journal."""
    rows = OFFICE_POSTS.wanted(None, Root(1, "/1/"), kept)  # type: ignore[arg-type]
    return sorted((*key, last) for key, (last,) in rows.items())  # type: ignore[misc]


def offices_of(post: str, kind: str, table: Iterable[tuple[str, str, str, date, date | None]], day: date) -> list[str]:
    """The offices for which a post in a kind of organisation might record on a day."""
    return sorted(
        {
            office
            for office, held, where, from_on, until_on in table
            if (held, where) == (post, kind) and from_on <= day and (until_on is None or until_on >= day)
        }
    )
