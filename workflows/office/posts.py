"""The rows of posts, and the table of which posts may record for which office."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.offices import OfficePost, default_rows
from models.posts import ELECTED_POSTS, Post, PostEnd
from workflows.engine.cases import Kept

from .rows import Table, Wanted, acts, sourced_by
from .states import ONE_DAY, earlier, merged_on

DELIVERED_ON = date(1921, 7, 1)


class Proposal(NamedTuple):
    """A post proposed: who proposed it, and the number of the grant that answered it (None: it waits)."""

    number: int
    form: Any
    by: int | None
    granted: int | None


def proposals(kept: Sequence[Kept]) -> dict[int, Proposal]:
    """The proposals of posts that stand, by the number of their entry."""
    answered = {each.act.form.proposal: each.number for each in acts(kept, "grant_post")}  # type: ignore[union-attr]
    return {
        each.number: Proposal(each.number, each.act.form, each.by, answered.get(each.number))  # type: ignore[union-attr]
        for each in acts(kept, "propose_post")
    }


def held_posts(kept: Sequence[Kept]) -> Wanted:
    """The posts granted in a case: (person, post, first day) to the last day. A merger ends those still held."""
    rows: Wanted = {}
    for each in proposals(kept).values():
        if each.granted:
            rows[(each.form.person, each.form.post, each.form.from_on)] = (None,)
    for ended in acts(kept, "end_post"):
        form: Any = ended.act.form  # type: ignore[union-attr]
        own = [key for key in sorted(rows) if key[:2] == (form.person, form.post) and key[2] <= form.on]
        open_ones = [key for key in own if rows[key] == (None,)]
        if open_ones:
            rows[open_ones[-1]] = (form.on,)
    gone_on = merged_on(kept)
    if gone_on is None:
        return rows
    return {key: (earlier(last, gone_on - ONE_DAY),) for key, (last,) in rows.items() if key[2] < gone_on}


def _posts(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    held = {(person, case.organisation_id, post, day): last for (person, post, day), last in held_posts(kept).items()}
    return cut(session, case.organisation_id, held)


def cut(session: Session, organisation_id: int, rows: Wanted) -> Wanted:
    """The posts, each ended where an election or a vacancy ended it after its first day."""
    asked = select(PostEnd.on, PostEnd.person_id, PostEnd.post)
    asked = asked.where(PostEnd.organisation_id == organisation_id, PostEnd.stands())
    ends = session.execute(asked).all()
    return {
        (person, place, post, from_on): (ended_on(person, post, from_on, last, ends),)
        for (person, place, post, from_on), (last,) in rows.items()
    }


def ended_on(person: int, post: str, from_on: date, last: date | None, ends: Iterable[Any]) -> date | None:
    """The last day of a post that had `last`, after `ends`: (day, person, post), where None is everybody or every post."""
    for on, whose, which in ends:
        named = whose in (None, person) and which in (None, post)
        if named and post in ELECTED_POSTS and from_on < on:
            last = earlier(last, on)
    return last


def _office_posts(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    if not is_root(case):
        return {}
    rows: Wanted = {(*row, DELIVERED_ON): (None,) for row in default_rows()}
    for each in acts(kept, "change_office_table"):
        form: Any = each.act.form  # type: ignore[union-attr]
        row = (form.office, form.post, form.organisation_kind)
        held = next((key for key in rows if key[:3] == row and rows[key] == (None,)), None)
        if form.allowed and held is None:
            rows[(*row, form.on)] = (None,)
        elif not form.allowed and held and held[3] < form.on:
            rows[held] = (form.on - timedelta(days=1),)
        elif not form.allowed and held:
            del rows[held]
    return rows


def _in_table(session: Session, case: Any, kept: Sequence[Kept]) -> Iterable[OfficePost]:
    if not is_root(case):
        return ()
    return session.scalars(select(OfficePost).where(OfficePost.stands()).execution_options(populate_existing=True))


def is_root(case: Any) -> bool:
    """Whether the case is that of the root, which keeps the settings of all."""
    return case.path == f"/{case.organisation_id}/"


POSTS = Table(
    Post,
    ("person_id", "organisation_id", "post", "from_on"),
    ("until_on",),
    ("grant_post", "end_post", "merge_organisation"),
    _posts,
    sourced_by(Post),
)
OFFICE_POSTS = Table(
    OfficePost,
    ("office", "post", "organisation_kind", "from_on"),
    ("until_on",),
    ("change_office_table",),
    _office_posts,
    _in_table,
)
TABLES = (POSTS, OFFICE_POSTS)
