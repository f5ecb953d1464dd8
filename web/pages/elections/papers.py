"""The papers of the room, for the printer: ballots, count sheets, the report of attendance, the report of a count."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request

from models.organisations import state_on
from web.loose import whole
from web.pages.elections.counting import named, one, shown, title_of
from web.pages.elections.quorum import quorum_of
from web.pages.elections.results import findings_of
from web.pages.found import Seen, find, names_of
from web.pages.language import said
from web.pages.ledgers import printed
from web.pages.request import reading, today
from web.pages.rosters import Chosen
from workflows.election.counting.count import ROUNDS
from workflows.election.rounds import Round, find_round
from workflows.election.tally import due, scrutineers
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_

pages = Blueprint("papers", __name__)
NO_ROUND = N_("没有这一轮投票")
NOT_CONFIRMED = N_("这一轮的计票还没有经监票人确认：确认以后才能打印报告单")
NO_ROLL = N_("选举人名册还没有冻结：请先冻结名册")
WITHOUT_WRITE_INS = ("tie",)


@pages.get("/election/<int:case_id>/papers")
def index(case_id: int):
    """What can be printed."""
    seen = find("election", case_id)
    frozen = "freeze_roll" in seen.dossier.standing
    return render_template("elections/papers.html", seen=seen, rounds=shown(seen), frozen=frozen)


@pages.get("/election/<int:case_id>/papers/ballot")
def ballot(case_id: int):
    """An empty ballot: nothing on it tells one from another."""
    seen = find("election", case_id)
    found = round_asked(seen)
    return render_template("elections/ballot.html", seen=seen, **sheet(seen, found))


@pages.get("/election/<int:case_id>/papers/sheet")
def count_sheet(case_id: int):
    """An empty count sheet with the report of ballots issued and collected."""
    seen = find("election", case_id)
    found = round_asked(seen)
    return render_template(
        "elections/count_sheet.html", seen=seen, watching=watching(seen, found), **sheet(seen, found)
    )


@pages.get("/election/<int:case_id>/papers/report")
def report(case_id: int):
    """The result of a confirmed count, to be signed by scrutineers and tellers."""
    seen = find("election", case_id)
    found = round_asked(seen)
    if not found.confirmed:
        raise NotFound(NOT_CONFIRMED)
    each = one(seen, found, named(seen, [found]))
    told = findings_of(seen, each)
    return render_template(
        "elections/report.html", seen=seen, each=each, told=told, watching=watching(seen, found), foot=printed()
    )


@pages.get("/election/<int:case_id>/papers/attendance")
def attendance(case_id: int):
    """How many are due and how many came; empty lines before they are counted."""
    seen = find("election", case_id)
    dossier = seen.dossier
    roll, opened = dossier.done("freeze_roll"), dossier.done("open_meeting")
    if roll is None:
        raise NotFound(NO_ROLL)
    present = len(opened.attending) if opened else None
    quorum = quorum_of(due(dossier), present, seen.laws.on(roll.on))
    return render_template("elections/attendance.html", seen=seen, on=roll.on, quorum=quorum, foot=printed())


def round_asked(seen: Seen) -> Round:
    """The round an address names; raises NotFound."""
    try:
        number = whole(request.args.get("round", ""))
    except ValueError:
        raise NotFound(NO_ROUND) from None
    found = find_round(seen.dossier, (request.args.get("ballot"), number))
    if found is None:
        raise NotFound(NO_ROUND)
    return found


def sheet(seen: Seen, found: Round) -> dict[str, Any]:
    """What stands on the empty papers of a round."""
    return {
        "round": found,
        "title": title_of(seen, found),
        "kind": said(ROUNDS[found.kind]),
        "position": said(seen.word(found.ballot.position)),
        "candidates": [name for _, name in Chosen(found.candidates)],
        "lines": 0 if found.kind in WITHOUT_WRITE_INS else found.seats,
        "organisation": organisation(seen),
    }


def organisation(seen: Seen) -> str:
    """The organisation by its name of today."""
    state = state_on(reading(), seen.row.subject_id, today())
    return state.name if state else seen.name


def watching(seen: Seen, found: Round) -> dict[str, Sequence[str]]:
    """The names of a round's scrutineers and tellers; several empty places where nobody was confirmed yet."""
    rows = scrutineers(seen.dossier, found)
    names = names_of(row.person for row in rows)
    return {
        task: [names.get(row.person, "") for row in rows if row.task == task] or ["", ""]
        for task in ("scrutineer", "teller")
    }
