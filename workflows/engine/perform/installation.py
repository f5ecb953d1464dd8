"""What an installation goes by: its law, organisations, posts and offices, as its office journal last left them.

The case's row is read together with the stamp of the office journal, which is held until the transaction ends; what was
read under a stamp is true as long as the stamp is the same, in every process.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from models.installation import Installation
from models.work import Work

from ..calendar import Calendar
from ..law import LawBook
from ..offices import HeldPost, Place
from .store import Store

MOST = 50_000


class Known:
    """What was read under one stamp of the office journal."""

    def __init__(self, stamp: str, laws: LawBook) -> None:
        self.stamp, self.laws = stamp, laws
        self._read: dict[tuple[Any, ...], Any] = {}

    def line(self, store: Store, path: str, day: date) -> Sequence[Place]:
        """The organisations from the case's own one up to the root."""
        return self._once(store.line, path, day)

    def posts(self, store: Store, person_id: int, day: date) -> Sequence[HeldPost]:
        """The posts a person holds."""
        return self._once(store.posts, person_id, day)

    def offices(self, store: Store, day: date) -> set[tuple[str, str, str]]:
        """Which posts may record for which offices."""
        return self._once(store.offices, day)

    def _once(self, read: Any, *question: Any) -> Any:
        key = (read.__name__, *question)
        if key not in self._read:
            if len(self._read) >= MOST:
                self._read.clear()
            self._read[key] = read(*question)
        return self._read[key]


_known: WeakKeyDictionary[Engine, Known] = WeakKeyDictionary()


def known(work: Work, stamp: str) -> Known:
    """What this installation goes by under a stamp."""
    found = _known.get(work.engine)
    if found is None or found.stamp != stamp:
        rules = work.session.scalars(select(Installation.rules)).one()
        found = _known[work.engine] = Known(stamp, book_from(rules))
    return found


@lru_cache(maxsize=16)
def book_from(rules: str) -> LawBook:
    """The law book of rules as the installation's row keeps them."""
    from workflows.rules import law_book
    from workflows.rules.load import calendar

    held: dict[str, Any] = json.loads(rules)
    days = _confirmed(calendar(), held["calendar"])
    return law_book(overlays=held["overlays"], readings=held["readings"], workdays=days)


def _confirmed(base: Calendar, years: dict[str, dict[str, bool]]) -> Calendar:
    """The calendar with the years an administrator confirmed: day to whether it is worked."""
    if not years:
        return base
    exceptions = {date.fromisoformat(day): worked for days in years.values() for day, worked in days.items()}
    return base.extended(exceptions, [int(year) for year in years])
