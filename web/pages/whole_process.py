"""The whole-process sheet of one person: every step of the chart on one printed page."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from sqlalchemy import select

from models.journal import Entry
from models.posts import POSTS
from web.ledgers.sheet import beside, counted, repeated, sheet_lines, size
from web.pages.found import Seen, find, names_of
from web.pages.language import said
from web.pages.ledgers import printed
from web.pages.request import reading
from web.wording import ERASED, NOBODY
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_

pages = Blueprint("whole_process", __name__)
AFTERWARDS = N_("%(actor)s（补记）")


@pages.get("/<workflow>/<int:case_id>/sheet")
def sheet(workflow: str, case_id: int):
    """One line for every step: when, by whom recorded, under which document number, with what outcome."""
    seen = find(workflow, case_id)
    if seen.flow.subject != "person" or not any(step.number for step in seen.flow):
        raise NotFound(N_("这一流程没有全程纪实表"))
    recorded = _recorded(seen)
    lines = list(sheet_lines(seen.dossier, lambda taking: recorded.get(seen.number_of(taking) or 0, ""), seen.laws))
    besides = [*repeated(seen.dossier), *beside(seen.dossier, seen.number_of)]
    facts = {"lines": lines, "counted": _counted(seen), "beside": besides}
    return render_template("ledgers/sheet.html", seen=seen, size=size, foot=printed(), **facts)


def _recorded(seen: Seen) -> Mapping[int, str]:
    """Who recorded each entry, by name and post."""
    last = [takings[-1] for takings in seen.dossier.takings.values()]
    entries = seen.entries(number for taking in last if (number := seen.number_of(taking)))
    names = names_of(entry.actor_person_id for entry in entries.values())
    return {number: _by(entry, names) for number, entry in entries.items()}


def _by(entry: Entry, names: Mapping[int, str]) -> str:
    if entry.actor_person_id is None:
        return said(NOBODY)
    name = names.get(entry.actor_person_id, said(ERASED))
    told = f"{name} {said(POSTS[entry.actor_post])}" if entry.actor_post else name
    return said(AFTERWARDS, actor=told) if entry.mode == "history" else told


def _counted(seen: Seen) -> list[str]:
    """Refusals, proposals, corrections and the like, with the numbers of their entries."""
    rows = select(Entry.number, Entry.kind).where(Entry.case_id == seen.id, Entry.kind.not_in(("act", "import")))
    return counted((number, kind) for number, kind in reading().execute(rows.order_by(Entry.number)))
