"""The ways an election ends without a new committee: voided by the superior, or called off."""

from workflows.election import basis, forms
from workflows.election.stages import Office, Stage
from workflows.engine.declare import Ended, Step

ON_THE_WAY = (Stage.REMINDED, Stage.PLANNED, Stage.NOMINATING, Stage.READY, Stage.MEETING)

STEPS = (
    Step(
        name="void_election",
        title="认定选举无效",
        stage=(Stage.MEETING, Stage.ELECTED, Stage.SEATED),
        leads_to=Ended("voided"),
        by=(Office.SUPERIOR,),
        form=forms.Voided,
        basis=basis.INVALID,
        main=False,
        effects=True,
        papers=("认定选举无效的决定",),
    ),
    Step(
        name="call_off",
        title="取消选举",
        stage=ON_THE_WAY,
        leads_to=Ended("called_off"),
        by=(Office.ORGANISATION, Office.SUPERIOR),
        form=forms.Replied,
        main=False,
    ),
)
