"""The pages of a case, the same for every workflow: where it stands, and its journal."""

from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request

from models.journal import Entry
from web.pages.drawn import ENTRIES, drawn_rungs, reasons
from web.pages.found import Seen, find, names_of, texts_of
from web.pages.language import language
from web.pages.proposed import corrections, waiting
from web.pages.request import reading, today
from web.wording import Wording, entry_shown
from workflows.engine.outlook import overdue
from workflows.engine.rungs import State

pages = Blueprint("cases", __name__)


@pages.get("/<workflow>/<int:case_id>")
def show(workflow: str, case_id: int):
    """Where the case stands: every step, done, possible or closed with every reason."""
    seen = find(workflow, case_id)
    return render_template("cases/show.html", seen=seen, **standing(seen))


def standing(seen: Seen) -> dict[str, Any]:
    """What the page of a case shows."""
    drawn, side = drawn_rungs(seen)
    return {
        "stages": [(stage, list(rungs)) for stage, rungs in groupby(drawn, key=lambda each: each.stage)],
        "side": side,
        "overdue": reasons(seen, overdue(seen.dossier, seen.laws, today())),
        "waiting": waiting(seen),
        "now": [each for each in drawn if each.rung.state is State.OPEN and each.may],
        "others": [each for each in drawn if each.rung.state is State.OPEN and not each.may],
    }


@pages.get("/<workflow>/<int:case_id>/journal")
def journal(workflow: str, case_id: int):
    """The entries of the case, the newest first, fifty a page."""
    seen = find(workflow, case_id)
    before = request.args.get("before", default=seen.row.last_number + 1, type=int)
    rows = entries_before(seen, before)
    return render_template("cases/journal.html", seen=seen, rows=rows, more=rows and rows[-1]["number"] > 1)


def entries_before(seen: Seen, number: int) -> list[dict[str, Any]]:
    """The entries with lower numbers, as they are shown."""
    asked = reading().query(Entry).filter(Entry.case_id == seen.id, Entry.number < number)
    entries = asked.order_by(Entry.number.desc()).limit(ENTRIES).all()
    names, texts = names_of(entry.actor_person_id for entry in entries), texts_of(entries)
    wording = Wording(seen.flow, language(), names.get)
    corrected = corrections(seen, entries, wording)
    return [
        {
            **entry_shown(entry, texts[entry.id], wording, corrected.shown(entry)),
            "change": seen.changes.get(entry.number),
        }
        for entry in entries
    ]
