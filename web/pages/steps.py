"""Taking a step: its form, a look at what will stand, and the act itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from models.cases import OFFICE
from web.deadlines import worded
from web.inputs import Drawing, Input, drawn
from web.pages.attached import attach, still_good, taken_in
from web.pages.choosing import choices
from web.pages.comparing import with_counts
from web.pages.drawn import reasons
from web.pages.found import Seen, find
from web.pages.keyed import key_typed, key_words, open_keys
from web.pages.language import day_said, said
from web.pages.looked import by_leading, following, kept_fields
from web.pages.naming import with_people
from web.pages.prepared import Prepared, prepared
from web.pages.recording import Recording
from web.pages.request import actor, clock, today, with_today, writing
from web.posted import errors_by_input, strange, typed_again, values_of
from workflows.engine.cases import LiveCase, shelf
from workflows.engine.declare import Key, Step
from workflows.engine.errors import BadForm, Breaks, NotFound, OutOfTurn, Refused, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.forms import trait
from workflows.engine.perform import Written, perform
from workflows.engine.perform.second import ALLOWABLE
from workflows.engine.rungs import Rung, State, rung

pages = Blueprint("steps", __name__)
Typed = Mapping[str, Sequence[str]]
NOT_FIELDS = frozenset(("csrf_token", "seen", "sure", "more", "today", "everybody", "confirmed", "file", "files"))
SETTING = "setting."
VERSION = re.compile(r"-?[0-9]{1,15}")
TELLS_ONCE: dict[tuple[str, str], Callable[[Written], Any]] = {}
"""What a step taken shows on a page of its own, this once; asked before the commit, so that it may write as well."""
TELLS_BEFORE: dict[tuple[str, str], Callable[[Seen, LiveCase], Sequence[str]]] = {}
"""What the look at a step tells beside its fields, asked with the case as it would stand."""
DONE = N_("这一步已于 %(on)s 办理，现在不能再办：登记有误的，请在案件页更正那一条；再按“核对”，会记一条不予办理")
TAKEN = N_("“%(title)s”已办理，全程纪实第 %(number)s 条")
OTHER_PAGE = N_("页面上的项目与系统不一致（%(names)s），没有办理：请刷新页面后重新填写")


@pages.get("/<workflow>/<int:case_id>/<step>")
def form(workflow: str, case_id: int, step: str):
    """The form of a step, with what stands against it today; of a step with keys, for one whose turn it is."""
    seen = find(workflow, case_id)
    row = step_named(seen, step)
    typed = prefilled(seen, row)
    if row.keys and key_typed(row, typed) not in row.open_keys(seen.dossier):
        return which(seen, row, key_typed(row, typed))
    return draw(seen, row, typed)


def which(seen: Seen, step: Step, asked: Key) -> Any:
    """The keys to choose from, or straight to the only one where none was named."""
    keys, named = open_keys(seen, step), None not in asked
    if len(keys) == 1 and not named:
        return redirect(url_for(".form", workflow=seen.flow.name, case_id=seen.id, step=step.name, **keys[0].query))
    return render_template(
        "cases/keys.html",
        seen=seen,
        step=step,
        keys=keys,
        asked=key_words(seen, step, asked) if named else "",
        reasons=reasons(seen, rung(seen.dossier, step, seen.laws, today()).against),
    )


def prefilled(seen: Seen, step: Step) -> Typed:
    """What the address already says of the step's fields; what is registered, is registered today."""
    fields = set(drawn(step.form))
    told = {name: texts for name, texts in request.args.lists() if name.split(".")[0] in fields}
    return {"on": [today().isoformat()], **told} if seen.flow.name == OFFICE else told


@pages.post("/<workflow>/<int:case_id>/<step>")
def take(workflow: str, case_id: int, step: str):
    """Looks at what would stand, or takes the step."""
    seen, typed = find(workflow, case_id), request.form.to_dict(flat=False)
    row = step_named(seen, step)
    g.redraw = lambda error: draw(seen, row, typed, error)
    g.looking = "sure" not in typed
    g.files = taken_in()
    typed["file"] = [word for word, _ in g.files]
    if with_today(typed) or typed.keys() & {"more", "everybody"}:
        return draw(seen, row, typed)
    typed = with_people(row.form, typed, choices(seen, row, typed))
    written = act(seen, row, typed)
    if g.looking:
        return look(seen, row, typed, written)
    tell = TELLS_ONCE.get((workflow, step))
    told = tell(written) if tell else redirect(home_of(seen), 303)
    g.writing.commit()
    flash(said(TAKEN, title=said(row.title), number=written.number))
    return told


def home_of(seen: Seen) -> str:
    """The page to go back to: the case's, or the organisation's whose journal it is."""
    if seen.flow.name == OFFICE:
        return url_for("organisations.show", organisation_id=seen.row.subject_id)
    return url_for("cases.show", workflow=seen.flow.name, case_id=seen.id)


def step_named(seen: Seen, name: str) -> Step:
    """The step of an address; raises NotFound, for a first step too once something was taken."""
    step = seen.flow.steps.get(name)
    if step is None or (step.opens_case and not step.stage and seen.dossier.takings):
        raise NotFound(N_("没有这个步骤"))
    return step


def act(seen: Seen, step: Step, typed: Typed) -> Written:
    """Takes the step in this request's transaction, which is not yet committed; raises as `perform` does."""
    values, setting = read(seen, step, typed)
    version, confirmed = int(typed["seen"][0]), "confirmed" in typed
    work, files = writing(), attach(writing().session, g.files) if g.files else ()
    return perform(
        work, seen.flow, seen.id, step.name, values, actor(), version, clock(),
        setting=setting, confirmed=confirmed, files=files,
    )  # fmt: skip


def read(seen: Seen, step: Step, typed: Typed) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of the form and of what changes in the setting; raises BadForm."""
    own = {name: texts for name, texts in typed.items() if not name.startswith(SETTING)}
    unknown = strange(step.form, own, NOT_FIELDS)
    if unknown or not VERSION.fullmatch(typed.get("seen", [""])[0]):
        raise BadForm([("", OTHER_PAGE % {"names": "、".join(unknown) or "seen"})])
    values, settings = values_of(step.form, own, seen.word), settable(seen)
    changed = values_of(seen.flow.setting, typed, seen.word, SETTING) if settings else {}
    return values, {name: value for name, value in changed.items() if name in settings}


def settable(seen: Seen) -> list[str]:
    """The settings of a case that are a person's own and may change with any act."""
    return [name for name, info in seen.flow.setting.model_fields.items() if trait(info, "own")]


def inputs(seen: Seen, step: Step, ready: Prepared, errors: Mapping[str, str]) -> list[Input]:
    """The fields of the step, as typed, each with its error and the paper it comes from."""
    typed = ready.typed
    papers = {name: "、".join(said(paper) for paper in step.papers_of(name)) for name in step.form.model_fields}
    more, everybody = (typed.get(name, [""])[0] for name in ("more", "everybody"))
    drawing = Drawing(
        seen.word, choices(seen, step, typed), typed, errors, papers, todays=True, more=more, everybody=everybody,
        fixed=ready.fixed, least=ready.least, lengths=ready.lengths,
    )  # fmt: skip
    return with_counts(seen, step, drawing.draw(step.form), typed)


def settings(seen: Seen, typed: Typed) -> list[Input]:
    """The settings that may change with the act."""
    held = {SETTING + name: ["yes" if seen.dossier.setting.known(name) else "no"] for name in settable(seen)}
    drawn = Drawing(seen.word, typed={**held, **typed}, prefix=SETTING).draw(seen.flow.setting)
    return [each for each in drawn if each.name.removeprefix(SETTING) in settable(seen)]


def draw(seen: Seen, step: Step, typed: Typed, error: WorkflowError | None = None) -> str:
    """The page of the step's form; everything typed stands there again."""
    errors = errors_by_input(step.form, error) if isinstance(error, BadForm) else {}
    against = list(error.findings) if isinstance(error, Refused | Breaks) else []
    standing, recording = rung(seen.dossier, step, seen.laws, today()), Recording(seen)
    ready = prepared(seen, step, typed)
    return render_template(
        ready.template,
        seen=seen,
        step=step,
        inputs=inputs(seen, step, ready, errors),
        told=ready.told,
        closed=ready.closed,
        settings=settings(seen, typed),
        errors=errors,
        error=said(Message(error.message) % error.facts) if error and error.message and not errors else "",
        refused=isinstance(error, Refused | OutOfTurn) and error.entry,
        breaks=reasons(seen, against) if isinstance(error, Breaks) else [],
        reasons=reasons(seen, standing.against) if error is None else [],
        done=done_already(standing) if error is None else "",
        allowable=[finding for finding in against if finding.refuses and finding.code in ALLOWABLE],
        typed=typed,
        not_by_me="" if recording.may(step) else recording.takers(step),
        files=list(still_good(typed.get("file", ()))),
        deadline=said(worded(seen.dossier, step, seen.law)) if standing.latest else "",
    )


def done_already(standing: Rung) -> str:
    """That a step was taken, stands, and is none that may be taken again."""
    return said(DONE, on=day_said(standing.takings[-1].on)) if standing.state is State.DONE else ""


def told_by(seen: Seen, step: Step, after: LiveCase) -> Sequence[str]:
    """What follows from the step, line by line, where its workflow tells it before it is confirmed."""
    tell = TELLS_BEFORE.get((seen.flow.name, step.name))
    return tell(seen, after) if tell else ()


def look(seen: Seen, step: Step, typed: Typed, written: Written) -> str:
    """What will stand, before it stands: nothing is kept of it."""
    values, changed = read(seen, step, typed)
    read_as = typed_again(step.form, values) | typed_again(seen.flow.setting, changed, SETTING)
    after: LiveCase | None = shelf.take(written.hash + seen.laws.stamp.encode())
    g.writing.rollback()
    opened = (
        by_leading(after, following(after, seen.laws)) if after and not step.sealed_until else []
    )  # it would tell what others keyed
    return render_template(
        "cases/look.html",
        flow=seen.flow,
        name=seen.name,
        home=url_for("cases.show", workflow=seen.flow.name, case_id=seen.id),
        step=step,
        written=written,
        inputs=[*inputs(seen, step, prepared(seen, step, read_as), {}), *settings(seen, read_as)],
        told=told_by(seen, step, after) if after else [],
        typed=kept_fields(typed),
        notes=reasons(seen, written.findings),
        files=[stored for _, stored in g.files],
        opened=opened,
    )
