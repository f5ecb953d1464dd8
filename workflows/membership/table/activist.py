"""Part 2 of the chart and the beginning of part 3: activists, up to the day they are listed as prospective members."""

from workflows.engine.declare import Step, need
from workflows.engine.findings import N_
from workflows.engine.guards import recorded
from workflows.engine.windows import at_least_workdays, every, not_before
from workflows.membership import forms, guards
from workflows.membership.days import shortest_notice
from workflows.membership.outcomes import consent, notice_result
from workflows.membership.side_needs import deliberated
from workflows.membership.stages import Office, Stage
from workflows.rules import XZ14, XZ26

reviewed_every_half_year = every(
    "review_months",
    since="decide_activist",
    recurring="review_activist",
    until="propose_prospective",
    code="G04",
    called="last_on",
    message=N_("每 %(months)s 个月应当考察一次：上次为 %(last_on)s"),
    first=N_("每 %(months)s 个月应当考察一次：自 %(since)s 确定为入党积极分子起尚未考察"),
)

STEPS = (
    Step(
        number=3,
        name="decide_activist",
        title="确定入党积极分子",
        stage=(Stage.APPLICANT,),
        leads_to=Stage.ACTIVIST,
        by=(Office.BRANCH_COMMITTEE,),
        form=forms.Decided,
        needs=(need("talk"),),
        basis=(XZ26.art(8), XZ14.art(8)),
        windows=(
            not_before(
                "activist_wait_months",
                after="apply",
                code="L-1",
                called="applied_on",
                message=N_("递交申请书满 %(months)s 个月方可确定为入党积极分子：%(applied_on)s 递交"),
            ),
        ),
        papers=("推荐入党积极分子登记表", "支委会会议记录"),
    ),
    Step(
        number=4,
        name="file_activist",
        title="上级党委备案",
        stage=(Stage.ACTIVIST,),
        by=(Office.SUPERIOR,),
        form=forms.Replied,
        needs=(need("decide_activist"),),
        basis=(XZ26.art(8), XZ14.art(8)),
        formality=True,
        papers=("备案报告", "备案表"),
    ),
    Step(
        number=5,
        name="assign_contacts",
        title="指定培养联系人",
        stage=(Stage.ACTIVIST,),
        by=(Office.BRANCH,),
        form=forms.ContactsAssigned,
        needs=(need("decide_activist"),),
        basis=(XZ26.art(9), XZ14.art(9)),
        replaces=True,
        guards=(guards.contacts_are_members, guards.contacts_not_overloaded, guards.kin_kept_apart),
        papers=("入党积极分子培养考察登记表",),
    ),
    Step(
        number=6,
        name="review_activist",
        title="培养教育考察",
        stage=(Stage.ACTIVIST, Stage.PROSPECTIVE),
        by=(Office.BRANCH,),
        form=forms.Reviewed,
        needs=(need("assign_contacts"),),
        basis=(XZ26.art(11), XZ14.art(11)),
        repeats=True,
        windows=(reviewed_every_half_year,),
        papers=("入党积极分子培养考察登记表", "思想汇报"),
    ),
    Step(
        number=7,
        name="propose_prospective",
        title="支部委员会讨论拟列发展对象",
        stage=(Stage.ACTIVIST,),
        by=(Office.BRANCH_COMMITTEE,),
        form=forms.Proposed,
        needs=(need("file_activist"), need("assign_contacts"), need("review_activist")),
        basis=(XZ26.art(13), XZ14.art(13)),
        windows=(
            not_before(
                "activist_years",
                after="activist_from",
                code="G05",
                called="activist_from",
                message=N_("培养教育考察未满 %(years)s 年：自 %(activist_from)s 起"),
            ),
            reviewed_every_half_year,
        ),
        guards=(guards.opinions_heard,),
        papers=("征求意见记录", "支委会会议记录"),
    ),
    Step(
        number=8,
        name="agree_prospective",
        title="上级党委同意",
        stage=(Stage.ACTIVIST,),
        by=(Office.SUPERIOR,),
        form=forms.Agreed,
        needs=(need("propose_prospective"), deliberated("agree_prospective", "propose_prospective")),
        basis=(XZ26.art(13), XZ14.art(13)),
        outcomes=("agreed", "not_agreed"),
        outcome=consent,
        reopens={"not_agreed": "propose_prospective"},
        papers=("关于列为发展对象的请示", "批复"),
    ),
    Step(
        name="post_notice",
        title="公示",
        stage=(Stage.ACTIVIST,),
        by=(Office.BRANCH,),
        form=forms.Noticed,
        needs=(
            need(
                "agree_prospective",
                "G07",
                XZ26.art(13),
                only=True,
                message=N_("上级党委尚未同意：请先登记“上级党委同意”，再公示"),
            ),
        ),
        basis=(XZ26.art(13),),
        replaces=True,
        suppose=shortest_notice,
        outcomes=("no_objection", "pending", "upheld"),
        outcome=notice_result,
        reopens={"upheld": "propose_prospective"},
        papers=("公示", "公示情况说明"),
    ),
    Step(
        name="list_prospective",
        title="列为发展对象",
        stage=(Stage.ACTIVIST,),
        leads_to=Stage.PROSPECTIVE,
        by=(Office.BRANCH_COMMITTEE,),
        form=forms.Recorded,
        needs=(
            need("agree_prospective", "G07", XZ26.art(13), message=N_("上级党委尚未同意：请先登记“上级党委同意”")),
            need(
                "post_notice",
                "G08",
                XZ26.art(13),
                only=True,
                limit="notice_workdays",
                message=N_("尚未公示：请先登记公示的起止日期"),
            ),
        ),
        basis=(XZ26.art(13), XZ14.art(13)),
        windows=(
            at_least_workdays(
                "notice_workdays",
                of="post_notice",
                code="G08",
                called="begins_on",
                message=N_("公示未满 %(workdays)s 个工作日：自 %(begins_on)s 起公示，至 %(ends_on)s"),
                short=N_(
                    "公示时间不足 %(workdays)s 个工作日：%(begins_on)s 至 %(ends_on)s 只有 %(served)s 个工作日，请补足公示"
                ),
            ),
        ),
        guards=(
            guards.consent_before_notice,
            guards.objections_cleared,
            guards.notice_in_both_places,
            recorded("G07", "agree_prospective", "agreed", XZ26.art(13)),
        ),
        papers=("支委会会议记录",),
    ),
)
