"""Membership development: from applicant to full member. The law stands in the table."""

from workflows.engine.declare import Workflow

from .days import DAYS, computed
from .forms import Setting
from .members import built, memberships
from .stages import ENDED_TITLES, OFFICE_TITLES, OUTCOME_TITLES, STAGE_TITLES, Office, Stage
from .table import STEPS
from .words import WORDS

MEMBERSHIP = Workflow(
    "membership",
    "发展党员",
    stages=Stage,
    ended=Stage.ENDED,
    stage_titles=STAGE_TITLES,
    outcome_titles=OUTCOME_TITLES,
    ended_titles=ENDED_TITLES,
    offices=OFFICE_TITLES,
    texts=("XZ26", "XZ14"),
    setting=Setting,
    steps=STEPS,
    days=DAYS,
    computed=computed,
    words=WORDS,
    subject="person",
    last_step="archive",
    above=(Office.SUPERIOR,),
    built=built,
    memberships=memberships,
)
