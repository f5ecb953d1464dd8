"""Part 3 of the chart: sponsors, political review, training."""

from workflows.engine.declare import Step, need
from workflows.membership import forms, guards
from workflows.membership.days import shortest_training
from workflows.membership.outcomes import conclusion, training
from workflows.membership.stages import Office, Stage
from workflows.rules import DZ, XZ14, XZ26

STEPS = (
    Step(
        number=9,
        name="name_sponsors",
        title="确定入党介绍人",
        stage=(Stage.PROSPECTIVE,),
        by=(Office.BRANCH,),
        form=forms.SponsorsNamed,
        papers=("支委会会议记录",),
        needs=(need("list_prospective"),),
        basis=(XZ26.art(14), XZ14.art(14), DZ.art(5)),
        replaces=True,
        guards=(guards.sponsors_are_members, guards.not_sanctioned, guards.sponsors_own_branch, guards.kin_kept_apart),
    ),
    Step(
        number=10,
        name="review_politically",
        title="政治审查",
        stage=(Stage.PROSPECTIVE,),
        by=(Office.BRANCH, Office.SUPERIOR),
        form=forms.PoliticallyReviewed,
        needs=(need("list_prospective"),),
        basis=(XZ26.art(16), XZ14.art(16)),
        outcomes=("passed", "failed"),
        outcome=conclusion,
        reopens={"failed": "review_politically"},
        guards=(guards.places_asked,),
        papers=("政审函调信", "回函", "政治审查结论性材料"),
    ),
    Step(
        number=11,
        name="train",
        title="短期集中培训",
        stage=(Stage.PROSPECTIVE,),
        by=(Office.SUPERIOR,),
        form=forms.Trained,
        needs=(need("list_prospective"),),
        basis=(XZ26.art(17), XZ14.art(17)),
        outcomes=("completed", "insufficient"),
        outcome=training,
        reopens={"insufficient": "train"},
        suppose=shortest_training,
        papers=("培训登记表", "结业证"),
    ),
)
