"""Personal texts and files erased by a decision: chosen, looked at, proposed; and what became of a proposal."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, render_template, request

from web.inputs import Drawing
from web.loose import whole
from web.pages.erasable import going, left_of, may_erase, may_erase_all, offered, own_of
from web.pages.erasing_told import erasures_of, facts_of, gone, handed_out
from web.pages.erasing_typed import TYPED, Typed, read
from web.pages.found import Seen, find, texts_of
from web.pages.looked import kept_fields
from web.pages.proposed import Waiting, waiting
from web.pages.request import actor, clock, writing
from web.pages.second import PROPOSED, done, message_of, version
from web.posted import errors_by_input
from workflows.engine.cases import shelf
from workflows.engine.errors import BadForm, NotFound, NotInOffice, WorkflowError
from workflows.engine.findings import N_
from workflows.engine.perform.erasing import ERASE, Erased, Target
from workflows.engine.perform.second import propose

pages = Blueprint("erasing", __name__)
A_PAGE = 50
MOST_TOLD = 200
NOT_YOURS = N_("抹去由登记这些内容的单位或者其上级提议：当前职务不能提议")


@pages.get("/<workflow>/<int:case_id>/erase")
def form(workflow: str, case_id: int):
    """The page on which an erasure is proposed."""
    return draw(allowed(find(workflow, case_id)), {})


@pages.post("/<workflow>/<int:case_id>/erase")
def take(workflow: str, case_id: int):
    """Shows what would go, or proposes it."""
    seen, typed = allowed(find(workflow, case_id)), request.form.to_dict(flat=False)
    g.redraw = lambda error: draw(seen, typed, error)
    if "more" in typed:
        return draw(seen, typed)
    values = read(seen, typed)
    written = propose(writing(), seen.flow, seen.id, ERASE.name, values, actor(), version(), clock())
    if "sure" in typed:
        return done(seen, PROPOSED, written.number)
    shelf.take(written.hash + seen.laws.stamp.encode())
    g.writing.rollback()
    asked: Any = Erased.read(values)
    return look(seen, asked, going(seen, asked), values["reason"], typed=kept_fields(typed))


@pages.get("/<workflow>/<int:case_id>/erase/<int:number>")
def proposed(workflow: str, case_id: int, number: int):
    """What a proposal to erase takes away; or what it took, once it was confirmed."""
    seen = find(workflow, case_id)
    entry = seen.entries([number]).get(number)
    if entry is None or entry.step != ERASE.name or entry.kind != "proposal":
        raise NotFound(N_("案件中没有第 %(number)s 条提议"), number=number)
    asked: Any = Erased.recall(facts_of(entry))
    reason = texts_of([entry])[entry.id].get("reason", "")
    wait = next((each for each in waiting(seen) if each.entry["number"] == number), None)
    if wait is None:
        return look(seen, asked, gone(seen, number), reason, proposal=number, over=True)
    return look(seen, asked, going(seen, asked, number), reason, proposal=number, wait=wait)


def allowed(seen: Seen) -> Seen:
    """The case, for whoever may propose to erase something of it; raises NotInOffice."""
    if not may_erase(seen) and left_of(seen, most=1):
        raise NotInOffice(NOT_YOURS)
    return seen


def draw(seen: Seen, typed: Typed, error: WorkflowError | None = None) -> str:
    """The page, a part of the entries at a time; everything typed and ticked stands there again."""
    errors = errors_by_input(Erased, error) if isinstance(error, BadForm) else {}
    fields = Drawing(seen.word, {}, typed, errors).draw(Erased)
    after = request.args.get("after", 0, type=whole)
    left = left_of(seen, after, A_PAGE + 1)
    return render_template(
        "cases/erase.html",
        seen=seen,
        inputs=[each for each in fields if each.name in TYPED],
        offers=offered(seen, own_of(seen, left[:A_PAGE])),
        whole=may_erase_all(seen),
        more=left[A_PAGE - 1].entry.number if len(left) > A_PAGE else None,
        typed=typed,
        errors=errors,
        error="" if errors else message_of(error),
    )


def look(
    seen: Seen,
    asked: Any,
    found: Sequence[Target],
    reason: str,
    *,
    typed: Sequence[tuple[str, str]] = (),
    proposal: int | None = None,
    wait: Waiting | None = None,
    over: bool = False,
) -> str:
    """What goes, or went, by which decision, and what was given out before."""
    handed = list(handed_out(seen, found)) if found else []
    return render_template(
        "cases/erase_look.html",
        seen=seen,
        asked=asked,
        reason=reason,
        offers=offered(seen, found),
        files=any(each.files for each in found),
        handed=handed[-MOST_TOLD:],
        count=len(handed),
        typed=typed,
        proposal=proposal,
        wait=wait,
        over=over,
        erasures=erasures_of(seen, proposal) if over and proposal else [],
    )
