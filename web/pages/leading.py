"""Where a person's name leads, by one rule on every list: to the open case in sight, else to the person's own page."""

from collections.abc import Iterable, Mapping

from flask import url_for
from sqlalchemy import select, text

from models.cases import Case
from web.pages.request import in_sight, reading
from web.pages.seeing import workflows_of_people


def addresses(people: Iterable[int]) -> Mapping[int, str]:
    """The address each person's name leads to; of several open cases the one opened last."""
    numbers = sorted(set(people))
    found = {number: url_for("people.show", person_id=number) for number in numbers}
    rows = select(Case.subject_id, Case.workflow, Case.id).where(
        Case.workflow.in_(workflows_of_people()), Case.subject_kind == "person", Case.subject_id.in_(numbers)
    )
    rows = rows.where(text('"case".open'), in_sight(Case.path)).order_by(Case.id)
    for person, workflow, case in reading().execute(rows) if numbers else ():
        found[person] = url_for("cases.show", workflow=workflow, case_id=case)
    return found
