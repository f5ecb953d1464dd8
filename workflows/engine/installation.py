"""The law an installation goes by: overlays, readings and calendar as its office journal set them."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.installation import Installation

from .calendar import Calendar
from .law import LawBook


def laws_of(session: Session, stamp: str) -> LawBook:
    """The law book under a stamp; read again only when the stamp has changed."""
    known = _books.get(stamp)
    if known is None:
        rules = session.scalars(select(Installation.rules)).one()
        known = _books[stamp] = book_from(rules)
    return known


_books: dict[str, LawBook] = {}


@lru_cache(maxsize=16)
def book_from(rules: str) -> LawBook:
    """The law book of rules as the installation's row keeps them."""
    from workflows.rules import law_book
    from workflows.rules.load import calendar

    held: dict[str, Any] = json.loads(rules)
    return law_book(
        overlays=held["overlays"], readings=held["readings"], workdays=_confirmed(calendar(), held["calendar"])
    )


def _confirmed(base: Calendar, years: dict[str, dict[str, bool]]) -> Calendar:
    """The calendar with the years an administrator confirmed: day to whether it is worked."""
    if not years:
        return base
    exceptions = {date.fromisoformat(day): worked for days in years.values() for day, worked in days.items()}
    return base.extended(exceptions, [int(year) for year in years])
