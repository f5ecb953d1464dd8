"""Members lawfully detained, and the decisions that suspend a detained member's rights, by day."""

from datetime import date

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, Dated, Id, days_in_order, one_of

DETENTIONS = {"custody": "留置", "arrest": "逮捕"}


class Detention(Dated, Base):
    """A person's detention: its last day is the one before the release."""

    __tablename__ = "detention"
    __table_args__ = (one_of("kind", DETENTIONS), days_in_order())

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]


class RightsSuspension(Dated, Base):
    """A decision that suspends a person's rights, with its number: its last day is the one before they are resumed."""

    __tablename__ = "rights_suspension"
    __table_args__ = (days_in_order(),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[str]


def detained_on(session: Session, person_id: int, day: date) -> Detention | None:
    """Was the person detained on that day? Of several detentions the one that began last."""
    rows = select(Detention).where(Detention.person_id == person_id, Detention.holds_on(day))
    return session.scalars(rows.order_by(Detention.from_on.desc(), Detention.id.desc()).limit(1)).first()


def suspended_on(session: Session, person_id: int, day: date) -> RightsSuspension | None:
    """Were the person's rights suspended on that day? Of several decisions the latest."""
    rows = select(RightsSuspension).where(RightsSuspension.person_id == person_id, RightsSuspension.holds_on(day))
    return session.scalars(rows.order_by(RightsSuspension.from_on.desc(), RightsSuspension.id.desc()).limit(1)).first()
