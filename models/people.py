"""People, and who declared whom a relative."""

from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, validates

from .base import PATH, Base, Dated, Id, days_in_order
from .pinyin import reading

BEHIND_ALL = "\U0010ffff"  # sorts behind every character of a name


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

    @validates("name")
    def _read(self, key: str, name: str | None) -> str | None:
        """The reading follows from the name, and goes with it."""
        self.pinyin, self.initials = reading(name)
        return name


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


def called(text: str) -> ColumnElement[bool]:
    """The person's name, its pinyin or its initials begin with `text`; an index serves each of them."""
    plain = "".join(text.lower().split()).replace("ü", "v")
    if not plain.isascii():
        return _begins(Person.name, "".join(text.split()))
    return or_(_begins(Person.pinyin, plain), _begins(Person.initials, plain), _begins(Person.name, text.strip()))


def people_called(session: Session, text: str, most: int) -> list[int]:
    """Who is called like that, by name, pinyin or initials? At most `most`, in no order."""
    return list(session.scalars(select(Person.id).where(called(text)).limit(most)))


def _begins(column: Mapped[str | None], text: str) -> ColumnElement[bool]:
    return and_(column >= text, column < text + BEHIND_ALL)
