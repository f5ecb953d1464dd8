"""Which posts may record for which office: an editable table, and the organisation an office means for a case."""

from datetime import date
from itertools import product

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session

from .base import Base, Dated, Id, days_in_order, one_of
from .organisations import KINDS, NOT_WITHDRAWN, OrganisationState, above, state_on
from .posts import POSTS, Post

IN_CHARGE = ("secretary", "deputy", "organisation_commissioner")
ELECTING = ("branch", "general_branch", "committee")
DEFAULTS = (  # office, posts, kinds of organisation; the first and the fifth migration write them, changing them takes another
    ("branch", IN_CHARGE, ("branch",)),
    ("branch_committee", IN_CHARGE, ("branch",)),
    ("member_meeting", IN_CHARGE, ("branch",)),
    ("general_branch", IN_CHARGE, ("general_branch",)),
    ("superior", (*IN_CHARGE, "organiser"), ("committee", "work_committee")),
    ("department", ("staff",), ("department",)),
    ("organisation", IN_CHARGE, ELECTING),
    ("outgoing_committee", IN_CHARGE, ELECTING),
    ("electors", IN_CHARGE, ELECTING),
    ("tellers", (*IN_CHARGE, "member"), ELECTING),
)


RECORDING = [post for post in POSTS if post not in ("security_administrator", "audit_administrator")]
"""The posts the table may name."""


class OfficePost(Dated, Base):
    """One post in one kind of organisation that may record for an office; struck out by its last day."""

    __tablename__ = "office_post"
    __table_args__ = (
        one_of("post", RECORDING),
        one_of("organisation_kind", KINDS),
        days_in_order(),
        Index(
            "uq_office_post_office_post_organisation_kind_from_on",
            "office",
            "post",
            "organisation_kind",
            "from_on",
            unique=True,
            sqlite_where=NOT_WITHDRAWN,
            postgresql_where=NOT_WITHDRAWN,
        ),
    )

    id: Mapped[Id]
    office: Mapped[str]
    post: Mapped[str]
    organisation_kind: Mapped[str]


def default_rows() -> list[tuple[str, str, str]]:
    """The table as it is delivered: (office, post, kind of organisation)."""
    return [(office, post, kind) for office, posts, kinds in DEFAULTS for post, kind in product(posts, kinds)]


def posts_for(session: Session, person_id: int, office: str, case_organisation_id: int, day: date) -> list[Post]:
    """Which of the person's posts on that day may record for the office of the case's organisation? The oldest first."""
    rows = (
        select(Post, OfficePost.organisation_kind)
        .join(OfficePost, OfficePost.post == Post.post)
        .where(Post.person_id == person_id, Post.holds_on(day))
        .where(OfficePost.office == office, OfficePost.holds_on(day))
        .order_by(Post.from_on, Post.id)
    )
    held = session.execute(rows).all()
    place = organisation_of(session, office, case_organisation_id, day) if held else None
    if place is None:
        return []
    return [post for post, kind in held if post.organisation_id == place.organisation_id and kind == place.kind]


def organisation_of(session: Session, office: str, case_organisation_id: int, day: date) -> OrganisationState | None:
    """Which organisation decides as this office for the case's organisation, on that day?

    The superior is the nearest one above with approval power, the department the nearest one above the superior,
    any other office the case's own organisation or the nearest one above that is of the office's kind.
    """
    own = state_on(session, case_organisation_id, day)
    if own is None:
        return None
    line = above(session, own, day)
    if office not in ("superior", "department"):
        return _nearest([own, *line], _kinds(session, office, day))
    powers = [state for state in line if state.approval_power]
    superior = _nearest(powers, _kinds(session, "superior", day))
    if office == "superior" or superior is None:
        return superior
    return _nearest(line[line.index(superior) + 1 :], _kinds(session, "department", day))


def _kinds(session: Session, office: str, day: date) -> set[str]:
    rows = select(OfficePost.organisation_kind).where(OfficePost.office == office, OfficePost.holds_on(day))
    return set(session.scalars(rows))


def _nearest(line: list[OrganisationState], kinds: set[str]) -> OrganisationState | None:
    return next((state for state in line if state.kind in kinds), None)
