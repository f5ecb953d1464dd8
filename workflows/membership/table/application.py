"""Part 1 of the chart: application."""

from workflows.engine.declare import Step, need
from workflows.engine.findings import N_
from workflows.engine.windows import within
from workflows.membership import forms, guards
from workflows.membership.stages import Office, Stage
from workflows.rules import DZ, XZ14, XZ26

STEPS = (
    Step(
        number=1,
        name="apply",
        title="递交入党申请书",
        stage=(),
        opens_case=True,
        leads_to=Stage.APPLICANT,
        by=(Office.BRANCH,),
        form=forms.Applied,
        basis=(XZ26.art(5), XZ14.art(5), DZ.art(1)),
        guards=(guards.of_age,),
        papers=("入党申请书", "入党申请人名册"),
    ),
    Step(
        number=2,
        name="talk",
        title="派人谈话",
        stage=(Stage.APPLICANT,),
        by=(Office.BRANCH,),
        form=forms.Talked,
        needs=(need("apply"),),
        basis=(XZ26.art(7), XZ14.art(7)),
        windows=(
            within(
                "talk_months",
                of="apply",
                code="G02",
                called="received_on",
                message=N_("收到入党申请书后 %(months)s 个月内应当派人谈话：%(received_on)s 收到"),
            ),
        ),
        papers=("谈话记录",),
    ),
)
