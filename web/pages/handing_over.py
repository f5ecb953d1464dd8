"""Handing over a post: who leaves and who follows, and the list of what is open, to be printed and signed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from models.cases import Case
from models.posts import POSTS, Post
from web.loose import iso_day
from web.pages import organisation_rows as rows
from web.pages.choosing import choices
from web.pages.drawn import reasons
from web.pages.found import Seen, laws
from web.pages.language import said
from web.pages.organisations import Place, place
from web.pages.request import actor, clock, reading, today, writing
from workflows import flow
from workflows.engine.errors import BadForm, NotFound, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.outlook import Possible, overdue, possible
from workflows.office.succession import Succession, hand_over_post

pages = Blueprint("handing_over", __name__, url_prefix="/organisations")
DONE = N_("已免去原职务，并提议继任（第 %(number)s 条）：须由另一人确认")
CHOOSE = N_("须选定")
FIELDS = {"on": "last_on", "post": "leaving", "person": "successor"}


class Open(NamedTuple):
    """An open case as the list shows it: what is possible, with its days, and what is overdue."""

    seen: Seen
    possible: list[Possible]
    overdue: list[str]


@pages.get("/<int:organisation_id>/handing-over")
def form(organisation_id: int):
    """The page of the handing over, with the list of open cases."""
    return draw(place(organisation_id), {"leaving": request.args.get("post", "")})


@pages.post("/<int:organisation_id>/handing-over")
def take(organisation_id: int):
    """Ends the one post and proposes the successor."""
    found, typed = place(organisation_id), request.form.to_dict()
    g.redraw = lambda error: draw(found, typed, error)
    if found.seen is None:
        raise NotFound(N_("没有这个党组织"))
    seen = request.form.get("seen", -1, type=int)
    number = hand_over_post(writing(), found.seen.id, seen, read(typed), actor(), clock())
    g.writing.commit()
    flash(said(DONE, number=number))
    return redirect(url_for(".form", organisation_id=organisation_id), 303)


def read(typed: dict[str, str]) -> Succession:
    """What was chosen; raises BadForm that names every field that cannot be read."""
    errors, values = [], {}
    for name in ("last_on", "from_on"):
        try:
            values[name] = date.fromisoformat(iso_day(typed.get(name, "")))
        except ValueError as error:
            errors.append((name, error.args[0]))
    person, _, post = typed.get("leaving", "").partition(".")
    chosen = {"leaving": person if post in POSTS else "", "successor": typed.get("successor", "")}
    errors += [(name, CHOOSE) for name, text in chosen.items() if not text.isascii() or not text.isdecimal()]
    if errors:
        raise BadForm(errors)
    return Succession(post, int(person), values["last_on"], int(chosen["successor"]), values["from_on"])


def draw(found: Place, typed: dict[str, str], error: WorkflowError | None = None) -> str:
    """The page; everything typed stands there again."""
    errors = {FIELDS.get(name, name): text for name, text in error.errors} if isinstance(error, BadForm) else {}
    told = said(Message(error.message) % error.facts) if error and error.message and not errors else ""
    return render_template(
        "organisations/handing_over.html",
        place=found,
        held=held(found),
        people=choices(found.seen)["person"] if found.seen else (),
        typed=typed,
        errors=errors,
        error=told,
        cases=open_cases(found),
    )


def held(found: Place) -> list[tuple[Post, str]]:
    """The posts held there today, with the names of their holders."""
    return [each for each in rows.posts(reading(), found.id) if each[0].until_on is None or each[0].until_on >= today()]


def open_cases(found: Place) -> Sequence[Open]:
    """Every open case of the organisation but its own journal, by workflow and number."""
    asked = select(Case).where(Case.organisation_id == found.id, Case.open, Case.workflow != "office")
    held = reading().scalars(asked.order_by(Case.workflow, Case.id))
    return [opened(Seen(flow(row.workflow), row), laws()) for row in held]


def opened(seen: Seen, book: Any) -> Open:
    """What is possible in a case, and what is overdue."""
    next_steps = list(possible(seen.dossier, book, today()))
    return Open(seen, next_steps, reasons(seen, overdue(seen.dossier, book, today())))
