"""What the installation goes by, as a page shows it: each setting with the decision that chose it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Case
from models.offices import OfficePost
from web.pages.found import Seen
from workflows import flow
from workflows.engine.calendar import Calendar
from workflows.rules import OVERLAYS, readings_on_file
from workflows.rules.load import Reading, calendar, overlay

AHEAD = 2
"""So many years after this one are shown, certain or not."""


class Decision(NamedTuple):
    """The entry that chose a setting: its day, number of the decision, and number in the journal."""

    on: date
    number: str | None
    entry: int
    form: Any


class ReadingLine(NamedTuple):
    """A reading, the option that counts, and the decision (None: the default was never changed)."""

    reading: Reading
    chosen: str
    decision: Decision | None


class OverlayLine(NamedTuple):
    """An overlay, whether it is in use, and the decision."""

    name: str
    title: str
    items: Sequence[Any]
    enabled: bool
    decision: Decision | None


class Year(NamedTuple):
    """A calendar year: whether its days are certain, how many differ from the week, and the decision."""

    year: int
    certain: bool
    days: Sequence[tuple[str, bool]]
    decision: Decision | None


def root_case(reader: Session) -> Seen | None:
    """The root's office case, which keeps the settings; None before the installation was set up."""
    rows = select(Case).where(Case.workflow == "office").order_by(Case.id)
    row = next((each for each in reader.scalars(rows.limit(1)) if each.path == f"/{each.organisation_id}/"), None)
    return Seen(flow("office"), row) if row else None


def decisions(seen: Seen | None, step: str, field: str) -> dict[Any, Decision]:
    """The last decision of a step for each value of a field."""
    found = {}
    kept = [each for each in (seen.kept if seen else ()) if each.act and each.act.step.name == step]
    for each in sorted(kept, key=lambda kept: (kept.act.on, kept.number)):  # type: ignore[union-attr]
        form: Any = each.act.form  # type: ignore[union-attr]
        found[getattr(form, field)] = Decision(each.act.on, form.known("number"), each.number, form)  # type: ignore[union-attr]
    return found


def readings(seen: Seen | None) -> list[ReadingLine]:
    """Every reading, in the order of the file."""
    made = decisions(seen, "set_reading", "name")
    return [
        ReadingLine(each, made[name].form.option if name in made else each.default, made.get(name))
        for name, each in readings_on_file().items()
    ]


def overlays(seen: Seen | None) -> list[OverlayLine]:
    """Every overlay on file."""
    made = decisions(seen, "set_overlay", "name")
    return [
        OverlayLine(
            name, text.title, list(text.articles.values()), name in made and made[name].form.enabled, made.get(name)
        )
        for name, text in ((name, overlay(name)) for name in OVERLAYS)
    ]


def years(seen: Seen | None, today: date) -> list[Year]:
    """The years from the first certain one to some ahead, the latest first."""
    made, base = decisions(seen, "confirm_calendar", "year"), calendar()
    first, last = min(base.certain_years), max([*base.certain_years, *made, today.year + AHEAD])
    return [_year(year, base, made.get(year)) for year in range(last, first - 1, -1)]


def _year(year: int, base: Calendar, made: Decision | None) -> Year:
    days = [(row.day.isoformat(), row.worked) for row in made.form.days] if made else []
    return Year(year, made is not None or year in base.certain_years, days, made)


def offices(reader: Session, today: date) -> dict[str, list[OfficePost]]:
    """Which posts in which kind of organisation may record, by office."""
    rows = select(OfficePost).where(OfficePost.holds_on(today)).order_by(OfficePost.id)
    found: dict[str, list[OfficePost]] = {}
    for row in reader.scalars(rows):
        found.setdefault(row.office, []).append(row)
    return found
