"""What every table is made of: names of constraints, keys, checked words, sources and days."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, ForeignKey, Identity, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
WHOLE = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only a key spelt INTEGER
PATH = Text().with_variant(Text(collation="C"), "postgresql")  # a language's order would ignore the strokes

Id = Annotated[int, mapped_column(WHOLE, Identity(), primary_key=True)]


class Base(DeclarativeBase):
    """The tables of one installation."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {int: WHOLE, str: Text}  # noqa: RUF012 (SQLAlchemy's way to declare it)


class Sourced:
    """A row that an entry of a journal brought, and maybe another one withdrew; NULL: a default of the installation."""

    source_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """The row was not withdrawn."""
        return cls.withdrawn_by_id.is_(None)


class Dated(Sourced):
    """A row that holds from its first day to its last one, both included; without a last day it still holds."""

    from_on: Mapped[date]
    until_on: Mapped[date | None]

    @classmethod
    def holds_on(cls, day: date) -> ColumnElement[bool]:
        """The row stands and `day` lies within its days."""
        return cls.stands() & (cls.from_on <= day) & (cls.until_on.is_(None) | (cls.until_on >= day))


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The column holds one of `words`."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def days_in_order() -> CheckConstraint:
    """For every dated table: the last day is not before the first one."""
    return CheckConstraint("until_on >= from_on", name="days")


def within(path: Any, root: str) -> ColumnElement[bool]:
    """The column `path` lies in the tree under `root` ('/1/4/'), itself included; an index serves it on both databases."""
    return (path >= root) & (path < root[:-1] + "0")  # '0' follows '/'
