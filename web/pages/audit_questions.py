"""The questions of the auditors' room in words: what each is called, why it is asked, and what innocent reasons there are."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from models.sight import Sight
from web.pages import audit_asking as ask
from workflows.audit.patterns import Hit
from workflows.engine.findings import N_


class Question(NamedTuple):
    """A named question: its title, why it is worth a look, innocent reasons, the sentence of a hit, who answers it.

    `left_out`: what it does not look at, and why.
    """

    title: str
    why: str
    innocent: str
    sentence: str
    ask: Callable[[Sight], Sequence[Hit]]
    left_out: str = ""


QUESTIONS = {
    "repeated": Question(
        N_("多次不予办理之后办成"),
        N_("同一步骤被拒三次以上才办成，可能是改动了日期或者数字去凑条件。"),
        N_("也可能只是材料陆续补齐，或者初次使用、填错了表。"),
        N_("被拒 %(tries)s 次后办成"),
        ask.repeated,
    ),
    "late": Question(
        N_("办理后很久才登记"),
        N_("办理后超过三十天才登记，当时的情况只凭后来的记忆或者后补的材料。"),
        N_("也可能因停电、断网、人员交接，先在纸上办理，后来补录。"),
        N_("办理后 %(days)s 天才登记"),
        ask.late,
        N_(
            "历史档案不在此列：按纸质材料补记的，本来都在办理很久以后。"
            "设立党组织和当天一并建立的登记也不在此列：启用本系统之前早已设立。"
        ),
    ),
    "corrected": Question(
        N_("更正和作废"),
        N_("更正会改变已经认定的事实，应当有纸质材料对得上。"),
        N_("更正须两人办理并写明理由，多数只是录入差错。"),
        N_("%(what)s第 %(entry)s 条"),
        ask.corrected,
    ),
    "allowed": Question(
        N_("上级说明放行的事项"),
        N_("本来应当停办的事项凭上级说明放行，应当核对文号和说明的理由。"),
        N_("条文本来就允许上级在说明理由后同意。"),
        N_("%(code)s 凭 %(number)s 放行，由%(person)s确认"),
        ask.allowed,
    ),
    "few_hands": Question(
        N_("每一步都是同样的两个人"),
        N_("一个案件的各步都由同样一两个人登记，相互制约可能落空。"),
        N_("人少的支部往往只有一名书记登记，上级也只有一名组织员。"),
        N_("%(acts)s 步都由%(people)s登记"),
        ask.few_hands,
        N_("历史档案不在此列：一个人照纸质材料补记，说明不了当时由谁办理。"),
    ),
    "kin": Question(
        N_("亲属参与其中"),
        N_("申报过的亲属出现在本人的案件中，应当看是否回避。"),
        N_("亲属可能只是登记了无关审批的一步，或者在申报之前已经办理。"),
        N_("亲属%(person)s出现在此步"),
        ask.kin,
    ),
    "sponsor": Question(
        N_("同一介绍人的多名党员"),
        N_("同一人介绍了三名以上的人入党，应当看培养考察是否到位。"),
        N_("人少的支部能作介绍人的正式党员本来不多。"),
        N_("介绍人%(person)s"),
        ask.sponsor,
    ),
    "reading": Question(
        N_("口径改变之前办理的事项"),
        N_("条文的理解后来有了改变，此前按原来的理解办理的事项可以复核。"),
        N_("当时按当时的理解办理，本来没有错；多数事项换一种理解结果也相同。"),
        N_("%(question)s 原用“%(before)s”，%(on)s 起改用“%(after)s”"),
        ask.reading_changed,
    ),
    "winner_base": Question(
        N_("当选基数有影响的选举"),
        N_("按实到会和按应到会计算，当选结果不同：结果取决于对条文的理解。"),
        N_("有默认的理解，结果本身有效；到会人数少时常有这种情形。"),
        N_("%(position)s 第 %(round)s 轮：按实到会与按应到会计算，结果不同"),
        ask.winners,
    ),
}
