"""Who held which post in which organisation, by day."""

from datetime import date

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, Dated, Id, Sourced, days_in_order, one_of

POSTS = {
    "secretary": "书记",
    "deputy": "副书记",
    "organisation_commissioner": "组织委员",
    "member": "委员",
    "organiser": "组织员",
    "staff": "工作人员",
    "administrator": "系统管理员",
    "security_administrator": "安全管理员",
    "audit_administrator": "审计管理员",
    "auditor": "审计人员",
}


class Post(Dated, Base):
    """A person's post in an organisation."""

    __tablename__ = "post"
    __table_args__ = (one_of("post", POSTS), days_in_order())

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    post: Mapped[str]


APART = ("administrator", "security_administrator", "audit_administrator", "auditor")
"""The posts of which a person holds one only at a time; `models.apart` has the triggers that see to it."""
ELECTED_POSTS = ("secretary", "deputy", "organisation_commissioner", "member")
"""The posts an election gives, and ends."""


class PostEnd(Sourced, Base):
    """Elected posts of an organisation that an election or a vacancy ended; `on` is the last day they were held.

    Without a person all who held the post; without a post all elected posts.
    """

    __tablename__ = "post_end"
    __table_args__ = (one_of("post", ELECTED_POSTS),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    post: Mapped[str | None]
    on: Mapped[date]


def posts_on(session: Session, person_id: int, day: date) -> list[Post]:
    """Which posts did the person hold on that day? The oldest first."""
    rows = select(Post).where(Post.person_id == person_id, Post.holds_on(day)).order_by(Post.from_on, Post.id)
    return list(session.scalars(rows))
