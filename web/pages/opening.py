"""Opening a case: who it is about, and its first step."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import exists, select

from models.cases import OFFICE, Case
from models.memberships import Membership
from models.organisations import OrganisationState, path_on, state_on
from models.people import Person
from web.inputs import Drawing, Input, Options
from web.pages import opening_places
from web.pages.choosing import in_my_sight
from web.pages.found import told_apart, word_of, workflow_named
from web.pages.language import said
from web.pages.looked import look_first
from web.pages.people_in_sight import registered_by
from web.pages.request import actor, clock, me, reading, today, with_today, writing
from web.posted import errors_by_input, typed_again, values_of
from workflows.engine.declare import Step, Workflow
from workflows.engine.errors import BadForm, NotFound, Refused, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.perform.opening import open_case

pages = Blueprint("opening", __name__)
OPENED = N_("已受理，全程纪实第 1 条")
NAMELESS = N_("编号 %(number)s")
CHOOSE = N_("请先选定党组织和人员")


@pages.get("/<workflow>/new")
def new(workflow: str):
    """Who or which organisation the case is about; once that is chosen, the form of the first step."""
    flow = workflow_to_open(workflow)
    drawn = draw if flow.subject == "person" else opening_places.draw
    return drawn(flow, request.args.to_dict(flat=False))


@pages.post("/<workflow>/new")
def open_new(workflow: str):
    """Looks at what would stand, or opens the case with its first step; a refusal is kept with the case it leaves."""
    if workflow_to_open(workflow).subject != "person":
        return opening_places.take(workflow_to_open(workflow))
    flow, typed = workflow_for_people(workflow), request.form.to_dict(flat=False)
    g.redraw = lambda error: draw(flow, typed, error)
    step = first_step(flow, request.form.get("step"))
    if with_today(typed) or "more" in typed:
        return draw(flow, typed)
    person, organisation = chosen(typed)
    values = values_of(step.form, typed, word_of(flow))
    g.looking = "sure" not in typed
    written = open_case(writing(), flow, person, organisation, step.name, values, actor(), clock())
    if g.looking:
        return look_first(flow, step, typed, written, named(person), inputs(flow, step, typed_again(step.form, values)))
    g.writing.commit()
    flash(said(OPENED))
    return redirect(url_for("cases.show", workflow=workflow, case_id=written.case_id), 303)


def workflow_to_open(name: str) -> Workflow:
    """A workflow whose cases are procedures; raises NotFound."""
    if name == OFFICE:
        raise NotFound(N_("没有这个页面"))
    return workflow_named(name)


def workflow_for_people(name: str) -> Workflow:
    """A workflow whose cases are about people; raises NotFound."""
    flow = workflow_named(name)
    if flow.subject != "person":
        raise NotFound(N_("没有这个页面"))
    return flow


def first_step(flow: Workflow, name: str | None) -> Step:
    """The step that opens the case: the one asked for, else the first of the table."""
    opening = [step for step in flow if step.opens_case or not step.stage]
    return next((step for step in opening if step.name == name), opening[0])


def chosen(typed: Any) -> tuple[int, int]:
    """The person and the organisation in sight that were chosen; raises BadForm or NotFound."""
    person, organisation = (typed.get(name, [""])[0] for name in ("person", "organisation"))
    if not (person.isdecimal() and organisation.isdecimal()):
        raise BadForm([("", CHOOSE)])
    path = path_on(reading(), int(organisation), today())
    if path is None or not me().sees(path) or reading().get(Person, int(person)) is None:
        raise NotFound(N_("没有这个党组织或者人员"))
    return int(person), int(organisation)


def without_case(flow: Workflow, organisation_id: int) -> Options:
    """Who was registered by an organisation, is no member, and has no open case of the workflow; same names told apart."""
    day = today()
    numbers = registered_by(organisation_id)
    member = exists().where(Membership.person_id == Person.id, Membership.holds_on(day))
    busy = exists().where(
        Case.workflow == flow.name, Case.subject_kind == "person", Case.subject_id == Person.id, Case.open
    )
    asked = select(Person).where(Person.id.in_(numbers), Person.name.is_not(None), ~member, ~busy).order_by(Person.name)
    found = reading().scalars(asked).all()
    labels = told_apart(found, day)
    return [(str(person.id), labels[person.id]) for person in found]


def draw(flow: Workflow, typed: Any, error: WorkflowError | None = None) -> str:
    """The page: organisation and person first, then the first step's form."""
    step = first_step(flow, typed.get("step", [None])[0])
    organisation = typed.get("organisation", [own_branch() or ""])[0]
    errors = errors_by_input(step.form, error) if isinstance(error, BadForm) else {}
    place = state_on(reading(), int(organisation), today()) if organisation.isdecimal() else None
    return render_template(
        "cases/new.html",
        flow=flow,
        step=step,
        steps=[each for each in flow if each.opens_case or not each.stage],
        organisations=branches(),
        organisation=organisation,
        office=office_of(int(organisation)) if place else None,
        people=without_case(flow, int(organisation)) if place and me().sees(place.path) else [],
        inputs=inputs(flow, step, typed, errors),
        typed=typed,
        errors=errors,
        error=said(Message(error.message) % error.facts) if error and error.message and not errors else "",
        left=error.entry if isinstance(error, Refused) else None,
    )


def inputs(flow: Workflow, step: Step, typed: Any, errors: Mapping[str, str] = {}) -> list[Input]:
    """The fields of the first step, as typed."""
    return Drawing(word_of(flow), typed=typed, errors=errors, todays=True).draw(step.form)


def named(person: int) -> str:
    """The name of somebody in sight."""
    found = reading().get(Person, person)
    return (found and found.name) or said(NAMELESS % {"number": person})


def office_of(organisation_id: int) -> int | None:
    """The case of the organisation's own journal, in which people are registered."""
    asked = select(Case.id).where(
        Case.workflow == "office", Case.subject_kind == "organisation", Case.subject_id == organisation_id
    )
    return reading().scalar(asked)


def branches() -> Options:
    """The organisations in sight in which a case may begin: those with members of their own."""
    rows = select(OrganisationState.organisation_id).where(
        OrganisationState.holds_on(today()), OrganisationState.kind.in_(("branch", "group", "temporary"))
    )
    wanted = {str(number) for number in reading().scalars(rows)}
    return [each for each in in_my_sight() if each[0] in wanted]


def own_branch() -> str | None:
    """The branch one holds a post in."""
    return next((str(held.organisation_id) for held in me().posts if held.kind == "branch"), None)
