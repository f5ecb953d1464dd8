"""A new organisation under an existing one: its form, a look at it, and its founding."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import or_, select

from models.base import within
from models.organisations import OrganisationState
from web.inputs import Drawing, Input, Options
from web.pages.accounts import administered
from web.pages.language import said
from web.pages.request import actor, clock, reading, today, writing
from web.posted import errors_by_input, strange, values_of
from workflows import flow
from workflows.engine.errors import BadForm, NotInOffice, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.office.record import found

pages = Blueprint("founding", __name__, url_prefix="/organisations")
FOUNDED = N_("已设立“%(name)s”")
NO_PARENT = N_("须选定上级党组织")
BESIDE = frozenset(("csrf_token", "sure", "more"))


@pages.get("/new")
def form():
    """The form of a new organisation."""
    refuse_others()
    return draw({"parent": [request.args["parent"]]} if "parent" in request.args else {})


@pages.post("/new")
def take():
    """Looks at what would stand, or founds the organisation."""
    refuse_others()
    typed = request.form.to_dict(flat=False)
    if "more" in typed:
        return draw(typed)
    g.redraw = lambda error: draw(typed, error)
    organisation = found(writing(), values(typed), actor(), clock())
    if "sure" not in typed:
        g.writing.rollback()
        hidden = [(name, text) for name, texts in typed.items() if name not in BESIDE for text in texts]
        return render_template("organisations/look.html", inputs=inputs(typed), typed=hidden)
    g.writing.commit()
    flash(said(FOUNDED, name=typed["name"][0].strip()))
    return redirect(url_for("organisations.show", organisation_id=organisation), 303)


def refuse_others() -> None:
    """Raises NotInOffice for whoever administers nothing."""
    if not administered():
        raise NotInOffice(N_("党组织由系统管理员设立：请以系统管理员的职务办理"))


def values(typed: Any) -> dict[str, Any]:
    """The values typed; raises BadForm, also where no organisation above is chosen."""
    founded = flow("office")["found_organisation"].form
    unknown = strange(founded, typed, BESIDE)
    if unknown:
        raise BadForm([("", N_("不认识的项目“%(name)s”：请对照模板核对名称") % {"name": "、".join(unknown)})])
    read = values_of(founded, typed, word)
    if "parent" not in read:
        raise BadForm([("parent", NO_PARENT)])
    return read


def word(code: str) -> str:
    """The Chinese word of a coded value."""
    return flow("office").words.get(code, code)


def inputs(typed: Any, errors: Any = ()) -> list[Input]:
    """The fields as typed."""
    drawing = Drawing(word, {"organisation": administered_places()}, typed, dict(errors))
    return drawing.draw(flow("office")["found_organisation"].form)


def administered_places() -> Options:
    """The organisations one administers, those above first."""
    state = OrganisationState
    inside = or_(*(within(state.path, path) for path in administered())) & state.holds_on(today())
    rows = select(state.organisation_id, state.name).where(inside).order_by(state.path)
    return [(str(number), name) for number, name in reading().execute(rows)]


def draw(typed: Any, error: WorkflowError | None = None) -> str:
    """The page of the form; everything typed stands there again."""
    errors = errors_by_input(flow("office")["found_organisation"].form, error) if isinstance(error, BadForm) else {}
    told = said(Message(error.message) % error.facts) if error and error.message and not errors else ""
    return render_template("organisations/new.html", inputs=inputs(typed, errors), errors=errors, error=told)
