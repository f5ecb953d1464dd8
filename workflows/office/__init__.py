"""The office journal: organisations, people, posts, accounts and settings, each change a step of the organisation's case."""

from workflows.engine.declare import Workflow

from .apart import held_twice
from .forms import Setting
from .rows import differs, follow
from .stages import ENDED_TITLES, OFFICE_TITLES, OUTCOME_TITLES, STAGE_TITLES, Office, Stage
from .table import STEPS
from .words import WORDS

OFFICE = Workflow(
    "office",
    "党组织设置",
    stages=Stage,
    ended=Stage.DISSOLVED,
    stage_titles=STAGE_TITLES,
    outcome_titles=OUTCOME_TITLES,
    ended_titles=ENDED_TITLES,
    offices=OFFICE_TITLES,
    texts=(),
    setting=Setting,
    steps=STEPS,
    days={},
    computed=lambda dossier, law: {},
    words=WORDS,
    subject="organisation",
    last_step="dissolve_organisation",
    above=(Office.ADMINISTRATION, Office.SECURITY),
    built=lambda own, above: {},
    memberships=lambda dossier, law: [],
    follow=follow,
    differs=differs,
    forbids=held_twice,
)
