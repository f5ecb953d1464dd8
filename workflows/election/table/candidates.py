"""Candidates: nominated by the members, proposed by the committee, agreed to above, fixed by the members."""

from workflows.election import basis, course, forms, guards
from workflows.election.outcomes import answer
from workflows.election.stages import Office, Stage
from workflows.election.table.lead_times import before_expiry
from workflows.engine.declare import Step, need
from workflows.engine.findings import N_

PERSONS_LATE = N_("按通常的做法，在任期届满前 %(days)s 天请示人选：任期 %(ends_on)s 届满")

STEPS = (
    Step(
        number=6,
        name="nominate",
        title="党员酝酿推荐",
        stage=(Stage.NOMINATING,),
        by=(Office.ELECTORS,),
        form=forms.Nominated,
        basis=basis.PROPOSAL,
        needs=(need("reply_election"),),
        repeats=True,
        applies=course.voted,
        papers=("酝酿推荐情况记录", "推荐汇总表"),
    ),
    Step(
        name="propose_candidates",
        title="提出候选人预备人选",
        stage=(Stage.NOMINATING,),
        by=(Office.OUTGOING_COMMITTEE,),
        form=forms.Proposed,
        basis=basis.PROPOSAL,
        needs=(need("nominate"),),
        applies=course.voted,
        guards=(guards.only_planned_positions, guards.candidates_are_full_members),
        papers=("委员会会议记录", "候选人预备人选名册"),
    ),
    Step(
        number=7,
        name="request_candidates",
        title="请示候选人预备人选",
        stage=(Stage.NOMINATING,),
        by=(Office.ORGANISATION,),
        form=forms.Replied,
        basis=basis.CONSENT,
        needs=(need("propose_candidates"),),
        applies=course.voted,
        windows=before_expiry("meeting_persons_days", "congress_persons_days", PERSONS_LATE),
        papers=("候选人预备人选请示",),
    ),
    Step(
        number=8,
        name="agree_candidates",
        title="上级审查同意人选",
        stage=(Stage.NOMINATING,),
        by=(Office.SUPERIOR,),
        form=forms.Agreed,
        basis=basis.CONSENT,
        needs=(need("request_candidates"),),
        applies=course.voted,
        outcomes=("agreed", "not_agreed"),
        outcome=answer,
        reopens={"not_agreed": "propose_candidates"},
        papers=("候选人预备人选批复",),
    ),
    Step(
        number=9,
        name="fix_candidates",
        title="酝酿确定候选人",
        stage=(Stage.NOMINATING, Stage.READY),
        leads_to=Stage.READY,
        by=(Office.ELECTORS,),
        form=forms.CandidatesFixed,
        basis=basis.PROPOSAL,
        needs=(
            need(
                "agree_candidates",
                "G44",
                *basis.CONSENT,
                message=N_("上级尚未同意候选人预备人选：请先登记“上级审查同意人选”"),
            ),
        ),
        replaces=True,
        applies=course.voted,
        guards=(
            guards.only_planned_positions,
            guards.enough_candidates,
            guards.candidates_are_full_members,
            guards.agreed_by_the_superior,
            guards.in_order_of_strokes,
            guards.strokes_are_known,
            guards.heads_as_approved,
        ),
        papers=("候选人名单",),
    ),
)
