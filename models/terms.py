"""The terms of elected bodies, by organisation and day; what they rest on: kinds of bodies, years by kind, extensions."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import PATH, Base, Dated, Id, Sourced, days_in_order, one_of
from .organisations import NOT_WITHDRAWN

BODIES = {
    "branch": "党支部",
    "general_branch": "党总支",
    "village_or_community": "村、社区党组织",
    "base_committee": "基层党委",
    "faculty_committee": "院系党委",
}
YEARS = {"branch": 3, "general_branch": 3, "village_or_community": 5, "base_committee": 5, "faculty_committee": 5}
"""The years as they are delivered; the third migration writes them, changing them takes another one."""
BODIES_OF = {  # the bodies an organisation of a kind may have, the usual one first; other kinds elect none
    "branch": ("branch", "village_or_community"),
    "general_branch": ("general_branch", "village_or_community"),
    "committee": ("base_committee", "village_or_community", "faculty_committee"),
}
CURRENT = text("until_on IS NULL AND withdrawn_by_id IS NULL")
EXTENDED = text("until_on IS NULL AND withdrawn_by_id IS NULL AND extended_until IS NOT NULL")


def _of_current(name: str, *columns: str, where: ColumnElement[bool] = CURRENT) -> Index:  # type: ignore[assignment]
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class ElectedBody(Dated, Base):
    """What kind of body an organisation elects, where it is not the usual one of its kind."""

    __tablename__ = "elected_body"
    __table_args__ = (one_of("body", BODIES), days_in_order())

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    body: Mapped[str]


class TermLength(Dated, Base):
    """How many years the term of a body lasts that is elected within these days."""

    __tablename__ = "term_length"
    __table_args__ = (
        one_of("body", BODIES),
        CheckConstraint("years BETWEEN 1 AND 10", name="years"),
        days_in_order(),
        Index(
            "uq_term_length_body_from_on",
            "body",
            "from_on",
            unique=True,
            sqlite_where=NOT_WITHDRAWN,
            postgresql_where=NOT_WITHDRAWN,
        ),
    )

    id: Mapped[Id]
    body: Mapped[str]
    years: Mapped[int]


class TermExtension(Sourced, Base):
    """An approved extension: decided on a day, under a number, until a day."""

    __tablename__ = "term_extension"
    __table_args__ = (CheckConstraint('extended_until > "on"', name="days"),)

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    on: Mapped[date]
    extended_until: Mapped[date]
    number: Mapped[str | None]


class Term(Dated, Base):
    """A term: it holds from the election (an unknown one from the body's founding on) until the day before the next one.

    `elected_on` None: not known. What follows from other rows is kept beside it, so that lists read one index: the kind
    of body, expiry, extension, `ends_on` (the later one of both; None: unknown) and the path of the organisation today.
    """

    __tablename__ = "term"
    __table_args__ = (
        one_of("body", BODIES),
        days_in_order(),
        CheckConstraint("path LIKE '/%/'", name="path"),
        CheckConstraint("(ends_on IS NULL) = (expires_on IS NULL) AND ends_on >= expires_on", name="ends_on"),
        _of_current("ix_term_ends_on", "ends_on", "organisation_id", "path", "extended_until"),
        _of_current("ix_term_path", "path", "ends_on", "organisation_id", "extended_until"),
        _of_current("ix_term_extended_until", "extended_until", where=EXTENDED),  # type: ignore[arg-type]
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    path: Mapped[str] = mapped_column(PATH)
    body: Mapped[str]
    elected_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    extended_until: Mapped[date | None]
    ends_on: Mapped[date | None]

    @classmethod
    def is_current(cls) -> ColumnElement[bool]:
        """The row stands and no later term took its place; spelt as the indexes have it."""
        return and_(cls.until_on.is_(None), cls.withdrawn_by_id.is_(None))


NEWEST_FIRST = (Term.from_on.desc(), Term.until_on.is_(None).desc(), Term.until_on.desc())
"""Of two that begin on one day (a statement and an election), the one that goes on comes first."""


def term_on(session: Session, organisation_id: int, day: date) -> Term | None:
    """Which term of the organisation held on that day? Of several the one that began last; None where it elects no body."""
    rows = select(Term).where(Term.organisation_id == organisation_id, Term.holds_on(day))
    return session.scalars(rows.order_by(*NEWEST_FIRST).limit(1)).first()


def terms_of(session: Session, organisation_id: int) -> list[Term]:
    """Which terms has the organisation had? The newest first."""
    rows = select(Term).where(Term.organisation_id == organisation_id, Term.stands())
    return list(session.scalars(rows.order_by(*NEWEST_FIRST)))


def lengths_on(session: Session, day: date) -> dict[str, int]:
    """How many years do the terms last of bodies elected on that day?"""
    rows = select(TermLength.body, TermLength.years).where(TermLength.holds_on(day)).order_by(TermLength.from_on)
    return {body: years for body, years in session.execute(rows)}


def default_lengths() -> Iterable[tuple[str, int]]:
    """The table of years as it is delivered: (body, years)."""
    return YEARS.items()
