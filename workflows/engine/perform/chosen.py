"""Persons chosen on a page: what is known of them on the day of the act is filled in, not typed."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, get_args

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models.cases import Case
from models.memberships import membership_on, sanctions_by
from models.people import Person as PersonRow
from models.people import relatives_on
from models.work import Work

from ..errors import BadForm
from ..findings import N_
from ..forms import Form, trait
from ..people import Person
from ..values import read_day

KNOWN = frozenset((*Person.model_fields, "sanction", "sanction_on", "restored_on"))
"""Fields of a chosen person that the installation fills in."""


@cache
def person_fields(form: type[Form]) -> dict[str, type[Person]]:
    """The fields of a form that hold lists of persons."""
    found = {}
    for name, info in form.model_fields.items():
        row = next(iter(get_args(info.annotation)), None)
        if isinstance(row, type) and issubclass(row, Person):
            found[name] = row
    return found


def fill_in(
    work: Work, form: type[Form], values: Mapping[str, Any], subject_id: int | None, organisation_id: int
) -> Mapping[str, Any]:
    """The values with every chosen person's name, status, sanctions, kinship and load on the day of the act.

    A new person gets the next number.
    """
    fresh = [name for name, info in form.model_fields.items() if trait(info, "numbered") and name not in values]
    values = {**values, **{name: next_person(work) for name in fresh}} if fresh else values
    fields = {name: row for name, row in person_fields(form).items() if isinstance(values.get(name), list)}
    if not any(isinstance(row, dict) and row.get("person") for name in fields for row in values[name]):
        return values
    try:
        day = read_day(values.get(form.day_field()))
    except ValueError:
        return values  # the form itself says what is wrong with the day
    filled = dict(values)
    for name, kind in fields.items():
        chosen = [row["person"] for row in values[name] if isinstance(row, dict) and row.get("person")]
        if kind.once and len(set(map(str, chosen))) < len(chosen):
            raise BadForm([(name, N_("“%(title)s”选定了同一人两次：请另选") % {"title": form.title(name)})])
        filled[name] = [
            typed(kind, row) | known(work.session, name, kind, row["person"], day, subject_id, organisation_id)
            if isinstance(row, dict) and row.get("person")
            else row
            for row in values[name]
        ]
    return filled


def typed(kind: type[Person], row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says beside the person and what is known of him: a position, a task."""
    return {name: value for name, value in row.items() if name not in KNOWN or name not in kind.model_fields}


def next_person(work: Work) -> int:
    """A number for a new person, so that the entry can name it."""
    if work.postgresql:
        return work.session.scalar(text("SELECT nextval(pg_get_serial_sequence('person', 'id'))"))  # type: ignore[return-value]
    return (work.session.scalar(select(func.max(PersonRow.id))) or 0) + 1  # nobody else writes meanwhile


def known(
    session: Session,
    field: str,
    kind: type[Person],
    person_id: Any,
    day: date,
    subject_id: int | None,
    organisation_id: int,
) -> dict[str, Any]:
    """What the installation knows of a person on a day; raises BadForm for one it does not know."""
    person = session.get(PersonRow, person_id) if type(person_id) is int and 0 < person_id < 2**63 else None
    if person is None or person.name is None:
        raise BadForm([(field, N_("选定的人员不存在：请重新选择"))])
    if person_id == subject_id:
        raise BadForm([(field, N_("不能选定申请人本人：请另选"))])
    membership = membership_on(session, person_id, day)
    status = membership.status if membership else "none"
    row: dict[str, Any] = {
        "name": person.name,
        "person": person_id,
        "status": "full" if status == "party_probation" else status if status in ("full", "probationary") else "none",
        "relative": subject_id is not None and person_id in relatives_on(session, subject_id, day),
        "own_branch": membership is not None and membership.organisation_id == organisation_id,
    }
    if field == "contacts" and subject_id is not None:
        row["other_cases"] = other_cases(session, person_id, subject_id, organisation_id)
    if "sanction" in kind.model_fields:
        row |= sanction_of(session, person_id, day)
    return row


def other_cases(session: Session, person_id: int, subject_id: int, organisation_id: int) -> int:
    """How many other open cases of the same organisation have the person as contact now."""
    rows = select(Case.snapshot).where(
        Case.organisation_id == organisation_id, Case.open, Case.subject_kind == "person", Case.subject_id != subject_id
    )
    return sum(person_id in contacts_in(bytes(snapshot)) for snapshot in session.scalars(rows))


def contacts_in(snapshot: bytes) -> set[int]:
    """The persons a case has as contacts: those of its last assignment."""
    assigned = [line for line in snapshot.split(b"\n") if b'"contacts":' in line]
    facts = json.loads(assigned[-1])["f"] if assigned else {}
    return {row["person"] for row in facts.get("contacts", ()) if "person" in row}


def sanction_of(session: Session, person_id: int, day: date) -> dict[str, Any]:
    """The sanction that weighs most on a day: party probation not over first, else the latest one."""
    sanctions = sanctions_by(session, person_id, day)
    running = [
        each
        for each in sanctions
        if each.kind == "party_probation" and not (each.restored_on and each.restored_on <= day)
    ]
    chosen = next(iter(running or sanctions), None)
    if chosen is None:
        return {}
    restored = chosen.restored_on if chosen.restored_on and chosen.restored_on <= day else None
    return {
        "sanction": chosen.kind,
        "sanction_on": chosen.on.isoformat(),
        **({"restored_on": restored.isoformat()} if restored else {}),
    }
