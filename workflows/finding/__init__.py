"""Findings of an inspection: raised by an auditor, answered by the organisation, confirmed by whoever raised it, closed."""

from typing import Any

from workflows.engine.declare import Workflow

from .forms import Setting
from .stages import ENDED_TITLES, OFFICE_TITLES, OUTCOME_TITLES, STAGE_TITLES, Stage
from .table import STEPS
from .words import WORDS


def built(own: Any, above: Any) -> dict[str, Any]:
    """Nothing of how the organisation is built counts for a finding."""
    return {}


FINDING = Workflow(
    "finding",
    "检查发现",
    stages=Stage,
    ended=Stage.CLOSED,
    stage_titles=STAGE_TITLES,
    outcome_titles=OUTCOME_TITLES,
    ended_titles=ENDED_TITLES,
    offices=OFFICE_TITLES,
    texts=("SJ",),
    setting=Setting,
    steps=STEPS,
    days={},
    computed=lambda dossier, law: {},
    words=WORDS,
    subject="organisation",
    last_step="close_finding",
    above=(),
    built=built,
    memberships=lambda dossier, law: [],
    several=True,
)
