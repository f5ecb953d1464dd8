"""Elections of a branch, a general branch or a base committee: from the reminder to the archive. The law stands in the table."""

from typing import Any

from workflows.engine.declare import Workflow

from .days import DAYS
from .forms import Setting
from .live.follow import differs, follow
from .stages import ENDED_TITLES, OFFICE_TITLES, OUTCOME_TITLES, STAGE_TITLES, Office, Stage
from .table import STEPS
from .term import expiry
from .words import WORDS

ELECTING = ("branch", "general_branch", "committee")


def built(own: Any, above: Any) -> dict[str, Any]:
    """The setting that follows from the organisation of a day."""
    return {"organisation_kind": own.kind} if own.kind in ELECTING else {}


ELECTION = Workflow(
    "election",
    "选举",
    stages=Stage,
    ended=Stage.ENDED,
    stage_titles=STAGE_TITLES,
    outcome_titles=OUTCOME_TITLES,
    ended_titles=ENDED_TITLES,
    offices=OFFICE_TITLES,
    texts=("XJ20", "XJ90"),
    setting=Setting,
    steps=STEPS,
    days=DAYS,
    computed=lambda dossier, law: {"expires_on": expiry(dossier)},
    words=WORDS,
    subject="organisation",
    last_step="archive_election",
    above=(Office.SUPERIOR,),
    built=built,
    memberships=lambda dossier, law: [],
    follow=follow,
    differs=differs,
)
