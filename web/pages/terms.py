"""The terms of all organisations in sight, or of a part of them, on one axis and as a table, the most urgent first."""

from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, request
from sqlalchemy import select

from models import term_list
from models.organisations import OrganisationState
from models.sight import Sight, names_of
from models.term_list import STATES, Key
from models.terms import BODIES, lengths_on
from web.pages import seeing
from web.pages.found import laws
from web.pages.language import said
from web.pages.request import me, reading, today
from web.pages.row_words import time_left
from web.pages.setting_rows import root_case
from web.pages.term_lines import TITLES, clock, lines, months
from web.pages.worklist import choices, up_to
from web.terms_picture import picture_of

pages = Blueprint("terms", __name__)
PAGE = 50
OFFERED = 200
"""So many organisations directly below are offered where not all can be; the others have a link on their own page."""


class Asked(NamedTuple):
    """A question to the list: in which state, below which organisation, behind which line."""

    state: str | None
    place: int | None
    after: Key | None

    def address(self, **other: Any) -> dict[str, Any]:
        """The parts of the address of the same question, some of them changed; a change leads to the first page."""
        said = {"state": self.state, "place": self.place, **other}
        return {name: value for name, value in said.items() if value}


@pages.get("/terms")
def index():
    """Fifty terms."""
    question, whole = asked(), seeing.sight()
    sight, now = seeing.narrowed(whole, question.place), clock()
    seen = term_list.source(reading(), sight)
    found = term_list.page(reading(), seen, now, question.state, question.after, PAGE + 1)
    shown = lines(found[:PAGE])
    return render_template(
        "terms/index.html",
        asked=question,
        lines=shown,
        picture=picture_of(shown, today(), laws().calendar, said),
        after=behind(found),
        counts={state: up_to(count) for state, count in term_list.counts(reading(), seen, now).items()},
        titles=TITLES,
        places=offered(whole, sight, question.place),
        months=months(),
        time_left=time_left,
        bodies=BODIES,
        years=lengths_on(reading(), today()),
        root=root_to_change(),
    )


def asked() -> Asked:
    """The question of this request; 404 for a state there is none of, 400 for a page that begins nowhere."""
    state = request.args.get("state") or None
    if state is not None and state not in STATES:
        abort(404)
    return Asked(state, request.args.get("place", type=int), begins(request.args.get("after", "")))


def begins(text: str) -> Key | None:
    """Where a page begins: behind a day, or behind no day, and an organisation."""
    if not text:
        return None
    day, _, number = text.partition(".")
    try:
        key = date.fromisoformat(day) if day else None, int(number)
    except ValueError:
        abort(400)
    return key if 0 <= key[1] < 2**63 else abort(400)


def behind(found: list[Any]) -> str:
    """Where the next page begins; nothing where there is none."""
    if len(found) <= PAGE:
        return ""
    last = found[PAGE - 1]
    return f"{last.ends_on or ''}.{last.organisation_id}"


def offered(whole: Sight, sight: Sight, place: int | None) -> list[tuple[int, str]]:
    """The organisations to choose from: all in sight, or of too many the chosen one and the oldest directly below it."""
    if whole.organisations is not None:
        return choices(whole, sight, place)
    tops = [place] if place else [int(path.strip("/").rpartition("/")[2]) for path in whole.paths]
    state = OrganisationState
    rows = select(state.organisation_id, state.name).where(state.parent_id.in_(tops), state.holds_on(today()))
    below = reading().execute(rows.order_by(state.id).limit(OFFERED))
    chosen = names_of(reading(), tops[:1] if place else (), today())
    return [*chosen.items(), *((number, name) for number, name in below)]


def root_to_change() -> int | None:
    """The root's office case, for those who may change the years there."""
    root = root_case(reading())
    administers = root and any(held.post == "administrator" and held.path == root.row.path for held in me().posts)
    return root.id if root and administers else None
