"""Second persons: corrections and allowances proposed on one page and confirmed by somebody else on another."""

import json
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from models.journal import Entry
from web.erasing import remove_erased
from web.inputs import Drawing
from web.loose import whole
from web.pages.choosing import Choices, choices
from web.pages.found import Seen, find, texts_of
from web.pages.language import said
from web.pages.naming import with_people
from web.pages.past_people import offered, with_registered
from web.pages.request import actor, clock, installed, me, reading, today, writing
from web.posted import errors_by_input, typed_again, values_of
from web.wording import unfolded
from workflows.engine.declare import Step
from workflows.engine.errors import BadForm, NotFound, OutOfTurn, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.perform.second import ALLOW, ALLOWABLE, propose, void_own
from workflows.engine.perform.second import confirm as confirmed_by

pages = Blueprint("second", __name__)
PROPOSED = N_("已提议（第 %(number)s 条）：须由另一人确认，确认以前没有任何变化")
CONFIRMED = N_("已确认（第 %(number)s 条）")
FINAL = N_("“%(title)s”办理后即生效，不能更正或者作废：情况有变的，请另行办理")
VOIDED = N_("已作废（第 %(number)s 条）")


@pages.get("/<workflow>/<int:case_id>/correct/<int:number>")
def correct(workflow: str, case_id: int, number: int):
    """The page on which an entry's correction is proposed, filled in with what stands."""
    seen = find(workflow, case_id)
    step, entry = target(seen, number)
    return draw_correction(seen, step, entry, typed_from(seen, step, entry))


@pages.post("/<workflow>/<int:case_id>/correct/<int:number>")
def propose_correction(workflow: str, case_id: int, number: int):
    """Proposes the correction or the voiding; one's own last entry of the day is voided at once."""
    seen, typed = find(workflow, case_id), request.form.to_dict(flat=False)
    step, entry = target(seen, number)
    g.redraw = lambda error: draw_correction(seen, step, entry, typed, error)
    what, reason = request.form.get("what"), request.form.get("reason", "").strip()
    if what == "own":
        written = void_own(writing(), seen.flow, seen.id, number, reason, actor(), version(), clock())
        return done(seen, VOIDED, written.number)
    values: dict[str, Any] = {"entry": number, "reason": reason, "void": what == "void"}
    if what != "void":
        values["form"] = replacing(seen, step, entry, typed)
    written = propose(writing(), seen.flow, seen.id, "correct", values, actor(), version(), clock())
    return done(seen, PROPOSED, written.number)


def replacing(seen: Seen, step: Step, entry: Entry, typed: Any) -> dict[str, Any]:
    """What is typed in the place of an entry; of one written down from paper, as its paper is read."""
    if entry.mode == "history" and seen.flow.subject == "person":
        values = values_of(step.form, typed, seen.word, from_paper=True)
        return with_registered(step.form, values, seen.row.subject_id, seen.row.organisation_id)
    return values_of(step.form, with_people(step.form, typed, choices(seen, step, typed)), seen.word)


@pages.get("/<workflow>/<int:case_id>/allow")
def allow(workflow: str, case_id: int):
    """The page on which a superior's decision is proposed."""
    seen = find(workflow, case_id)
    typed = {name: [request.args.get(name, "")] for name in ("step", "code")}
    return draw_allowance(seen, typed)


@pages.post("/<workflow>/<int:case_id>/allow")
def propose_allowance(workflow: str, case_id: int):
    """Proposes the allowance."""
    seen, typed = find(workflow, case_id), request.form.to_dict(flat=False)
    g.redraw = lambda error: draw_allowance(seen, typed, error)
    values = values_of(ALLOW.form, typed, seen.word)
    written = propose(writing(), seen.flow, seen.id, "allow", values, actor(), version(), clock())
    return done(seen, PROPOSED, written.number)


@pages.post("/<workflow>/<int:case_id>/confirm/<int:number>")
def confirm(workflow: str, case_id: int, number: int):
    """Confirms a proposal."""
    seen = find(workflow, case_id)
    written = confirmed_by(writing(), seen.flow, seen.id, number, actor(), version(), clock())
    answer = done(seen, CONFIRMED, written.number)
    if written.kind == "erasure":
        remove_erased(installed().database, seen.id, installed().files)
        return redirect(url_for("erasing.proposed", workflow=workflow, case_id=case_id, number=number), 303)
    return answer


def version() -> int:
    """The version the page was drawn from."""
    return request.form.get("seen", -1, type=whole)


def done(seen: Seen, message: str, number: int) -> Any:
    """Keeps what was written and goes back to the case."""
    g.writing.commit()
    flash(said(message, number=number))
    return redirect(url_for("cases.show", workflow=seen.flow.name, case_id=seen.id), 303)


def target(seen: Seen, number: int) -> tuple[Step, Entry]:
    """The step and entry of an act that stands; raises NotFound."""
    kept = next((kept for kept in seen.case.kept if kept.number == number and kept.act), None)
    if kept is None or kept.act is None:
        raise NotFound(N_("案件中没有第 %(number)s 条办理记录，或已作废"), number=number)
    if kept.act.step.final:
        raise OutOfTurn(FINAL, title=kept.act.step.title)
    return kept.act.step, seen.entries([number])[number]


def typed_from(seen: Seen, step: Step, entry: Entry) -> dict[str, list[str]]:
    """What stands in an entry, as somebody would type it; the last correction of it counts."""
    latest = (
        reading()
        .query(Entry)
        .filter(Entry.case_id == seen.id, Entry.kind == "correction", Entry.refers_to == entry.number)
        .order_by(Entry.number.desc())
        .first()
    )
    facts = json.loads(bytes((latest or entry).facts))["facts"]
    texts = texts_of([latest or entry])[(latest or entry).id]
    if latest is not None:
        facts = facts.get("form") or {}
        texts = {name.removeprefix("form."): text for name, text in texts.items()}
    stands = unfolded(facts, texts)
    return typed_again(step.form, {name: _chosen(value) for name, value in stands.items()})


def _chosen(value: Any) -> Any:
    """Rows of people without the names of those who are chosen from the register."""
    if not isinstance(value, list):
        return value
    rows = [dict(row) if isinstance(row, dict) else row for row in value]
    for row in rows:
        if isinstance(row, dict) and row.get("person") is not None:
            row.pop("name", None)
    return rows


def draw_correction(seen: Seen, step: Step, entry: Entry, typed: Any, error: WorkflowError | None = None) -> str:
    """The page of a correction; everything typed stands there again."""
    errors = errors_by_input(step.form, error) if isinstance(error, BadForm) else {}
    listed, more = choices(seen, step, typed), typed.get("more", [""])[0]
    if from_paper := entry.mode == "history" and seen.flow.subject == "person":
        listed = Choices({"person": lambda: offered(seen.row.subject_id, seen.row.organisation_id)})
    drawn = Drawing(seen.word, listed, typed, errors, more=more, from_paper=from_paper).draw(step.form)
    return render_template(
        "cases/correct.html", seen=seen, step=step, entry=entry, inputs=drawn, typed=typed, errors=errors,
        error=message_of(error) if not errors else "", own=own_last(seen, entry),
    )  # fmt: skip


def own_last(seen: Seen, entry: Entry) -> bool:
    """Whether the entry is the last that stands, and the person signed in recorded it today: who did may void it alone."""
    last = max(kept.number for kept in seen.case.kept)
    today_by_me = entry.actor_person_id == me().person_id and entry.recorded_at[:10] == today().isoformat()
    return entry.number == last and today_by_me


def draw_allowance(seen: Seen, typed: Any, error: WorkflowError | None = None) -> str:
    """The page of an allowance."""
    errors = errors_by_input(ALLOW.form, error) if isinstance(error, BadForm) else {}
    drawn = Drawing(seen.word, choices(seen), typed, errors).draw(ALLOW.form)
    steps = [(step.name, step.title) for step in seen.flow if step.main]
    return render_template(
        "cases/allow.html", seen=seen, inputs=drawn, steps=steps, codes=[(code, seen.word(code)) for code in ALLOWABLE], typed=typed, errors=errors,
        error=message_of(error) if not errors else "",
    )  # fmt: skip


def message_of(error: WorkflowError | None) -> str:
    """What an error says, in the session's language."""
    return said(Message(error.message) % error.facts) if error and error.message else ""
