"""The count of an election, round by round: keyed by whom, in which fields two differ, the numbers once they are confirmed."""

from flask import Blueprint, render_template

from web.pages.elections.counting import shown
from web.pages.found import find
from web.pages.keyed import for_me
from web.pages.recording import Recording

pages = Blueprint("counts", __name__)


@pages.get("/election/<int:case_id>/counts")
def show(case_id: int):
    """Every ballot and round."""
    seen = find("election", case_id)
    recording = Recording(seen)
    may = {name: recording.may(seen.flow[name]) for name in ("key_count", "confirm_count", "resolve_round")}
    opened = {name: {tuple(each.query.values()) for each in for_me(seen, seen.flow[name])} for name in may}
    turn = seen.flow["key_count"].open_keys(seen.dossier)
    return render_template("elections/counts.html", seen=seen, rounds=shown(seen), may=may, opened=opened, turn=turn)
