"""Decides a live act: its turn, then every reason against it at once. Nothing has changed when this raises."""

from collections.abc import Iterable

from .declare import Workflow
from .dossier import Act, Dossier
from .errors import OutOfTurn, Refused
from .findings import N_, Finding
from .judge import facts_shown, governed, in_place, judge, taken_already
from .law import Law

WEEKDAYS = "一二三四五六日"


def decide(dossier: Dossier, act: Act, law: Law, beside: Iterable[Finding] = ()) -> list[Finding]:
    """The findings that do not stand in the way; raises OutOfTurn, BadForm or Refused with every reason, `beside` too."""
    flow, step = dossier.flow, act.step
    if not governed(dossier, law):
        raise Refused(N_("%(on)s 没有有效的条文版本，不能办理“%(title)s”"), [], on=act.on, title=step.title)
    refuse_out_of_turn(dossier, act, law)
    findings = [*judge(dossier, act, law, live=True), *beside]
    against = [finding for finding in findings if finding.refuses]
    if against:
        reasons = "\n".join(f"- {reason(finding, flow, law)}" for finding in against)
        raise Refused(
            N_("%(on)s 不能办理“%(title)s”：\n%(reasons)s"), findings, on=act.on, title=step.title, reasons=reasons
        )
    return findings


def refuse_out_of_turn(dossier: Dossier, act: Act, law: Law) -> None:
    """Raises OutOfTurn when the step does not belong to the stage, or was taken and cannot be taken again."""
    step, flow = act.step, dossier.flow
    if not in_place(dossier, step):
        stage = flow.stage_titles.get(dossier.stage, N_("未受理"))
        raise OutOfTurn(N_("处于“%(stage)s”阶段时不能办理“%(title)s”"), stage=stage, title=step.title)
    if taken_already(dossier, act, law):
        on = dossier.standing[step.name].on
        raise OutOfTurn(N_("“%(title)s”已于 %(on)s 办理，不能重复办理"), title=step.title, on=on)


def reason(finding: Finding, flow: Workflow, law: Law) -> str:
    """One reason in one line: the message, the earliest lawful day with its weekday, and the citation."""
    text = finding.message % facts_shown(finding, flow)
    if finding.earliest:
        weekday = WEEKDAYS[finding.earliest.weekday()]
        text += N_("；最早 %(earliest)s（星期%(weekday)s）可以办理") % {
            "earliest": finding.earliest,
            "weekday": weekday,
        }
    return f"{text}（{cited(finding, law)}{finding.code}）"


def cited(finding: Finding, law: Law) -> str:
    """The regulation by its title and the article, where there are any."""
    if not finding.edition:
        return ""
    article = N_("第%(article)s条") % {"article": finding.article} if finding.article else ""
    return f"{law.titles.get(finding.edition, finding.edition)}{article}，"
