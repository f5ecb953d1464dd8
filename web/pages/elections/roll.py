"""The electors' roll on a page and on paper: a preview of a day before it is frozen, then the frozen one."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from flask.sansio.blueprints import BlueprintSetupState

from web.loose import iso_day
from web.pages.elections.milestones import milestones, picture
from web.pages.elections.quorum import Quorum, quorum_of
from web.pages.found import Seen, find
from web.pages.language import said
from web.pages.ledgers import printed
from web.pages.request import reading, today
from web.pages.rosters import Chosen
from workflows.election.course import congress, plan
from workflows.election.delegates import delegates
from workflows.election.live.filled import roll_on
from workflows.election.roll import Elector, Roll
from workflows.election.roll_words import TITLES, Why
from workflows.election.tally import due

pages = Blueprint("roll", __name__)


class Shown(NamedTuple):
    """The roll of a day: `frozen` or a preview; `attending` once the meeting was opened; what was wrong with the day."""

    on: date
    roll: Roll
    frozen: bool
    reasons: Mapping[int, str]
    attending: frozenset[int] | None = None
    quorum: Quorum | None = None
    typed: str = ""
    error: str = ""


class Looking(NamedTuple):
    """A case as the roll of a day is worked out for it, outside of an attempt."""

    work: Any
    row: Any
    dossier: Any
    today: date


@pages.record_once
def words(state: BlueprintSetupState) -> None:
    """Gives the page of a case its milestones."""
    state.app.jinja_env.globals.update(milestones=milestones, milestones_picture=picture)


@pages.get("/election/<int:case_id>/roll")
def show(case_id: int):
    """Everybody on the roll: may he vote, stand, is he counted, and why."""
    seen = find("election", case_id)
    sent = len(delegates(seen.dossier)) if congress(seen.dossier) else None
    return render_template("elections/roll.html", seen=seen, shown=roll_shown(seen), delegates=sent)


@pages.get("/election/<int:case_id>/roll/print")
def paper(case_id: int):
    """The roll as the list that members sign when they come."""
    seen = find("election", case_id)
    return render_template("elections/roll_print.html", seen=seen, shown=roll_shown(seen), foot=printed())


def roll_shown(seen: Seen) -> Shown:
    """The frozen roll, or the one there would be on the day asked for."""
    return frozen(seen) if "freeze_roll" in seen.dossier.standing else preview(seen)


def frozen(seen: Seen) -> Shown:
    """The roll as it was frozen, with who came."""
    dossier = seen.dossier
    form, opened = dossier.done("freeze_roll"), dossier.done("open_meeting")
    lines = told_apart(Roll(tuple(map(_line, form.electors)))).lines
    attending = frozenset(opened.attending) if opened else None
    law = seen.laws.on(form.on)
    quorum = quorum_of(due(dossier), len(attending) if attending is not None else None, law)
    reasons = {row.person: said(TITLES[Why(row.why)]) for row in form.electors}
    return Shown(form.on, Roll(lines), True, reasons, attending, quorum)


def _line(row: Any) -> Elector:
    return Elector(row.person, str(row.person), row.votes, row.stands, row.counted, Why(row.why), {})


def told_apart(found: Roll) -> Roll:
    """The roll with everybody's name, two of one name told apart by their branch; a name that was erased is left as it is."""
    names = {int(code): label for code, label in Chosen(line.person for line in found.lines)}
    return Roll(tuple(line._replace(name=names.get(line.person, line.name)) for line in found.lines))


def preview(seen: Seen) -> Shown:
    """The roll as of a day by what is known now: the day asked for, else the planned one, else today."""
    typed, planned = request.args.get("on", ""), plan(seen.dossier)
    day, error = (planned and planned.known("meets_on")) or today(), ""
    if typed.strip():
        try:
            day = date.fromisoformat(iso_day(typed))
        except ValueError as wrong:
            error = said(wrong.args[0])
    found = told_apart(roll_on(Looking(SimpleNamespace(session=reading()), seen.row, seen.dossier, today()), day))
    reasons = {line.person: said(line.reason) for line in found.lines}
    quorum = quorum_of(found.due, None, seen.laws.on(day)) if found.due else None
    return Shown(day, found, False, reasons, None, quorum, typed, error)
