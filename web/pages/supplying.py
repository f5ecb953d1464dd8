"""A paper attached to an act that was recorded without it."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from web.loose import whole
from web.pages.attached import attach, taken_in
from web.pages.found import Seen, find
from web.pages.language import said
from web.pages.request import actor, clock, writing
from web.pages.second import message_of
from workflows.engine.declare import Step
from workflows.engine.errors import BadForm, NotFound, WorkflowError
from workflows.engine.findings import N_
from workflows.engine.perform import attaching

pages = Blueprint("supplying", __name__)
DONE = N_("已补附 %(count)s 个文件，全程纪实第 %(number)s 条")


@pages.get("/<workflow>/<int:case_id>/attach/<int:number>")
def form(workflow: str, case_id: int, number: int):
    """The page on which files are attached to an entry."""
    seen = find(workflow, case_id)
    return draw(seen, number)


@pages.post("/<workflow>/<int:case_id>/attach/<int:number>")
def supply(workflow: str, case_id: int, number: int):
    """Attaches them."""
    seen = find(workflow, case_id)
    g.redraw = lambda error: draw(seen, number, error)
    work, version = writing(), request.form.get("seen", -1, type=whole)
    files = attach(work.session, taken_in())
    written = attaching.attach(work, seen.flow, seen.id, number, files, actor(), version, clock())
    work.commit()
    flash(said(DONE, count=len(files), number=written.number))
    return redirect(url_for("cases.show", workflow=workflow, case_id=case_id), 303)


def draw(seen: Seen, number: int, error: WorkflowError | None = None) -> str:
    """The page, with what was wrong."""
    step = step_of(seen, number)
    return render_template("cases/attach.html", seen=seen, number=number, step=step, error=told(error))


def step_of(seen: Seen, number: int) -> Step:
    """The step of an act that stands; raises NotFound."""
    found = next((kept.act.step for kept in seen.case.kept if kept.number == number and kept.act), None)
    if found is None:
        raise NotFound(N_("案件中没有第 %(number)s 条办理记录，或已作废"), number=number)
    return found


def told(error: WorkflowError | None) -> str:
    """What was wrong, in the session's language."""
    if isinstance(error, BadForm):
        return "\n".join(said(message) for _, message in error.errors)
    return message_of(error)
