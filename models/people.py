"""People, and who declared whom a relative."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import PATH, Base, Dated, Id, days_in_order


class Person(Base):
    """A person. Name, day of birth, pinyin and initials are personal: an erasure sets them to NULL.

    `pinyin` is the name's reading without tones and blanks (`liming`), `initials` its first letters (`lm`).
    """

    __tablename__ = "person"
    __table_args__ = (Index(None, "name", "id"), Index(None, "pinyin", "id"), Index(None, "initials", "id"))

    id: Mapped[Id]
    name: Mapped[str | None] = mapped_column(PATH)
    born_on: Mapped[date | None]
    pinyin: Mapped[str | None] = mapped_column(PATH)
    initials: Mapped[str | None] = mapped_column(PATH)


class Kinship(Dated, Base):
    """A declared relation between two people; one row serves both directions."""

    __tablename__ = "kinship"
    __table_args__ = (CheckConstraint("person_id <> relative_id", name="two_people"), days_in_order())

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    relative_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str]


def relatives_on(session: Session, person_id: int, day: date) -> set[int]:
    """Who were the person's declared relatives on that day, whoever of the two declared it?"""
    rows = select(Kinship.person_id, Kinship.relative_id).where(
        (Kinship.person_id == person_id) | (Kinship.relative_id == person_id), Kinship.holds_on(day)
    )
    return {each for row in session.execute(rows) for each in row} - {person_id}
