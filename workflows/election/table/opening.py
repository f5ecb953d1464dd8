"""How an election begins: the superior reminds, a vacancy is recorded, or the superior assigns somebody."""

from workflows.election import basis, course, forms
from workflows.election.live import filled
from workflows.election.stages import Office, Stage
from workflows.engine.declare import Step, need
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.windows import not_before, within


def not_acknowledged(dossier: Dossier) -> bool:
    """Whether a reminder waits for its acknowledgement."""
    return "remind" in dossier.standing and "acknowledge" not in dossier.standing


STEPS = (
    Step(
        number=1,
        name="remind",
        title="换届提醒",
        stage=(),
        opens_case=True,
        leads_to=Stage.REMINDED,
        by=(Office.SUPERIOR,),
        form=forms.Reminded,
        fill=filled.term,
        basis=basis.REMINDER,
        applies=course.term_election,
        papers=("换届提醒函",),
    ),
    Step(
        name="acknowledge",
        title="签收换届提醒",
        stage=(Stage.REMINDED, Stage.PLANNED),
        by=(Office.ORGANISATION,),
        form=forms.Recorded,
        basis=basis.REMINDER,
        needs=(need("remind"),),
        applies=lambda dossier: "remind" in dossier.takings,
        windows=(
            within(
                "acknowledgement_days",
                of="remind",
                code="G00",
                called="reminded_on",
                message=N_("换届提醒发出后 %(days)s 天内应当签收：%(reminded_on)s 发出"),
            ),
        ),
        papers=("换届提醒函回执",),
    ),
    Step(
        name="remind_above",
        title="督促换届",
        stage=(Stage.REMINDED,),
        by=(Office.DEPARTMENT,),
        form=forms.Replied,
        basis=basis.REMINDER,
        needs=(need("remind"),),
        applies=not_acknowledged,
        windows=(
            not_before(
                "acknowledgement_days",
                after="remind",
                code="G00",
                called="reminded_on",
                message=N_("换届提醒发出满 %(days)s 天没有签收的，方由再上一级督促：%(reminded_on)s 发出"),
            ),
        ),
        papers=("换届提醒函",),
    ),
    Step(
        name="record_vacancy",
        title="登记职务出缺",
        stage=(),
        opens_case=True,
        leads_to=Stage.PLANNED,
        by=(Office.ORGANISATION,),
        form=forms.VacancyRecorded,
        fill=filled.vacancy,
        basis=basis.VACANCY,
        applies=lambda dossier: not dossier.takings or course.by_election(dossier),
        effects=True,
        papers=("委员会会议记录",),
    ),
    Step(
        name="appoint",
        title="上级指派",
        stage=(),
        opens_case=True,
        leads_to=Stage.SEATED,
        by=(Office.SUPERIOR,),
        form=forms.Appointed,
        fill=filled.ending,
        basis=basis.APPOINTMENT,
        applies=lambda dossier: not dossier.takings or course.appointment(dossier),
        effects=True,
        papers=("指派通知",),
    ),
)
