"""Opens a case with its first step; a person or organisation has one open case a workflow, and the database sees to it,
unless the workflow has several.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.work import Work

from ..declare import Workflow
from ..errors import NotFound, OutOfTurn
from ..findings import N_
from ..journal import NO_HASH
from ..offices import Actor
from .act import perform
from .scene import ZONE, Written
from .store import Store

OPEN_ALREADY = {
    "person": N_("此人已有办理中的“%(title)s”案件：请在原案件上办理"),
    "organisation": N_("本组织已有办理中的“%(title)s”案件：请在原案件上办理"),
}


def new_case(
    store: Store, flow: Workflow, subject_id: int, organisation_id: int, at: datetime, path: str | None = None
) -> int:
    """Adds a case without entries; raises NotFound for an unknown place and OutOfTurn when one is open already.

    `path` is given for an organisation that the case itself is to found.
    """
    day = at.astimezone(ZONE).date()
    path = path or store.path(organisation_id, day)
    if path is None:
        raise NotFound(N_("没有这个党组织"))
    if not flow.several and store.open_case(flow.name, flow.subject, subject_id) is not None:
        raise OutOfTurn(OPEN_ALREADY[flow.subject], title=flow.title)
    return store.new_case(
        {
            "workflow": flow.name,
            "subject_kind": flow.subject,
            "subject_id": subject_id,
            "organisation_id": organisation_id,
            "path": path,
            "open": True,
            "version": 0,
            "last_number": 0,
            "last_hash": NO_HASH,
            "snapshot": b"",
            "rules_stamp": "",
            "opened_on": day,
            "several": flow.several,
        }
    )


def open_case(
    work: Work,
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
    case = new_case(Store(work), flow, subject_id, organisation_id, at)
    return perform(work, flow, case, step, form, actor, 0, at, setting=setting)
