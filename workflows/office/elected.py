"""The posts an election gives and ends: rows of its own case, and the posts granted before, which end by them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from models.posts import Post, PostEnd
from workflows.engine.cases import kept_from
from workflows.engine.declare import Workflow

from .posts import POSTS, cut
from .rows import Table, Wanted, sourced_by
from .states import office_case


class Given(NamedTuple):
    """A post a person was elected or assigned to, from a day on."""

    person: int
    post: str
    from_on: date


class Ended(NamedTuple):
    """Posts that end on a day: all elected ones (None), or one person's post."""

    on: date
    person: int | None = None
    post: str | None = None


class Seated(NamedTuple):
    """What an election's case says of posts: those it gives, and those it ends."""

    given: Sequence[Given] = ()
    ended: Sequence[Ended] = ()


def bring_posts(session: Session, office: Workflow, case: Any, said: Seated, entry_id: int) -> bool:
    """Makes posts follow from what an election's case (its `id`, `organisation_id`) says; whether anything changed.

    Call it with all that stands in the case after the entry: what is said no more is withdrawn by the entry, and the
    posts it had ended go on.
    """
    changed = [table.bring(session, case, said, entry_id) for table in (ENDS, GIVEN)]  # type: ignore[arg-type]
    own = office_case(session, case.organisation_id)
    if own is not None:
        kept = [kept_from(office, line) for line in bytes(own.snapshot).split(b"\n") if line]
        changed.append(POSTS.bring(session, own, kept, entry_id))
    return any(changed)


def posts_differ(session: Session, case: Any, said: Seated) -> list[tuple[str, Any, Any]]:
    """(table, rows that stand and do not follow, rows that follow and do not stand) for an election's case."""
    found = []
    for table in (ENDS, GIVEN):
        want, have = table.wanted(session, case, said), table.stand(session, case, said)  # type: ignore[arg-type]
        extra, absent = have.items() - want.items(), want.items() - have.items()
        found.append((table.model.__tablename__, sorted(map(str, extra)), sorted(map(str, absent))))
    return found


def _given(session: Session, case: Any, said: Any) -> Wanted:
    rows: Wanted = {(each.person, case.organisation_id, each.post, each.from_on): (None,) for each in said.given}
    return cut(session, case.organisation_id, rows)


def _ends(session: Session, case: Any, said: Any) -> Wanted:
    return {(case.organisation_id, each.person, each.post, each.on): () for each in said.ended}


GIVEN = Table(Post, ("person_id", "organisation_id", "post", "from_on"), ("until_on",), (), _given, sourced_by(Post))
ENDS = Table(PostEnd, ("organisation_id", "person_id", "post", "on"), (), (), _ends, sourced_by(PostEnd))
