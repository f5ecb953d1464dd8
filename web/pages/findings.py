"""The page of open findings in sight: for whom each was raised, where it stands, and what comes next."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from sqlalchemy import select

from models.cases import Case
from models.sight import names_of
from web.pages import seeing
from web.pages.found import Seen
from web.pages.request import reading, today
from web.pages.row_words import stage_title
from workflows import flow
from workflows.engine.outlook import possible

pages = Blueprint("findings", __name__)
A_PAGE = 50
FINDING = "finding"


class Line(NamedTuple):
    """An open finding: its case, the organisation, the stage, the day to answer by, and the steps that come next."""

    id: int
    organisation_id: int
    stage: str
    answer_by: Any
    following: Sequence[str]


@pages.get("/findings")
def index():
    """The open findings in sight, or under an organisation, the oldest first."""
    place, after = request.args.get("place", type=int), request.args.get("after", 0, type=int)
    sight = seeing.narrowed(seeing.sight(), place)
    rows = select(Case).where(Case.workflow == FINDING, Case.open, Case.id > after, Case.last_number > 0)
    rows = rows.where(sight.of(Case.organisation_id, Case.path)).order_by(Case.id).limit(A_PAGE + 1)
    found = reading().scalars(rows).all()
    shown = [line(Seen(flow(FINDING), row)) for row in found[:A_PAGE]]
    return render_template(
        "findings.html",
        lines=shown,
        names=names_of(reading(), {each.organisation_id for each in shown}, today()),
        more=shown[-1].id if len(found) > A_PAGE else None,
        place=place,
        may=any(each.name == FINDING for each in seeing.beginnings()),
    )


def line(seen: Seen) -> Line:
    """What the page tells of a finding; one that was refused stands at no stage."""
    raised, dossier = seen.dossier.done("raise_finding"), seen.dossier
    following = [each.step.title for each in possible(dossier, seen.laws, today())]
    return Line(
        seen.id, seen.row.organisation_id, stage_title(seen.row), raised.answer_by if raised else None, following
    )
