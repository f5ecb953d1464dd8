"""A proposal withdrawn by who made it, or declined by another, with the reason."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from web.inputs import Drawing
from web.pages.found import Seen, find
from web.pages.language import said
from web.pages.proposed import Waiting, waiting
from web.pages.request import actor, clock, writing
from web.pages.second import message_of, version
from workflows.engine.errors import BadForm, NotFound, WorkflowError
from workflows.engine.findings import N_
from workflows.engine.perform import declining

pages = Blueprint("declining", __name__)
DONE = N_("提议已了结，没有任何变化（第 %(number)s 条）")


@pages.get("/<workflow>/<int:case_id>/decline/<int:number>")
def form(workflow: str, case_id: int, number: int):
    """The page on which a proposal is withdrawn or declined."""
    return draw(find(workflow, case_id), number)


@pages.post("/<workflow>/<int:case_id>/decline/<int:number>")
def decline(workflow: str, case_id: int, number: int):
    """Ends the proposal; what stands stays."""
    seen = find(workflow, case_id)
    proposal_of(seen, number)
    g.redraw = lambda error: draw(seen, number, error)
    reason = request.form.get("reason", "").strip()
    written = declining.decline(writing(), seen.flow, seen.id, number, reason, actor(), version(), clock())
    g.writing.commit()
    flash(said(DONE, number=written.number))
    return redirect(url_for("cases.show", workflow=workflow, case_id=case_id), 303)


def draw(seen: Seen, number: int, error: WorkflowError | None = None) -> str:
    """The page, with what was typed and what was wrong."""
    errors = dict(error.errors) if isinstance(error, BadForm) else {}
    typed = request.form.to_dict(flat=False)
    fields = Drawing(seen.word, {}, typed, errors).draw(declining.Declined)
    (reason,) = (each for each in fields if each.name == "reason")
    return render_template(
        "cases/decline.html",
        seen=seen,
        proposal=proposal_of(seen, number),
        reason=reason,
        errors=errors,
        error="" if errors else message_of(error),
    )


def proposal_of(seen: Seen, number: int) -> Waiting:
    """The proposal that still waits; raises NotFound."""
    found = next((each for each in waiting(seen) if each.entry["number"] == number), None)
    if found is None:
        raise NotFound(N_("案件中没有第 %(number)s 条提议，或者已经了结"), number=number)
    return found
