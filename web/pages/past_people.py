"""People that a dossier of the past names: chosen from the register, with what it knows of the day of the act."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.organisations import path_on
from web.inputs import Options
from web.pages.choosing import people_at
from web.pages.request import reading, today
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_
from workflows.engine.forms import Form
from workflows.engine.perform.chosen import known, person_fields
from workflows.engine.values import read_day

TWICE = N_("“%(title)s”选定了同一人两次：请另选")


def offered(person: int, organisation: int) -> Options:
    """Whom the steps of a new case may name: those registered where it is to begin, and above."""
    path = path_on(reading(), organisation, today())
    return people_at(path, person) if path else ()


def with_registered(form: type[Form], values: Mapping[str, Any], subject: int, organisation: int) -> Mapping[str, Any]:
    """The values with what is registered of chosen people on the day of the act. Raises BadForm."""
    try:
        day = read_day(values.get(form.day_field()))
    except ValueError:
        return values  # the form itself says what is wrong with the day
    filled = dict(values)
    for name, kind in person_fields(form).items():
        rows: Sequence[Mapping[str, Any]] = values.get(name) or ()
        numbers = [row["person"] for row in rows if "person" in row]
        if len(set(numbers)) < len(numbers):
            raise BadForm([(name, TWICE % {"title": form.title(name)})])
        if numbers:
            filled[name] = [_known(name, kind, row, day, subject, organisation) for row in rows]
    return filled


def _known(name: str, kind: Any, row: Mapping[str, Any], day: date, subject: int, organisation: int) -> Any:
    """One row: what was typed counts; where the register does not reach back, and of today's load, it says nothing."""
    if "person" not in row:
        return row
    held = known(reading(), name, kind, row["person"], day, subject, organisation)
    silent = {"other_cases", *(("status", "own_branch") if held["status"] == "none" else ())}
    told = {key: value for key, value in held.items() if key not in silent}
    return {**told, **{key: value for key, value in row.items() if key != "name"}}
