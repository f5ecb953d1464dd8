"""The table of findings: raised, answered by the day named, confirmed or answered anew, closed."""

from typing import Any

from workflows.engine.declare import Ended, Step, need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.law import Law
from workflows.engine.windows import within

from . import beside, forms, guards
from .guards import BASIS
from .stages import Office, Stage


def acceptance(dossier: Dossier, form: Any, law: Law) -> str:
    """Whether the answer is accepted."""
    return "accepted" if form.accepted else "not_accepted"


STEPS = (
    Step(
        number=1,
        name="raise_finding",
        title="提出检查发现",
        stage=(),
        opens_case=True,
        leads_to=Stage.RAISED,
        by=(Office.AUDIT,),
        form=forms.Raised,
        basis=BASIS,
        beside=beside.raised,
        papers=("检查发现通知",),
    ),
    Step(
        number=2,
        name="answer_finding",
        title="答复检查发现",
        stage=(Stage.RAISED,),
        by=(Office.ORGANISATION,),
        form=forms.Answered,
        basis=BASIS,
        needs=(need("raise_finding"),),
        guards=(guards.answered_by_another,),
        windows=(
            within(
                None,
                of="raise_finding.answer_by",
                code="G72",
                called="answer_by",
                basis=BASIS,
                message=N_("应当在提出时指明的期限 %(answer_by)s 以前答复"),
            ),
        ),
        papers=("检查发现答复",),
    ),
    Step(
        number=3,
        name="confirm_finding",
        title="确认整改",
        stage=(Stage.RAISED,),
        leads_to={"accepted": Stage.ACCEPTED},
        outcome=acceptance,
        outcomes=("accepted", "not_accepted"),
        reopens={"not_accepted": "answer_finding"},
        by=(Office.AUDIT,),
        form=forms.Confirmed,
        basis=BASIS,
        needs=(need("answer_finding"),),
        guards=(guards.confirmed_by_the_raiser,),
    ),
    Step(
        number=4,
        name="close_finding",
        title="办结检查发现",
        stage=(Stage.RAISED, Stage.ACCEPTED),
        leads_to=Ended("closed"),
        by=(Office.AUDIT,),
        form=forms.Closed,
        basis=BASIS,
        needs=(need("answer_finding"),),
        guards=(guards.accepted_before_the_raiser_closes,),
        beside=beside.closed,
    ),
)
