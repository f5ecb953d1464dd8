"""Opens a case with its first step; a person has one open case a workflow, and the database sees to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.cases import Case
from models.organisations import path_on
from models.people import Person
from models.work import Work

from .declare import Workflow
from .errors import NotFound, OutOfTurn
from .findings import N_
from .journal import NO_HASH
from .offices import Actor
from .perform import perform
from .scene import ZONE, Written


def new_case(session: Session, flow: Workflow, subject_id: int, organisation_id: int, at: datetime) -> Case:
    """The row of a case without entries; raises NotFound for an unknown place and OutOfTurn when one is open already."""
    day = at.astimezone(ZONE).date()
    path = path_on(session, organisation_id, day)
    if path is None:
        raise NotFound(N_("没有这个党组织"))
    kind = flow.subject
    is_open = (Case.workflow == flow.name) & (Case.subject_kind == kind) & (Case.subject_id == subject_id) & Case.open
    if session.scalar(select(exists().where(is_open))):
        raise OutOfTurn(N_("此人已有办理中的“%(title)s”案件：请在原案件上办理"), title=flow.title)
    case = Case(
        workflow=flow.name,
        subject_kind=kind,
        subject_id=subject_id,
        organisation_id=organisation_id,
        path=path,
        stage=None,
        ended_reason=None,
        open=True,
        version=0,
        last_number=0,
        last_hash=NO_HASH,
        snapshot=b"",
        rules_stamp="",
        due_on=None,
        opened_on=day,
    )
    session.add(case)
    session.flush()
    return case


def open_case(
    session: Work,
    flow: Workflow,
    subject_id: int,
    organisation_id: int,
    step: str,
    form: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    setting: Mapping[str, Any] | None = None,
) -> Written:
    """Opens a case and takes its first step. A refused first step leaves a case without a stage (未受理)."""
    case = new_case(session.session, flow, subject_id, organisation_id, at)
    person = session.session.get(Person, subject_id) if flow.subject == "person" else None
    known = {"born_on": person.born_on} if person and person.born_on else {}
    return perform(session, flow, case.id, step, form, actor, 0, at, setting={**known, **(setting or {})})
