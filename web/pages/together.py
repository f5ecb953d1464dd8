"""One meeting, several people: a step taken for several cases at once, what they share typed once, an entry for each."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, flash, render_template, request

from models.cases import Case
from web.inputs import Drawing, Input
from web.pages.choosing import choices
from web.pages.drawn import reasons
from web.pages.found import Seen, find, workflow_named
from web.pages.language import said
from web.pages.request import actor, clock, in_sight, installed, reading, today, with_today
from web.posted import values_of
from workflows.engine.declare import Step, Workflow
from workflows.engine.errors import BadForm, Breaks, NotFound, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.forms import Form, trait
from workflows.engine.perform import Written, perform
from workflows.engine.rungs import State, rung

pages = Blueprint("together", __name__)
MOST = 200
Typed = Mapping[str, Sequence[str]]
SUMMARY = N_("已办理 %(taken)s 人；没有办理 %(left)s 人")
NOBODY = N_("没有选定案件：请从工作台选择要一并办理的案件")
TOO_MANY = N_("一次最多 %(most)s 个案件：请分批办理")


class Line(NamedTuple):
    """One case on the page: its own fields, and what came of it (nothing yet: it waits)."""

    seen: Seen
    inputs: list[Input]
    reasons: list[str]
    taken: Written | None = None
    error: str = ""


@pages.get("/<workflow>/together/<step>")
def form(workflow: str, step: str):
    """The page of a step for the cases asked for; without any, all in sight that can take it today are offered."""
    flow, row = step_for_several(workflow, step)
    asked = request.args.getlist("case", type=int)
    return draw(flow, row, waiting(row, cases(workflow, asked or possible_cases(flow, row)), {}), {}, bool(asked))


@pages.post("/<workflow>/together/<step>")
def take(workflow: str, step: str):
    """Takes the step for each case; what is refused or wrong stays on the page, the others are done."""
    flow, row = step_for_several(workflow, step)
    typed = request.form.to_dict(flat=False)
    found = cases(workflow, request.form.getlist("case", type=int))
    pressed = with_today(typed)
    if pressed and not found:
        return draw(flow, row, waiting(row, cases(workflow, possible_cases(flow, row)), typed), typed, False)
    if pressed or "more" in typed or "choose" in typed or not found:
        return draw(flow, row, waiting(row, found, typed), typed, True, "" if found else said(NOBODY))
    lines = [answered(seen, row, typed) for seen in found]
    left = [line for line in lines if line.taken is None]
    flash(said(SUMMARY, taken=len(lines) - len(left), left=len(left)))
    return draw(flow, row, lines, typed, True), 200 if not left else 409


def step_for_several(workflow: str, name: str) -> tuple[Workflow, Step]:
    """The workflow and the step of an address; raises NotFound."""
    flow = workflow_named(workflow)
    if flow.subject != "person" or name not in flow or flow[name].opens_case:
        raise NotFound(N_("没有这个步骤"))
    return flow, flow[name]


def cases(workflow: str, numbers: Sequence[int]) -> list[Seen]:
    """The cases of these numbers, each once; raises NotFound for one that is not in sight, BadForm for too many."""
    if len(set(numbers)) > MOST:
        raise BadForm([("", TOO_MANY % {"most": MOST})])
    return [find(workflow, number, listed=True) for number in dict.fromkeys(numbers)]


def possible_cases(flow: Workflow, step: Step) -> list[int]:
    """The open cases in sight that are in the step's stage and can take it today, by branch and number."""
    asked = reading().query(Case).filter(Case.workflow == flow.name, Case.open, in_sight(Case.path))
    rows = asked.filter(Case.stage.in_([str(stage) for stage in step.stage])).order_by(Case.path, Case.id).limit(MOST)
    found = [Seen(flow, row) for row in rows]
    return [seen.id for seen in found if rung(seen.dossier, step, seen.laws, today()).state is State.OPEN]


def own_fields(form: type[Form]) -> list[str]:
    """The fields that differ from person to person."""
    return [name for name, info in form.model_fields.items() if trait(info, "own")]


def prefix(seen: Seen) -> str:
    """Where a case's own fields stand on the page."""
    return f"c{seen.id}."


def waiting(step: Step, found: Sequence[Seen], typed: Typed, errors: Mapping[str, str] | None = None) -> list[Line]:
    """The cases with their own fields, and what stands against each today."""
    return [line(seen, step, typed, errors or {}) for seen in found]


def line(seen: Seen, step: Step, typed: Typed, errors: Mapping[str, str], error: str = "") -> Line:
    """One case on the page."""
    more = typed.get("more", [""])[0]
    drawing = Drawing(seen.word, choices(seen), typed, errors, prefix=prefix(seen), more=more)
    own = [each for each in drawing.draw(step.form) if each.name.removeprefix(prefix(seen)) in own_fields(step.form)]
    against = rung(seen.dossier, step, seen.laws, today()).against
    return Line(seen, own, reasons(seen, against), None, error)


def answered(seen: Seen, step: Step, typed: Typed) -> Line:
    """What came of one case: the entry, or why not. Each is a transaction of its own, so one refusal stops no other."""
    try:
        values = values_of_case(seen, step, typed)
        with installed().database.work() as work:
            written = take_one(work, seen, step, values, typed)
    except BadForm as error:
        return line(seen, step, typed, named(seen, error), said(N_("没有办理：填写的内容须改正")))
    return written if isinstance(written, Line) else Line(seen, [], [], written)


def take_one(work: Any, seen: Seen, step: Step, values: dict[str, Any], typed: Typed) -> Written | Line:
    """Takes the step for one case and keeps it; a refusal is kept with its entry."""
    version = int(typed.get(f"{prefix(seen)}seen", ["-1"])[0])
    try:
        written = perform(work, seen.flow, seen.id, step.name, values, actor(), version, clock())
    except BadForm:
        raise
    except WorkflowError as error:
        if error.entry is not None:
            work.commit()
        more = reasons(seen, error.findings) if isinstance(error, Breaks) else []
        return line(seen, step, typed, {}, "\n".join([said(Message(error.message) % error.facts), *more]))
    work.commit()
    return written


def values_of_case(seen: Seen, step: Step, typed: Typed) -> dict[str, Any]:
    """The shared values and the case's own; raises BadForm."""
    own, start = own_fields(step.form), prefix(seen)
    joined = {name: texts for name, texts in typed.items() if name.split(".")[0] not in own}
    joined |= {name[len(start) :]: texts for name, texts in typed.items() if name.startswith(start)}
    fields = step.form.model_fields
    return values_of(step.form, {n: t for n, t in joined.items() if n.split(".")[0] in fields}, seen.word)


def named(seen: Seen, error: BadForm) -> dict[str, str]:
    """The messages by the input of the page they stand beside."""
    return {f"{prefix(seen)}{name}" if name else "": message for name, message in error.errors}


def draw(flow: Workflow, step: Step, lines: Sequence[Line], typed: Typed, chosen: bool, error: str = "") -> str:
    """The page; everything typed stands there again, and what was done is said beside each person."""
    open_lines = [each for each in lines if each.taken is None]
    errors = {
        name.split(".", 1)[1]: message
        for each in open_lines
        for name, message in _shared_errors(each, step, typed).items()
    }
    first = open_lines[0].seen if open_lines else None
    drawing = Drawing(first.word, choices(first), typed, errors, todays=True) if first else Drawing()
    return render_template(
        "cases/together.html",
        flow=flow,
        step=step,
        lines=lines,
        shared=[each for each in drawing.draw(step.form) if each.name not in own_fields(step.form)] if first else [],
        chosen=chosen,
        typed=typed,
        error=error,
        done=[each for each in lines if each.taken],
    )


def _shared_errors(each: Line, step: Step, typed: Typed) -> dict[str, str]:
    """What is wrong with the shared fields, as each case says it."""
    if not each.error:
        return {}
    try:
        values = values_of_case(each.seen, step, typed)
        step.form.read(values)
    except BadForm as error:
        own = own_fields(step.form)
        return {n: m for n, m in named(each.seen, error).items() if n and n.split(".")[1] not in own}
    return {}
