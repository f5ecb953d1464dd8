"""The meeting: whom it does not count, the roll of its day, who came, what it passed, and who watches."""

from datetime import date

from workflows.election import basis, course, forms, guards
from workflows.election.live import filled
from workflows.election.outcomes import answer, show_of_hands
from workflows.election.stages import Office, Stage
from workflows.engine.declare import Step, need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.law import Law


def not_prepared(dossier: Dossier) -> bool:
    """Whether a congress has still to hold its preparatory meeting."""
    return course.congress(dossier) and "hold_preparatory_meeting" not in dossier.standing


def asked_again(dossier: Dossier, on: date, law: Law) -> bool:
    """Whether others may be asked for: from the day after an answer or a vote on, both of which then no longer count."""
    answers = (dossier.standing.get(name) for name in ("agree_exclusion", "vote_exclusion"))
    return all(answer.on < on for answer in answers if answer)


PASSED = {"outcomes": ("carried", "lost"), "outcome": show_of_hands}

STEPS = (
    Step(
        number=10,
        name="request_exclusion",
        title="请示不计入应到会人数",
        stage=(Stage.NOMINATING, Stage.READY),
        by=(Office.ORGANISATION,),
        form=forms.ExclusionRequested,
        basis=basis.EXCLUSION,
        lapses=asked_again,
        main=False,
        applies=course.voted,
        guards=(guards.roll_not_frozen_yet,),
        papers=("不计入应到会人数请示", "不计入应到会名单"),
    ),
    Step(
        name="agree_exclusion",
        title="上级同意不计入应到会",
        stage=(Stage.NOMINATING, Stage.READY),
        by=(Office.SUPERIOR,),
        form=forms.ExclusionAgreed,
        basis=basis.EXCLUSION,
        needs=(need("request_exclusion"),),
        outcomes=("agreed", "not_agreed"),
        outcome=answer,
        reopens={"not_agreed": "request_exclusion"},
        main=False,
        applies=course.voted,
        guards=(guards.roll_not_frozen_yet,),
        papers=("不计入应到会批复",),
    ),
    Step(
        name="vote_exclusion",
        title="大会表决不计入应到会",
        stage=(Stage.READY,),
        by=(Office.ELECTORS,),
        form=forms.ExclusionVoted,
        fill=filled.entitled,
        basis=basis.EXCLUSION,
        needs=(need("agree_exclusion", "G41", *basis.EXCLUSION),),
        main=False,
        applies=course.voted,
        **PASSED,
        reopens={"lost": "vote_exclusion"},
        guards=(guards.roll_not_frozen_yet, guards.vote_was_lost),
        papers=("党员大会会议记录",),
    ),
    Step(
        number=11,
        name="freeze_roll",
        title="冻结选举人名册",
        stage=(Stage.READY,),
        by=(Office.ORGANISATION,),
        form=forms.RollFrozen,
        fill=filled.roll,
        basis=basis.RIGHTS,
        needs=(
            need("fix_candidates"),
            need("hold_preparatory_meeting", unmet=not_prepared, message=N_("预备会议还没有通过代表资格审查报告")),
        ),
        replaces=True,
        applies=course.voted,
        guards=(
            guards.nobody_undecided,
            guards.somebody_elects,
            guards.candidates_may_stand,
            guards.one_roll_a_day,
        ),
        papers=("应到会党员名册",),
    ),
    Step(
        number=12,
        name="open_meeting",
        title="大会清点到会人数",
        stage=(Stage.READY,),
        leads_to=Stage.MEETING,
        by=(Office.ELECTORS,),
        form=forms.MeetingOpened,
        basis=basis.QUORUM,
        needs=(need("freeze_roll"),),
        meeting=True,
        applies=course.voted,
        guards=(
            guards.roll_of_this_day,
            guards.candidates_are_on_the_roll,
            guards.only_electors_attend,
            guards.quorum,
            guards.nobody_votes_for_another,
            guards.held_within_the_term,
            guards.not_ahead_of_time,
        ),
        papers=("签到表", "到会人数报告单"),
    ),
    Step(
        number=13,
        name="report_work",
        title="听取工作报告",
        stage=(Stage.MEETING,),
        by=(Office.OUTGOING_COMMITTEE,),
        form=forms.Recorded,
        basis=basis.CHAIR,
        needs=(need("open_meeting"),),
        formality=True,
        applies=course.term_election,
        papers=("工作报告", "党费收缴使用管理报告"),
    ),
    Step(
        number=14,
        name="pass_method",
        title="通过选举办法",
        stage=(Stage.MEETING,),
        by=(Office.ELECTORS,),
        form=forms.Passed,
        basis=basis.RESOLUTION,
        needs=(need("open_meeting"),),
        applies=course.voted,
        **PASSED,
        reopens={"lost": "pass_method"},
        guards=(guards.no_more_votes_than_present, guards.vote_was_lost),
        papers=("选举办法", "党员大会会议记录"),
    ),
    Step(
        number=15,
        name="confirm_scrutineers",
        title="通过监票人",
        stage=(Stage.MEETING,),
        by=(Office.ELECTORS,),
        form=forms.ScrutineersConfirmed,
        basis=basis.SCRUTINEERS,
        needs=(need("open_meeting"),),
        applies=course.voted,
        **PASSED,
        reopens={"lost": "confirm_scrutineers"},
        guards=(
            guards.scrutineers_do_not_stand,
            guards.scrutineers_are_on_the_roll,
            guards.committee_watches_itself,
            guards.no_more_votes_than_present,
            guards.vote_was_lost,
        ),
        papers=("监票人、计票人名单", "党员大会会议记录"),
    ),
    Step(
        number=16,
        name="introduce_candidates",
        title="介绍候选人",
        stage=(Stage.MEETING,),
        by=(Office.OUTGOING_COMMITTEE,),
        form=forms.Recorded,
        basis=basis.INTRODUCTION,
        needs=(need("open_meeting"),),
        formality=True,
        applies=course.voted,
        papers=("候选人情况介绍",),
    ),
)
