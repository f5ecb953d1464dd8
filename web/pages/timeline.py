"""The timeline of a case on a page: the picture of it, the same as a table, and the plan towards a meeting."""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, render_template, request

from web.loose import iso_day
from web.pages.drawn import reasons
from web.pages.found import find
from web.pages.language import said
from web.pages.request import today
from web.timeline import timed, timeline
from web.timeline_picture import picture_of
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_
from workflows.engine.months import add_years
from workflows.engine.newer import not_asked

pages = Blueprint("timeline", __name__)
FARTHEST = 10
NOT_AHEAD = N_("支部大会日期须在今天以后 %(years)s 年以内（含今天）")
NOT_TIMED = N_("这一流程没有期限，不画时间轴")


class Meeting(NamedTuple):
    """The day of the next meeting as it was typed; the day when it can be used, else what is wrong with it."""

    typed: str = ""
    day: date | None = None
    error: str = ""


@pages.get("/<workflow>/<int:case_id>/timeline")
def show(workflow: str, case_id: int):
    """What was done when, until when it was due, what is still ahead and from when."""
    seen = find(workflow, case_id)
    if not timed(seen.flow):
        raise NotFound(NOT_TIMED)
    meeting, calendar = meeting_asked(request.args.get("meeting", ""), today()), seen.laws.calendar
    found = timeline(seen.flow, seen.kept, seen.laws, today(), meeting.day)
    picture = picture_of(found, calendar, said)
    return render_template(
        "cases/timeline.html",
        seen=seen,
        timeline=found,
        picture=picture,
        meeting=meeting,
        certain=calendar.certain_years,
        not_asked=reasons(seen, filter(None, (not_asked(seen.dossier, step, seen.laws) for step in seen.flow))),
    )


def meeting_asked(typed: str, on: date) -> Meeting:
    """The meeting's day, which lies from today on and not so far ahead that nobody plans it."""
    if not typed.strip():
        return Meeting()
    try:
        day = date.fromisoformat(iso_day(typed))
    except ValueError as error:
        return Meeting(typed, None, said(error.args[0]))
    if not on <= day <= add_years(on, FARTHEST):
        return Meeting(typed, None, said(NOT_AHEAD, years=FARTHEST))
    return Meeting(typed, day)
