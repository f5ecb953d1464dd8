"""The term of an elected body: when it ends, and how it stands on a day, worked out from its dates whenever somebody asks."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from .engine.months import add_months, add_years

ONE_DAY = timedelta(days=1)


class TermState(StrEnum):
    """How a term stands, what is most urgent first."""

    OVERDUE = "overdue"
    DUE = "due"
    DUE_SOON = "due_soon"
    EXTENDED = "extended"
    RUNNING = "running"
    UNKNOWN = "unknown"


class Term(NamedTuple):
    """The days of a term: the body's election, its expiry, and until when an extension was approved; None: not known."""

    elected_on: date | None = None
    expires_on: date | None = None
    extended_until: date | None = None

    @property
    def ends_on(self) -> date | None:
        """The last day of the term; an extension only ever moves it back."""
        return end_of(self.expires_on, self.extended_until)


def expires_on(elected_on: date, years: int) -> date:
    """The day a term expires: the same day so many calendar years after the election, clamped to the month's end."""
    return add_years(elected_on, years)


def end_of(expires: date | None, extended_until: date | None) -> date | None:
    """The later one of expiry and extension; without an expiry nothing is known, and nothing can be extended."""
    return max(expires, extended_until or expires) if expires else None


def latest_extension(expires: date, months: int) -> date:
    """The last day until which a term may be extended."""
    return add_months(expires, months)


def reminds_from(ends_on: date, months: int) -> date:
    """The first day of the reminder, so many calendar months before the term ends."""
    return add_months(ends_on, -months)


def reach(on: date, months: int) -> date:
    """The latest end of a term whose reminder has begun by a day: `reminds_from(end) <= on` for it and for no later end."""
    return max(add_months(on, months), add_months(on + ONE_DAY, months) - ONE_DAY)


def state_of(term: Term, on: date, reminder_months: int) -> TermState:
    """How a term stands on a day. Its last day is the day it is due; while an extension runs it counts as extended."""
    ends_on = term.ends_on
    if ends_on is None:
        return TermState.UNKNOWN
    if on >= ends_on:
        return TermState.DUE if on == ends_on else TermState.OVERDUE
    if ends_on != term.expires_on:
        return TermState.EXTENDED
    return TermState.DUE_SOON if on >= reminds_from(ends_on, reminder_months) else TermState.RUNNING
