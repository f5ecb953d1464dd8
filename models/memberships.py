"""Who was a Party member where and in which standing, by day, and the sanctions people received."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, Dated, Id, Sourced, days_in_order, one_of

STATUSES = {
    "probationary": "预备党员",
    "full": "正式党员",
    "suspended": "停止党籍",
    "party_probation": "留党察看",
}
SANCTIONS = {
    "warning": "警告",
    "serious_warning": "严重警告",
    "removed_from_post": "撤销党内职务",
    "party_probation": "留党察看",
}


class Membership(Dated, Base):
    """A person's membership in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (one_of("status", STATUSES), days_in_order())

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    status: Mapped[str]


class Sanction(Sourced, Base):
    """A sanction. `restored_on`: the day full rights were given back (party probation only)."""

    __tablename__ = "sanction"
    __table_args__ = (one_of("kind", SANCTIONS), CheckConstraint('restored_on >= "on"', name="days"))

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    on: Mapped[date]
    restored_on: Mapped[date | None]


def membership_on(session: Session, person_id: int, day: date) -> Membership | None:
    """Which membership did the person hold on that day? Of several the one that began last."""
    rows = (
        select(Membership)
        .where(Membership.person_id == person_id, Membership.holds_on(day))
        .order_by(Membership.from_on.desc(), Membership.id.desc())
    )
    return session.scalars(rows.limit(1)).first()


def status_on(session: Session, person_id: int, day: date) -> str | None:
    """In which standing was the person a member on that day? None: not a member."""
    membership = membership_on(session, person_id, day)
    return membership.status if membership else None


def entitled_on(session: Session, organisation_id: int, day: date) -> int:
    """How many full members has an organisation on that day, those under party probation not yet restored left out?"""
    bound = exists().where(
        Sanction.person_id == Membership.person_id,
        Sanction.kind == "party_probation",
        Sanction.stands(),
        Sanction.on <= day,
        Sanction.restored_on.is_(None) | (Sanction.restored_on > day),
    )
    members = select(func.count(Membership.person_id.distinct())).where(
        Membership.organisation_id == organisation_id, Membership.status == "full", Membership.holds_on(day), ~bound
    )
    return session.scalar(members) or 0


def sanctions_by(session: Session, person_id: int, day: date) -> list[Sanction]:
    """Which sanctions had the person received by that day, in effect or over? The latest first."""
    rows = (
        select(Sanction)
        .where(Sanction.person_id == person_id, Sanction.on <= day, Sanction.stands())
        .order_by(Sanction.on.desc(), Sanction.id.desc())
    )
    return list(session.scalars(rows))
