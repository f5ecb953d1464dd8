"""After the meeting: the first meeting of the committee, the report, the superior's answers, handing over, the archive."""

from workflows.election import basis, course, forms, guards, rounds
from workflows.election.outcomes import filing, heads
from workflows.election.stages import Office, Stage
from workflows.election.table.counting import heads_still_counted
from workflows.engine.declare import Step, need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.windows import within


def heads_missing(dossier: Dossier) -> bool:
    """Whether the committee has still to elect its heads."""
    return course.first_meeting(dossier) and heads_still_counted(dossier)


STEPS = (
    Step(
        number=22,
        name="hold_first_meeting",
        title="新一届委员会第一次会议",
        stage=(Stage.ELECTED,),
        by=(Office.TELLERS, Office.SUPERIOR),
        form=forms.FirstMeetingHeld,
        basis=basis.FIRST_MEETING,
        needs=(need("announce_result"),),
        meeting=True,
        keys=("body",),
        turns=rounds.to_meet,
        applies=course.first_meeting,
        guards=(guards.only_the_elected_meet, guards.committee_quorum),
        papers=("委员会第一次会议记录",),
    ),
    Step(
        name="divide_work",
        title="委员分工",
        stage=(Stage.ELECTED, Stage.SEATED),
        by=(Office.TELLERS, Office.SUPERIOR),
        form=forms.WorkDivided,
        basis=basis.FIRST_MEETING,
        needs=(need("hold_first_meeting"),),
        replaces=True,
        effects=True,
        applies=course.first_meeting,
        guards=(guards.only_the_elected_divide_work,),
        papers=("分工表",),
    ),
    Step(
        number=23,
        name="report_result",
        title="报告选举结果",
        stage=(Stage.ELECTED,),
        by=(Office.TELLERS, Office.SUPERIOR),
        form=forms.Replied,
        basis=basis.REPORT,
        needs=(
            need("announce_result"),
            need("confirm_count", unmet=heads_missing, message=N_("书记、副书记还没有选出：请先召开第一次会议并计票")),
        ),
        applies=course.voted,
        windows=(
            within(
                "report_days",
                of="announce_result",
                code="G00",
                called="announced_on",
                message=N_("选举后 %(days)s 天内应当报告结果：%(announced_on)s 宣布"),
            ),
        ),
        papers=("选举结果报告",),
    ),
    Step(
        number=24,
        name="file_members",
        title="委员备案",
        stage=(Stage.ELECTED, Stage.SEATED),
        by=(Office.SUPERIOR,),
        form=forms.MembersFiled,
        basis=basis.REPORT,
        needs=(need("report_result"),),
        applies=lambda dossier: course.voted(dossier) and course.has_committee(dossier),
        leads_to={"seated": Stage.SEATED},
        outcomes=("filed", "seated"),
        outcome=filing,
        effects=True,
        guards=(guards.written_in_looked_at,),
        papers=("选举结果批复",),
    ),
    Step(
        name="approve_heads",
        title="批准书记、副书记",
        stage=(Stage.ELECTED,),
        leads_to=Stage.SEATED,
        by=(Office.SUPERIOR,),
        apart_from=("announce_result",),
        form=forms.HeadsApproved,
        basis=basis.REPORT,
        needs=(need("report_result"),),
        applies=course.elects_heads,
        outcomes=("approved", "refused"),
        outcome=heads,
        effects=True,
        papers=("选举结果批复",),
    ),
    Step(
        number=25,
        name="hand_over_duties",
        title="交接",
        stage=(Stage.SEATED,),
        by=(Office.ORGANISATION,),
        form=forms.CommitteeSeated,
        basis=basis.REPORT,
        formality=True,
        papers=("交接清单",),
    ),
    Step(
        name="archive_election",
        title="选举材料归档",
        stage=(Stage.SEATED,),
        by=(Office.ORGANISATION,),
        form=forms.Archived,
        basis=basis.REPORT,
        needs=(
            need("hand_over_duties"),
            need(
                "file_members",
                "G52",
                *basis.REPORT,
                unmet=lambda dossier: (
                    course.voted(dossier) and course.has_committee(dossier) and "file_members" not in dossier.standing
                ),
            ),
        ),
        papers=("归档目录",),
    ),
)
