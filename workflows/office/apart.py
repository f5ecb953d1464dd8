"""The posts apart: who holds one of them holds no other, and is proposed for no business post; nor the other way round.

An election is not hindered by it: whoever is elected beside such a post records nothing by the elected one.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.posts import APART, POSTS, Post
from workflows.engine.cases import Kept
from workflows.engine.findings import N_, Finding, wrong
from workflows.engine.perform.scene import Scene

from .posts import held_posts

ONE_ONLY = N_("此人自 %(since)s 起任%(other)s：%(posts)s 一人只能任其中一项，请先免去原职务，或者另选他人")
HAS_BUSINESS = N_("此人自 %(since)s 起任%(other)s：%(post)s不能由担任业务职务的人兼任，请先免去原职务，或者另选他人")
KEEPS_APART = N_("此人自 %(since)s 起任%(other)s，不办理业务：请先免去该职务，或者另选他人")
NO_OFFICE = N_("%(post)s不办理业务：不能为其开放登记权限，请另选职务")
Days = tuple[date, date | None]


def may_be_given(session: Session, person: int, post: str, from_on: date) -> Iterator[Finding]:
    """What the person holds on or after a day, anywhere, that does not go with the post from that day on."""
    rows = select(Post).where(Post.person_id == person, Post.stands(), Post.post != post)
    rows = rows.where(or_(Post.until_on.is_(None), Post.until_on >= from_on)).order_by(Post.from_on, Post.id)
    for held in session.scalars(rows.execution_options(populate_existing=True)):
        if {post, held.post} & {*APART}:
            yield against(post, held.post, held.from_on)
            return


def against(post: str, other: str, since: date) -> Finding:
    """Why the one post is not given to whoever holds the other."""
    told: dict[str, Any] = {"since": since, "other": POSTS[other]}
    if post not in APART:
        return wrong(KEEPS_APART, **told)
    if other in APART:
        return wrong(ONE_ONLY, posts="、".join(POSTS[each] for each in APART), **told)
    return wrong(HAS_BUSINESS, post=POSTS[post], **told)


def held_twice(scene: Scene, kept: Sequence[Kept]) -> Iterator[Finding]:
    """Of what would stand in a case after a correction: the posts apart that one person would hold beside each other."""
    rows = [(*key, last) for key, (last,) in held_posts(kept).items() if key[1] in APART]
    for number, (person, post, from_on, last) in enumerate(rows):
        own = [(other[1], other[2], other[3]) for other in rows[:number] if other[0] == person]
        for held, first, until in (*own, *elsewhere(scene, person)):
            if held != post and meet((from_on, last), (first, until)):
                yield against(post, held, first)


def elsewhere(scene: Scene, person: int) -> Iterable[tuple[str, date, date | None]]:
    """The posts apart a person was given by other cases."""
    rows = select(Post.post, Post.from_on, Post.until_on).outerjoin(Entry, Entry.id == Post.source_entry_id)
    rows = rows.where(Post.person_id == person, Post.stands(), Post.post.in_(APART))
    found = scene.work.session.execute(rows.where(or_(Entry.case_id.is_(None), Entry.case_id != scene.row.id)))
    return [(post, first, last) for post, first, last in found]


def meet(one: Days, other: Days) -> bool:
    """Whether two stretches of days have a day in common; the last day counts, None is no end."""
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def no_office_apart(post: str, allowed: bool) -> Iterator[Finding]:
    """The table gives no office to a post apart."""
    if allowed and post in APART:
        yield wrong(NO_OFFICE, post=POSTS[post])
