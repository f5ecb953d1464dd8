"""Planning: the committee decides on the election, asks the superior, and is answered; the term extended or brought forward."""

from datetime import date

from workflows.election import basis, course, forms, guards
from workflows.election.live import filled
from workflows.election.outcomes import answer
from workflows.election.stages import Office, Stage
from workflows.election.table.lead_times import before_expiry
from workflows.engine.declare import Step, need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.law import Law

REQUEST_LATE = N_("按通常的做法，在任期届满前 %(days)s 天请示：任期 %(ends_on)s 届满")


def asked_again(dossier: Dossier, on: date, law: Law) -> bool:
    """Whether another change may be asked for: from the day after the answer on."""
    answer = dossier.standing.get("reply_extension")
    return answer is not None and answer.on < on


STEPS = (
    Step(
        number=2,
        name="decide_election",
        title="研究决定换届",
        stage=(Stage.REMINDED, Stage.PLANNED),
        opens_case=True,
        leads_to=Stage.PLANNED,
        by=(Office.OUTGOING_COMMITTEE,),
        form=forms.Planned,
        fill=filled.plan,
        basis=basis.TERM,
        applies=course.term_election,
        guards=(
            guards.congress_allowed,
            guards.no_more_delegates_than_allowed,
            guards.delegates_as_usual,
            guards.committee_where_there_is_one,
            guards.committee_within_bounds,
            guards.seats_as_usual,
            guards.enough_members,
            guards.not_too_many_members,
        ),
        papers=("委员会会议记录",),
    ),
    Step(
        number=3,
        name="request_election",
        title="请示召开选举大会",
        stage=(Stage.PLANNED,),
        by=(Office.ORGANISATION,),
        form=forms.Replied,
        basis=basis.REQUEST,
        needs=(need("decide_election", unmet=lambda dossier: not planned(dossier)),),
        applies=course.voted,
        windows=before_expiry("meeting_request_days", "congress_request_days", REQUEST_LATE),
        papers=("换届选举请示",),
    ),
    Step(
        number=4,
        name="reply_election",
        title="上级批复",
        stage=(Stage.PLANNED,),
        leads_to={"agreed": Stage.NOMINATING},
        by=(Office.SUPERIOR,),
        form=forms.Agreed,
        basis=basis.REQUEST,
        needs=(need("request_election"),),
        applies=course.voted,
        outcomes=("agreed", "not_agreed"),
        outcome=answer,
        reopens={"not_agreed": "request_election"},
        papers=("批复",),
    ),
    Step(
        number=5,
        name="request_extension",
        title="请示延期或者提前换届",
        stage=(Stage.REMINDED, Stage.PLANNED),
        by=(Office.ORGANISATION,),
        form=forms.ExtensionRequested,
        fill=filled.term,
        basis=basis.TERM,
        applies=course.term_election,
        main=False,
        lapses=asked_again,
        guards=(guards.extension_within_a_year, guards.extension_requested_in_time),
        papers=("延期换届请示",),
    ),
    Step(
        name="reply_extension",
        title="批复延期或者提前换届",
        stage=(Stage.REMINDED, Stage.PLANNED),
        by=(Office.SUPERIOR,),
        form=forms.ExtensionReplied,
        basis=basis.TERM,
        needs=(need("request_extension"),),
        applies=course.term_election,
        outcomes=("agreed", "not_agreed"),
        outcome=answer,
        reopens={"not_agreed": "request_extension"},
        main=False,
        effects=True,
        guards=(guards.extension_answered_in_time,),
        papers=("批复",),
    ),
)


def planned(dossier) -> bool:
    """Whether it is settled what is elected: by a decision, or by the vacancies of a by-election."""
    return "decide_election" in dossier.standing or course.by_election(dossier)
