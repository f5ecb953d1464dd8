"""Cases somebody searches for: by the names of people, or of the organisations they are about."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from .cases import OFFICE, Case
from .organisations import OrganisationState
from .people import Person, called, people_called
from .sight import FEW, Sight


class Found(NamedTuple):
    """A case somebody searched for; without a person it is about the organisation itself."""

    case_id: int
    workflow: str
    stage: str | None
    open: bool
    organisation_id: int
    path: str
    subject_kind: str
    name: str | None = None
    born_on: date | None = None


TOLD = (Case.id, Case.workflow, Case.stage, Case.open, Case.organisation_id, Case.path, Case.subject_kind)


def cases_called(session: Session, sight: Sight, name: str, workflows: Sequence[str], most: int) -> list[Found]:
    """Which cases in sight, open or ended, have people of that name? At most `most`, by name and then by case."""
    asked = select(*TOLD, Person.name, Person.born_on).join(Person, Person.id == Case.subject_id)
    asked = asked.where(Case.subject_kind == "person", Case.workflow.in_(workflows))
    asked = asked.where(sight.of(Case.organisation_id, Case.path))
    if sight.organisations is None:  # few people stand for many organisations
        asked = asked.where(Case.subject_id.in_(people_called(session, name, FEW)))
    else:
        asked = asked.where(called(name))
    return [Found(*row) for row in session.execute(asked.order_by(Person.name, Case.id).limit(most))]


def cases_of_organisations(session: Session, sight: Sight, name: str, most: int) -> list[Found]:
    """Which procedures in sight, open or ended, are about organisations with that in their name? The newest first."""
    asked = _about_organisations(select(*TOLD), name).where(sight.of(Case.organisation_id, Case.path))
    return [Found(*row) for row in session.execute(asked.order_by(Case.id.desc()).limit(most))]


def of_organisations(session: Session, name: str) -> list[int]:
    """Which open procedures are about organisations with that in their name? At most FEW, the newest first."""
    asked = _about_organisations(select(Case.id), name).where(text('"case".open'))
    return list(session.scalars(asked.order_by(Case.id.desc()).limit(FEW)))


def _about_organisations(asked: Select[Any], name: str) -> Select[Any]:
    """The cases about organisations that were ever called so."""
    named = select(OrganisationState.organisation_id).where(
        OrganisationState.stands(), OrganisationState.name.contains(name, autoescape=True)
    )
    return asked.where(Case.subject_kind == "organisation", Case.workflow != OFFICE, Case.subject_id.in_(named))
