"""Part 5 of the chart: probation, conversion, archive."""

from workflows.engine.declare import Ended, Step, need
from workflows.engine.findings import N_
from workflows.engine.guards import recorded
from workflows.engine.windows import ahead_of, not_before, within
from workflows.membership import forms, guards
from workflows.membership.on_file import papers_on_file
from workflows.membership.on_register import due_on_register
from workflows.membership.outcomes import conversion, conversion_vote
from workflows.membership.side_needs import deliberated
from workflows.membership.stages import Office, Stage
from workflows.rules import DZ, XZ14, XZ26, ZB18

from .admission import VOTE_GUARDS

STEPS = (
    Step(
        number=19,
        name="assign_group",
        title="编入党支部和党小组",
        stage=(Stage.PROBATIONARY,),
        by=(Office.BRANCH,),
        form=forms.GroupAssigned,
        needs=(need("approve_admission"),),
        basis=(XZ26.art(28), XZ14.art(29)),
        replaces=True,
        formality=True,
        papers=("预备党员教育考察登记表",),
    ),
    Step(
        number=20,
        name="take_oath",
        title="入党宣誓",
        stage=(Stage.PROBATIONARY,),
        by=(Office.BRANCH, Office.SUPERIOR),
        form=forms.Replied,
        needs=(need("approve_admission"),),
        basis=(XZ26.art(29), XZ14.art(30), DZ.art(6)),
        formality=True,
        windows=(
            within(
                "oath_months",
                of="approve_admission",
                code="G22",
                called="approved_on",
                message=N_("上级批复后 %(months)s 个月内一般应当宣誓：%(approved_on)s 批复"),
            ),
        ),
        papers=("入党宣誓记录",),
    ),
    Step(
        number=21,
        name="review_probationer",
        title="继续教育考察",
        stage=(Stage.PROBATIONARY,),
        by=(Office.BRANCH,),
        form=forms.Reviewed,
        needs=(need("assign_group"),),
        basis=(XZ26.art(30), XZ14.art(31)),
        repeats=True,
        papers=("预备党员教育考察登记表",),
    ),
    Step(
        number=22,
        name="apply_conversion",
        title="提出转正申请",
        stage=(Stage.PROBATIONARY,),
        by=(Office.BRANCH,),
        form=forms.Recorded,
        needs=(need("approve_admission"),),
        basis=(XZ26.art(32), XZ14.art(33)),
        windows=(
            ahead_of(
                "probation_to",
                "conversion_application_days",
                code="L-10",
                called="probation_to",
                message=N_("预备期满 %(days)s 天前应当提出转正申请：%(probation_to)s 届满"),
            ),
        ),
        papers=("转正申请书",),
        hint="预备期满以前就可以提出、收下；支部大会要到期满之日起才能讨论（C-26）",
    ),
    Step(
        number=23,
        name="resolve_conversion",
        title="支部大会讨论转正",
        stage=(Stage.PROBATIONARY,),
        by=(Office.MEMBER_MEETING,),
        meeting=True,
        form=forms.ConversionResolved,
        needs=(need("apply_conversion"),),
        basis=(XZ26.art(32), XZ14.art(33), DZ.art(7), ZB18.art(11)),
        outcomes=("on_time", "extend", "cancel", "lost"),
        outcome=conversion_vote,
        reopens={"lost": "resolve_conversion"},
        beside=due_on_register,
        windows=(
            not_before(
                None,
                after="probation_to",
                code="G24",
                called="probation_to",
                basis=(XZ26.art(31), XZ14.art(32)),
                message=N_("预备期未满：%(probation_to)s 届满，届满之前不能讨论转正"),
            ),
            within(
                "conversion_meeting_months",
                of="conversion_due",
                code="G33",
                called="due_on",
                prompt=True,
                basis=(XZ26.art(31), XZ14.art(32)),
                message=N_(
                    "%(due_on)s 起应当及时讨论转正（最迟不超过 %(months)s 个月）；转正时间仍从预备期届满之日算起"
                ),
            ),
            within(
                "conversion_discussion_months",
                of="apply_conversion",
                code="L-10",
                called="applied_on",
                message=N_("提出转正申请后 %(months)s 个月内应当讨论：%(applied_on)s 提出"),
            ),
        ),
        guards=(*VOTE_GUARDS, guards.extended_once, guards.extension_of_lawful_length),
        papers=("支部大会会议记录", "表决票", "票决结果说明"),
        hint="最早在预备期满之日讨论；转正申请可以提前收下（C-26）",
    ),
    Step(
        number=24,
        name="approve_conversion",
        title="上级党委审批转正",
        stage=(Stage.PROBATIONARY,),
        leads_to={"on_time": Stage.FULL, "cancel": Ended("cancelled")},
        by=(Office.SUPERIOR,),
        apart_from=("resolve_conversion",),
        effects=True,
        form=forms.ConversionApproved,
        needs=(need("resolve_conversion", failed="G17"), deliberated("approve_conversion", "resolve_conversion")),
        basis=(XZ26.art(33), XZ14.art(34)),
        outcomes=("on_time", "extend", "cancel", "refused"),
        outcome=conversion,
        reopens={"refused": "resolve_conversion", "extend": "apply_conversion"},
        windows=(
            within(
                "conversion_approval_months",
                of="approve_conversion.received_on",
                code="G26",
                called="received_on",
                also_from="resolve_conversion",
                counts_from=("approval_counts_from", "resolution"),
                message=N_("收到支部决议后 %(months)s 个月内应当审批：自 %(received_on)s 起算"),
            ),
            not_before(
                "conversion_notice_workdays",
                after="resolve_conversion",
                code="L-10",
                called="resolved_on",
                message=N_("上报审批前应当公示 %(workdays)s 个工作日：%(resolved_on)s 通过决议"),
            ),
        ),
        guards=(
            guards.motion_carried("resolve_conversion"),
            guards.committee_decided,
            guards.kin_kept_apart,
            recorded("G26", "approve_conversion", "approved", XZ26.art(33), XZ14.art(34)),
        ),
        papers=("审批请示", "审批会议记录", "批复"),
    ),
    Step(
        number=25,
        name="archive",
        title="材料归档",
        stage=(Stage.FULL,),
        by=(Office.BRANCH,),
        form=forms.Archived,
        needs=(need("approve_conversion"), need("file_admission"), need("assign_group"), need("take_oath")),
        basis=(XZ26.art(36), XZ14.art(37)),
        guards=(guards.all_papers,),
        beside=papers_on_file,
        papers=("档案清单",),
    ),
)
