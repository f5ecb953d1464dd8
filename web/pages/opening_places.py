"""Opening a case about an organisation: which one, and with which of the first steps that one may record."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from models.cases import Case
from models.offices import ELECTING
from models.organisations import OrganisationState, state_on
from web.inputs import Drawing, Input, Options
from web.pages.choosing import Choices, in_my_sight
from web.pages.elections.choosing import opening_people
from web.pages.found import word_of
from web.pages.language import said
from web.pages.looked import look_first
from web.pages.naming import with_people
from web.pages.recording import Offices
from web.pages.request import actor, clock, me, reading, today, with_today, writing
from web.posted import errors_by_input, typed_again, values_of
from workflows.engine.declare import Step, Workflow
from workflows.engine.errors import BadForm, NotFound, Refused, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.perform.opening import open_case

OPENED = N_("已受理，全程纪实第 1 条")
CHOOSE = N_("请先选定党组织")
NOT_HERE = N_("没有这个党组织")


class Beginning(NamedTuple):
    """A first step of a case: whether one may record it there, and who may."""

    step: Step
    may: bool
    takers: str


def take(flow: Workflow) -> Any:
    """Looks at what would stand, or opens the case with its first step; a refusal is kept with the case it leaves."""
    typed = request.form.to_dict(flat=False)
    g.redraw = lambda error: draw(flow, typed, error)
    place, step = chosen(typed), first_of(flow, typed.get("step", [""])[0])
    if with_today(typed) or "more" in typed:
        return draw(flow, typed)
    typed = with_people(step.form, typed, people(place, step, typed))
    values, number = values_of(step.form, typed, word_of(flow)), place.organisation_id
    g.looking = "sure" not in typed
    written = open_case(writing(), flow, number, number, step.name, values, actor(), clock())
    if g.looking:
        return look_first(
            flow, step, typed, written, place.name, inputs(flow, place, step, typed_again(step.form, values))
        )
    g.writing.commit()
    flash(said(OPENED))
    return redirect(url_for("cases.show", workflow=flow.name, case_id=written.case_id), 303)


def chosen(typed: Any) -> OrganisationState:
    """The organisation in sight that was chosen; raises BadForm or NotFound."""
    text = typed.get("organisation", [""])[0]
    if not text:
        raise BadForm([("", CHOOSE)])
    state = state_on(reading(), int(text), today()) if text.isdecimal() and len(text) < 16 else None
    if state is None or not me().sees(state.path):
        raise NotFound(NOT_HERE)
    return state


def openings(flow: Workflow) -> list[Step]:
    """The steps a case may begin with."""
    return [step for step in flow if step.opens_case]


def first_of(flow: Workflow, name: str) -> Step:
    """The first step of that name; raises NotFound."""
    step = next((step for step in openings(flow) if step.name == name), None)
    if step is None:
        raise NotFound(N_("没有这个步骤"))
    return step


def beginnings(flow: Workflow, place: OrganisationState) -> list[Beginning]:
    """The first steps with those who take them for an organisation."""
    offices = Offices(flow, place, place.path)
    return [Beginning(step, offices.may(step), offices.takers(step)) for step in openings(flow)]


def draw(flow: Workflow, typed: Any, error: WorkflowError | None = None) -> str:
    """The page: the organisation, what one may begin with there, and the form of that step."""
    listed = places()
    place = _place(typed, listed)
    found = beginnings(flow, place) if place else []
    step = _step(found, typed.get("step", [""])[0])
    errors = errors_by_input(step.form, error) if step and isinstance(error, BadForm) else {}
    return render_template(
        "cases/new_place.html",
        flow=flow,
        organisations=listed,
        place=place,
        under_way=open_there(flow, place.organisation_id) if place and not flow.several else None,
        beginnings=found,
        step=step,
        inputs=inputs(flow, place, step, typed, errors) if place and step else [],
        typed=typed,
        errors=errors,
        error=said(Message(error.message) % error.facts) if error and error.message and not errors else "",
        left=error.entry if isinstance(error, Refused) else None,
    )


def inputs(
    flow: Workflow, place: OrganisationState, step: Step, typed: Any, errors: Mapping[str, str] = {}
) -> list[Input]:
    """The fields of the first step, as typed."""
    more = typed.get("more", [""])[0]
    return Drawing(word_of(flow), people(place, step, typed), typed, errors, todays=True, more=more).draw(step.form)


def people(place: OrganisationState, step: Step, typed: Any) -> Choices:
    """Whom the first step may name."""
    return Choices({"person": lambda: opening_people(place.path, step.name, typed)})


def _place(typed: Any, listed: Options) -> OrganisationState | None:
    """The organisation asked for, else one's own, else the first in sight."""
    text = typed.get("organisation", [""])[0]
    if text:
        return chosen(typed)
    own = [str(held.organisation_id) for held in me().posts if held.kind in ELECTING]
    known = [code for code, _ in listed]
    first = next((code for code in (*own, *known) if code in known), None)
    return state_on(reading(), int(first), today()) if first else None


def _step(found: Sequence[Beginning], name: str) -> Step | None:
    """The step asked for, as long as one may record it; else the first one may."""
    able = [each.step for each in found if each.may]
    return next((step for step in able if step.name == name), able[0] if able else None)


def places() -> Options:
    """The organisations in sight that have elected bodies."""
    rows = select(OrganisationState.organisation_id).where(
        OrganisationState.holds_on(today()), OrganisationState.kind.in_(ELECTING)
    )
    wanted = {str(number) for number in reading().scalars(rows)}
    return [each for each in in_my_sight() if each[0] in wanted]


def open_there(flow: Workflow, organisation_id: int) -> int | None:
    """The case of the workflow that is under way in an organisation."""
    asked = select(Case.id).where(Case.workflow == flow.name, Case.subject_kind == "organisation", Case.open)
    return reading().scalar(asked.where(Case.subject_id == organisation_id))
