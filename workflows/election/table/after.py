"""After the meeting: the first meeting of the committee, the report, the superior's answers, handing over, the archive."""

from workflows.election import basis, bodies, course, first_meetings, forms, guards
from workflows.election.outcomes import filing, heads, show_of_hands
from workflows.election.stages import Office, Stage
from workflows.election.table.counting import heads_still_counted
from workflows.engine.declare import Step, need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.windows import within


def heads_missing(dossier: Dossier) -> bool:
    """Whether the committee has still to elect its heads."""
    return course.first_meeting(dossier) and heads_still_counted(dossier)


def not_met(dossier: Dossier) -> bool:
    """Whether the new committee has still to meet."""
    return bodies.meeting_of(dossier, bodies.COMMITTEE) is None


def heads_not_passed(dossier: Dossier) -> bool:
    """Whether the committee has still to pass the heads of the discipline commission."""
    return first_meetings.to_be_passed(dossier) and "pass_discipline_heads" not in dossier.standing


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
        turns=first_meetings.to_meet,
        applies=course.first_meeting,
        outcomes=("carried", "lost"),
        outcome=show_of_hands,
        guards=(
            guards.only_the_elected_meet,
            guards.committee_quorum,
            guards.scrutineers_do_not_stand,
            guards.committee_watches_itself,
            guards.no_more_votes_than_present,
            guards.vote_was_lost,
        ),
        papers=("委员会第一次会议记录",),
    ),
    Step(
        name="divide_work",
        title="委员分工",
        stage=(Stage.ELECTED, Stage.SEATED),
        by=(Office.TELLERS, Office.SUPERIOR),
        form=forms.WorkDivided,
        basis=basis.FIRST_MEETING,
        needs=(need("hold_first_meeting", unmet=not_met),),
        replaces=True,
        effects=True,
        applies=course.first_meeting,
        guards=(guards.only_the_elected_divide_work,),
        papers=("分工表",),
    ),
    Step(
        name="pass_discipline_heads",
        title="委员会通过纪委书记、副书记",
        stage=(Stage.ELECTED,),
        by=(Office.TELLERS, Office.SUPERIOR),
        form=forms.HeadsPassed,
        basis=basis.PASSED_HEADS,
        needs=(
            need("hold_first_meeting", unmet=not_met),
            need(
                "confirm_count",
                unmet=first_meetings.discipline_still_counted,
                message=N_("纪委书记、副书记还没有选出：请先召开纪委第一次会议并计票"),
            ),
        ),
        applies=first_meetings.to_be_passed,
        outcomes=("carried", "lost"),
        outcome=show_of_hands,
        reopens={"lost": "pass_discipline_heads"},
        guards=(guards.no_more_votes_than_present, guards.vote_was_lost),
        papers=("委员会第一次会议记录",),
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
            need(
                "pass_discipline_heads",
                "G52",
                *basis.PASSED_HEADS,
                unmet=heads_not_passed,
                message=N_("纪委书记、副书记还没有经委员会通过：请先表决并登记，没有通过的由纪委重新选举"),
            ),
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
        guards=(guards.written_in_looked_at, guards.written_in_not_accepted),
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
