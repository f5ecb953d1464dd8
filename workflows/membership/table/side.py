"""Side procedures: transfer, postponement, deliberation, recognition, and the ways a case ends."""

from workflows.engine.declare import Ended, Step, need
from workflows.engine.guards import recorded
from workflows.membership import forms, guards
from workflows.membership.outcomes import ended
from workflows.membership.stages import Office, Stage
from workflows.rules import JG19, XZ14, XZ26

ON_THE_WAY = (Stage.APPLICANT, Stage.ACTIVIST, Stage.PROSPECTIVE, Stage.PROBATIONARY)

STEPS = (
    Step(
        name="deliberate",
        title="党总支审议",
        stage=(Stage.ACTIVIST, Stage.PROSPECTIVE, Stage.PROBATIONARY),
        by=(Office.GENERAL_BRANCH,),
        form=forms.Deliberated,
        basis=(XZ26.art(22), XZ14.art(23)),
        repeats=True,
        main=False,
        guards=(recorded("G00", "deliberate", "about", XZ26.art(22), XZ14.art(23)),),
        papers=("审议意见",),
    ),
    Step(
        name="hand_over",
        title="转出移交",
        stage=ON_THE_WAY,
        by=(Office.BRANCH,),
        form=forms.HandedOver,
        basis=(XZ26.art(12), XZ14.art(12), XZ26.art(34), XZ14.art(35), JG19.art(25)),
        repeats=True,
        main=False,
        papers=("材料清单", "介绍信"),
    ),
    Step(
        name="receive",
        title="转入接收",
        stage=ON_THE_WAY,
        opens_case=True,
        by=(Office.BRANCH,),
        form=forms.Received,
        basis=(XZ26.art(12), XZ14.art(12), XZ26.art(34), XZ14.art(35), JG19.art(25)),
        moves_from="hand_over",
        repeats=True,
        main=False,
        effects=True,
        papers=("审查意见",),
    ),
    Step(
        name="postpone_conversion",
        title="推迟讨论转正",
        stage=(Stage.PROBATIONARY,),
        by=(Office.BRANCH,),
        form=forms.Postponed,
        needs=(need("receive"),),
        basis=(XZ26.art(35), XZ14.art(36)),
        replaces=True,
        main=False,
        guards=(guards.postponed_not_too_long,),
    ),
    Step(
        name="refuse_recognition",
        title="不予承认",
        stage=(Stage.PROBATIONARY, Stage.FULL),
        leads_to=Ended("not_recognised"),
        by=(Office.DEPARTMENT,),
        form=forms.RecognitionRefused,
        basis=(XZ26.art(34), XZ14.art(35), XZ26.art(41), XZ14.art(41)),
        main=False,
        effects=True,
    ),
    Step(
        name="recognise_posthumously",
        title="追认为党员",
        stage=(Stage.APPLICANT, Stage.ACTIVIST, Stage.PROSPECTIVE),
        leads_to=Ended("died"),
        by=(Office.SUPERIOR, Office.DEPARTMENT),
        form=forms.Recognised,
        basis=(XZ26.art(27), XZ14.art(28)),
        main=False,
    ),
    Step(
        name="withdraw",
        title="本人撤回申请",
        stage=(Stage.APPLICANT, Stage.ACTIVIST, Stage.PROSPECTIVE),
        leads_to=Ended("withdrawn"),
        by=(Office.BRANCH,),
        form=forms.Recorded,
        main=False,
    ),
    Step(
        name="stop_training",
        title="停止培养",
        stage=(Stage.ACTIVIST, Stage.PROSPECTIVE),
        leads_to=Ended("refused"),
        by=(Office.BRANCH_COMMITTEE,),
        form=forms.TrainingStopped,
        main=False,
    ),
    Step(
        name="close_case",
        title="终止办理",
        stage=ON_THE_WAY,
        leads_to={"closed": Ended("closed"), "died": Ended("died"), "transferred": Ended("transferred")},
        by=(Office.BRANCH,),
        form=forms.Closed,
        outcomes=("closed", "died", "transferred"),
        outcome=ended,
        main=False,
        effects=True,
    ),
)
