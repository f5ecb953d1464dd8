"""The four ledgers as tables: title, where the value comes from, width in characters; in the order of the paper ones."""

from typing import NamedTuple

from web.ledgers import values
from web.ledgers.values import Read, fact, last_on, on, outcome, people, times, votes, word
from workflows.engine.findings import N_
from workflows.membership.stages import Stage

DAY, SHORT, TEXT, LONG = 11, 7, 16, 24


class Column(NamedTuple):
    """A column. `width` is counted in characters of a spreadsheet."""

    title: str
    value: Read
    width: int


class Ledger(NamedTuple):
    """A ledger of the people in one stage."""

    stage: Stage
    title: str
    columns: tuple[Column, ...]


NAME = Column(N_("姓名"), lambda line: line.name, 12)
WHO = (
    Column(N_("序号"), lambda line: line.number, 6),
    NAME,
    Column(N_("出生日期"), lambda line: line.born_on, DAY),
    Column(N_("所在党支部"), lambda line: line.branch, LONG),
)
APPLIED = (Column(N_("递交申请书日期"), on("apply"), DAY),)
TALKED = (Column(N_("谈话日期"), on("talk"), DAY), Column(N_("谈话人"), people("talk"), TEXT))
DECIDED = (
    Column(N_("确定为积极分子日期"), on("decide_activist"), DAY),
    Column(N_("推荐方式"), word("decide_activist", "recommended_by"), TEXT),
)
FILED = (
    Column(N_("备案日期"), on("file_activist"), DAY),
    Column(N_("备案文号"), fact("file_activist", "number"), TEXT),
)
CONTACTS = (Column(N_("培养联系人"), people("assign_contacts"), TEXT),)
REVIEWED = (
    Column(N_("考察次数"), times("review_activist"), SHORT),
    Column(N_("最近考察日期"), last_on("review_activist"), DAY),
)
PROPOSED = (
    Column(N_("拟列发展对象日期"), on("propose_prospective"), DAY),
    Column(N_("上级意见"), outcome("agree_prospective"), SHORT),
    Column(N_("上级意见日期"), last_on("agree_prospective"), DAY),
    Column(N_("上级意见文号"), fact("agree_prospective", "number"), TEXT),
    Column(N_("公示开始"), fact("post_notice", "begins_on"), DAY),
    Column(N_("公示截止"), fact("post_notice", "ends_on"), DAY),
)
LISTED = (Column(N_("列为发展对象日期"), on("list_prospective"), DAY),)
SPONSORS = (Column(N_("入党介绍人"), people("name_sponsors"), TEXT),)
PREPARED = (
    Column(N_("政治审查日期"), last_on("review_politically"), DAY),
    Column(N_("政治审查结论"), outcome("review_politically"), SHORT),
    Column(N_("培训开始"), fact("train", "begins_on"), DAY),
    Column(N_("培训结束"), fact("train", "ends_on"), DAY),
    Column(N_("培训时间"), values.trained, 12),
    Column(N_("预审日期"), last_on("pre_review"), DAY),
    Column(N_("预审结果"), outcome("pre_review"), SHORT),
    Column(N_("预审文号"), fact("pre_review", "number"), TEXT),
)
FORM = (Column(N_("入党志愿书编号"), fact("fill_form", "form_no"), TEXT),)
ADMITTED = (
    Column(N_("接收大会日期"), on("admit"), DAY),
    Column(N_("表决情况"), votes("admit"), LONG),
)
APPROVED = (
    Column(N_("批准日期"), on("approve_admission"), DAY),
    Column(N_("批准文号"), fact("approve_admission", "number"), TEXT),
)
PROBATION = (
    Column(N_("预备期自"), values.computed("probation_from"), DAY),
    Column(N_("预备期至"), values.computed("probation_to"), DAY),
    Column(N_("延长至"), values.extended_to, DAY),
    Column(N_("编入党小组日期"), on("assign_group"), DAY),
    Column(N_("党小组"), fact("assign_group", "group"), 12),
    Column(N_("宣誓日期"), on("take_oath"), DAY),
    Column(N_("考察次数"), times("review_probationer"), SHORT),
    Column(N_("最近考察日期"), last_on("review_probationer"), DAY),
    Column(N_("转正申请日期"), on("apply_conversion"), DAY),
    Column(N_("转正大会日期"), on("resolve_conversion"), DAY),
)
REMARKS = (Column(N_("备注"), values.came_from, LONG),)

LEDGERS = {
    ledger.stage.value: ledger
    for ledger in (
        Ledger(Stage.APPLICANT, N_("入党申请人名册"), (*WHO, *APPLIED, *TALKED, *REMARKS)),
        Ledger(
            Stage.ACTIVIST,
            N_("入党积极分子名册"),
            (*WHO, *APPLIED, *TALKED, *DECIDED, *FILED, *CONTACTS, *REVIEWED, *PROPOSED, *REMARKS),
        ),
        Ledger(
            Stage.PROSPECTIVE,
            N_("发展对象名册"),
            (
                *WHO,
                *APPLIED,
                *DECIDED[:1],
                *CONTACTS,
                *REVIEWED,
                *PROPOSED,
                *LISTED,
                *SPONSORS,
                *PREPARED,
                *FORM,
                *ADMITTED,
                *REMARKS,
            ),
        ),
        Ledger(
            Stage.PROBATIONARY,
            N_("预备党员名册"),
            (*WHO, *APPLIED, *LISTED, *SPONSORS, *FORM, *ADMITTED, *APPROVED, *PROBATION, *REMARKS),
        ),
    )
}
