"""A congress: seats allotted, delegates elected by their units, credentials examined, the preparatory meeting held."""

from workflows.election import basis, course, delegates, forms, guards
from workflows.election.live import filled
from workflows.election.outcomes import credentials, delegates_elected, preparatory
from workflows.election.stages import Office, Stage
from workflows.engine.declare import Step, need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_

ALL_THE_WAY = (Stage.NOMINATING, Stage.READY)


def not_all_reported(dossier: Dossier) -> bool:
    """Whether a unit has still to elect its delegates."""
    return not delegates.all_reported(dossier)


STEPS = (
    Step(
        name="allot_delegates",
        title="分配代表名额",
        stage=ALL_THE_WAY,
        by=(Office.OUTGOING_COMMITTEE,),
        form=forms.DelegatesAllotted,
        basis=basis.ALLOTMENT,
        needs=(need("reply_election"),),
        applies=course.congress,
        guards=(guards.every_seat_allotted,),
        papers=("代表名额分配表", "代表选举通知"),
    ),
    Step(
        name="report_delegates",
        title="选举单位报告代表选举结果",
        stage=ALL_THE_WAY,
        by=(Office.ORGANISATION,),
        form=forms.DelegatesReported,
        fill=filled.delegates,
        basis=basis.DELEGATES_ELECTED,
        needs=(need("allot_delegates"),),
        keys=("unit",),
        turns=delegates.units_to_report,
        applies=course.congress,
        outcomes=("decided", "revote_tied", "separate_election", "repeat_ballot", "manual"),
        outcome=delegates_elected,
        guards=(guards.delegates_follow,),
        papers=("选举结果报告",),
    ),
    Step(
        name="examine_credentials",
        title="代表资格审查",
        stage=ALL_THE_WAY,
        by=(Office.OUTGOING_COMMITTEE,),
        form=forms.CredentialsExamined,
        basis=basis.CREDENTIALS,
        needs=(need("report_delegates", unmet=not_all_reported, message=N_("还有选举单位没有报告代表选举结果")),),
        applies=course.congress,
        outcomes=("passed", "again"),
        outcome=credentials,
        reopens={"again": "examine_credentials"},
        papers=("代表资格审查报告",),
    ),
    Step(
        name="hold_preparatory_meeting",
        title="预备会议",
        stage=(Stage.READY,),
        by=(Office.ELECTORS,),
        form=forms.PreparatoryMeetingHeld,
        basis=basis.CREDENTIALS,
        needs=(need("examine_credentials"),),
        meeting=True,
        applies=course.congress,
        outcomes=("carried", "lost"),
        outcome=preparatory,
        reopens={"lost": "hold_preparatory_meeting"},
        guards=(guards.preparatory_quorum, guards.presidium_are_delegates, guards.units_elect_again),
        papers=("预备会议议程与主持词", "主席团、秘书长名单"),
    ),
)
