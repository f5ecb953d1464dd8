"""Part 4 of the chart: admission of probationary members."""

from workflows.engine.declare import Step, need
from workflows.engine.findings import N_
from workflows.engine.guards import recorded
from workflows.engine.windows import within
from workflows.membership import forms, guards
from workflows.membership.days import approval_lapsed
from workflows.membership.on_register import due_on_register
from workflows.membership.outcomes import admission, passed, vote
from workflows.membership.side_needs import deliberated
from workflows.membership.stages import Office, Stage
from workflows.rules import DZ, XZ14, XZ26, ZB18

VOTE_GUARDS = (
    guards.quorum,
    guards.nobody_excluded,
    guards.motion_lost,
    guards.one_by_one,
    guards.ballot_secret,
)

STEPS = (
    Step(
        number=12,
        name="examine",
        title="支部委员会审查",
        stage=(Stage.PROSPECTIVE,),
        by=(Office.BRANCH_COMMITTEE,),
        form=forms.Examined,
        needs=(
            need("name_sponsors"),
            need(
                "review_politically",
                "G11",
                XZ26.art(16),
                XZ14.art(16),
                failed="G11",
                message=N_("尚未政治审查：请先完成政治审查并登记结论"),
            ),
            need(
                "train",
                "G12",
                XZ26.art(17),
                XZ14.art(17),
                failed="G12",
                message=N_("尚未参加短期集中培训：请先培训并登记"),
            ),
        ),
        basis=(XZ26.art(18), XZ14.art(19)),
        outcomes=("passed", "failed"),
        outcome=passed,
        reopens={"failed": "examine"},
        guards=(guards.reviewed_politically, guards.trained_enough),
        papers=("支委会会议记录", "预审请示"),
    ),
    Step(
        number=13,
        name="pre_review",
        title="上级党委预审",
        stage=(Stage.PROSPECTIVE,),
        by=(Office.SUPERIOR,),
        form=forms.PreReviewed,
        needs=(need("examine"), deliberated("pre_review", "examine")),
        basis=(XZ26.art(18), XZ14.art(19)),
        outcomes=("passed", "failed"),
        outcome=passed,
        reopens={"failed": "examine"},
        windows=(
            within(
                "pre_review_months",
                of="examine",
                code="L-7",
                called="examined_on",
                message=N_("支部审查后 %(months)s 个月内应当预审：%(examined_on)s 审查"),
            ),
        ),
        guards=(guards.leaves_not_soon,),
        papers=("预审登记表", "预审批复"),
    ),
    Step(
        number=14,
        name="fill_form",
        title="填写入党志愿书",
        stage=(Stage.PROSPECTIVE,),
        by=(Office.BRANCH,),
        form=forms.FormFilled,
        needs=(
            need(
                "pre_review",
                "G13",
                XZ26.art(18),
                XZ14.art(19),
                message=N_("上级党委尚未预审合格：请先登记“上级党委预审”"),
            ),
        ),
        basis=(XZ26.art(18), XZ14.art(19)),
        guards=(recorded("G13", "pre_review", "passed", XZ26.art(18), XZ14.art(19)),),
        papers=("中国共产党入党志愿书",),
    ),
    Step(
        number=15,
        name="admit",
        title="支部大会讨论接收预备党员",
        stage=(Stage.PROSPECTIVE,),
        by=(Office.MEMBER_MEETING,),
        meeting=True,
        form=forms.Admitted,
        needs=(need("fill_form"),),
        basis=(XZ26.art(19), XZ14.art(20), DZ.art(5), ZB18.art(11)),
        outcomes=("carried", "lost"),
        outcome=vote,
        reopens={"lost": "admit"},
        lapses=approval_lapsed,
        beside=due_on_register,
        windows=(
            within(
                "meeting_months",
                of="pre_review",
                code="G15",
                called="pre_reviewed_on",
                message=N_("预审合格后 %(months)s 个月内应当提交支部大会讨论：%(pre_reviewed_on)s 预审合格"),
            ),
        ),
        guards=(*VOTE_GUARDS, guards.separate_meetings, guards.training_still_valid, guards.sponsors_attended),
        papers=("支部大会会议记录", "表决票", "票决结果说明"),
    ),
    Step(
        number=16,
        name="interview",
        title="上级党委派人谈话",
        stage=(Stage.PROSPECTIVE,),
        by=(Office.SUPERIOR,),
        form=forms.Interviewed,
        needs=(need("admit", failed="G17"),),
        basis=(XZ26.art(23), XZ14.art(24)),
        guards=(guards.motion_carried("admit"),),
        papers=("谈话记录",),
    ),
    Step(
        number=17,
        name="approve_admission",
        title="上级党委审批预备党员",
        stage=(Stage.PROSPECTIVE,),
        leads_to={"approved": Stage.PROBATIONARY},
        by=(Office.SUPERIOR,),
        apart_from=("admit",),
        effects=True,
        form=forms.AdmissionApproved,
        needs=(
            need("admit", failed="G17"),
            need("interview", "G20", XZ26.art(23), XZ14.art(24), message=N_("上级党委尚未派人谈话：请先登记谈话")),
            deliberated("approve_admission", "admit"),
        ),
        basis=(XZ26.art(24), XZ14.art(25)),
        outcomes=("approved", "refused"),
        outcome=admission,
        reopens={"refused": "examine"},
        windows=(
            within(
                "approval_months",
                of="approve_admission.received_on",
                code="G21",
                called="received_on",
                at_most="approval_extended_months",
                excuse="delay_reason",
                also_from="admit",
                counts_from=("approval_counts_from", "resolution"),
                message=N_("收到支部决议后 %(months)s 个月内应当审批：自 %(received_on)s 起算"),
            ),
        ),
        guards=(
            guards.motion_carried("admit"),
            guards.approver_has_power,
            guards.committee_decided,
            guards.kin_kept_apart,
            recorded("G19", "approve_admission", "approved", XZ26.art(24), XZ14.art(25)),
            recorded("G20", "interview", "by", XZ26.art(23), XZ14.art(24)),
        ),
        papers=("审批请示", "审批会议记录", "批复"),
    ),
    Step(
        number=18,
        name="file_admission",
        title="再上一级组织部门备案",
        stage=(Stage.PROBATIONARY,),
        by=(Office.DEPARTMENT,),
        form=forms.Replied,
        needs=(need("approve_admission"),),
        basis=(XZ26.art(25), XZ14.art(26)),
        formality=True,
        papers=("预备党员备案报告",),
    ),
)
