"""The days of an election at a glance: from the first day of the reminder, through the meeting and the end of the term, to the archive."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from web.pages.found import Seen
from web.pages.language import said
from web.pages.request import today
from web.timeline import Line, State, Timeline
from web.timeline_picture import Picture, picture_of
from workflows.election.course import plan
from workflows.election.term import expiry
from workflows.engine.findings import N_
from workflows.engine.judge import applies
from workflows.terms import reminds_from

BEGINS, EXPIRES = N_("任期届满前 %(months)s 个月，提醒期开始"), N_("任期届满")
BEGINNINGS = ("remind", "record_vacancy", "appoint")
BEFORE = ("decide_election", "reply_election", "fix_candidates", "open_meeting", "announce_result")
AFTER = ("report_result", "approve_heads", "archive_election")
WIDE_MONTH = 130
"""An election takes a few months: so wide they fill the page."""


class Milestone(NamedTuple):
    """A day on the way: which, when (None: not known yet), whether it has been; a day ahead is `planned`."""

    name: str
    title: str
    on: date | None
    done: bool
    planned: bool = False


def milestones(seen: Seen) -> list[Milestone]:
    """The way of an election in order, with the end of the term where it falls."""
    way = [each for name in (*BEGINNINGS, *BEFORE, *AFTER) if (each := _of_step(seen, name))]
    ends = expiry(seen.dossier)
    if ends is None:
        return way
    months = seen.law["reminder_months"]
    begins, place = reminds_from(ends, months), _place(way, ends)
    return [
        Milestone("", said(BEGINS, months=months), begins, begins <= today()),
        *way[:place],
        Milestone("", said(EXPIRES), ends, ends < today()),
        *way[place:],
    ]


def picture(seen: Seen, way: Sequence[Milestone]) -> Picture | None:
    """The same as a picture: a lane for each step that has a day, a line through all for the term's; None without a step."""
    shown = [each for each in way if each.done or seen.row.open]
    lines = [Line(seen.flow[each.name], _state(each), each.on) for each in shown if each.name]
    ended = seen.flow.ended_titles.get(seen.dossier.ended_reason or "")
    whole = Timeline(today(), lines, seen.dossier.last_on if ended else None, ended)
    term = [("term", each.on, each.title) for each in way if not each.name and each.on]
    return picture_of(whole, seen.laws.calendar, said, term, WIDE_MONTH)


def _state(each: Milestone) -> State:
    return State.TAKEN if each.done else State.PLANNED if each.planned else State.WAITING


def _place(way: Sequence[Milestone], ends: date) -> int:
    """Before what lies behind the end of the term, or follows the meeting and has no day yet."""
    behind = (each.on > ends if each.on else each.name in AFTER for each in way)
    return next((place for place, later in enumerate(behind) if later), len(way))


def _of_step(seen: Seen, name: str) -> Milestone | None:
    step, taking = seen.flow[name], seen.dossier.standing.get(name)
    if taking:
        return Milestone(name, said(step.title), taking.on, True)
    if name in BEGINNINGS or not applies(seen.dossier, step):
        return None
    planned = plan(seen.dossier) if name == "open_meeting" else None
    on = planned.known("meets_on") if planned else None
    return Milestone(name, said(step.title), on, False, on is not None)
