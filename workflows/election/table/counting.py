"""The count: keyed twice, confirmed, resolved where votes do not decide, announced."""

from workflows.election import basis, course, forms, guards, rounds, turns
from workflows.election.live import filled
from workflows.election.outcomes import count, resolution
from workflows.election.stages import Office, Stage
from workflows.engine.declare import Step, need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_

KEYS = ("ballot", "round")
ROUND_BY_ROUND = (Stage.MEETING, Stage.ELECTED)


def still_counted(dossier: Dossier) -> bool:
    """Whether a ballot of the members' meeting is not settled yet."""
    return not all(each.settled for each in rounds.courses(dossier, True))


def heads_still_counted(dossier: Dossier) -> bool:
    """Whether a ballot of the first meetings is not settled yet."""
    return not all(each.settled for each in rounds.courses(dossier, False))


STEPS = (
    Step(
        number=18,
        name="key_count",
        title="录入计票",
        stage=ROUND_BY_ROUND,
        by=(Office.TELLERS, Office.SUPERIOR),
        form=forms.CountKeyed,
        basis=basis.TELLERS,
        needs=(
            need("pass_method"),
            need("confirm_scrutineers", "G45", *basis.SCRUTINEERS),
        ),
        keys=KEYS,
        turns=turns.to_key,
        sealed_until="confirm_count",
        final=True,
        applies=course.voted,
        guards=(
            guards.keyer_does_not_stand,
            guards.keyed_by_two,
            guards.keyed_again_where_it_differs,
            guards.every_candidate_once,
            guards.written_in_may_stand,
            *guards.SUMS,
        ),
        papers=("计票结果报告单", "发出收回选票报告单"),
    ),
    Step(
        number=19,
        name="confirm_count",
        title="监票人确认结果",
        stage=ROUND_BY_ROUND,
        by=(Office.ELECTORS, Office.SUPERIOR),
        form=forms.CountConfirmed,
        fill=filled.result,
        basis=basis.WINNERS,
        keys=KEYS,
        turns=turns.to_confirm,
        final=True,
        effects=True,
        applies=course.voted,
        outcomes=("decided", "revote_tied", "separate_election", "repeat_ballot", "manual"),
        outcome=count,
        guards=(guards.signed_by_scrutineers, guards.result_follows),
        papers=("计票结果报告单",),
    ),
    Step(
        number=20,
        name="resolve_round",
        title="大会决定未选足的名额",
        stage=ROUND_BY_ROUND,
        by=(Office.ELECTORS,),
        form=forms.RoundResolved,
        basis=basis.SHORTFALL,
        keys=KEYS,
        turns=turns.to_resolve,
        applies=lambda dossier: "resolve_round" in dossier.takings or bool(turns.to_resolve(dossier)),
        outcomes=("separate", "reduce", "vacant", "lost"),
        outcome=resolution,
        guards=(
            guards.new_candidates_may_stand,
            guards.new_candidates_are_no_scrutineers,
            guards.no_more_votes_than_present,
            guards.vote_was_lost,
        ),
        papers=("党员大会会议记录",),
    ),
    Step(
        number=21,
        name="announce_result",
        title="宣布选举结果",
        stage=(Stage.MEETING,),
        leads_to=Stage.ELECTED,
        by=(Office.ELECTORS,),
        form=forms.Announced,
        basis=basis.ANNOUNCEMENT,
        needs=(
            need(
                "confirm_count",
                unmet=still_counted,
                message=N_("选票还没有计完：请先完成录入和确认"),
            ),
        ),
        effects=True,
        applies=course.voted,
        papers=("当选名单", "党员大会会议记录"),
    ),
)
