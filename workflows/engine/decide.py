"""Decides a live act: its turn, then every reason against it at once. Nothing has changed when this raises."""

from collections.abc import Iterable
from datetime import date

from .declare import Workflow
from .dossier import Act, Dossier
from .errors import OutOfTurn, Refused
from .findings import N_, Finding, joined
from .judge import NOT_THIS_CASE, NOT_THIS_KEY, applies, governed, in_place, judge, taken_already, worded
from .law import Law

WEEKDAYS = (N_("星期一"), N_("星期二"), N_("星期三"), N_("星期四"), N_("星期五"), N_("星期六"), N_("星期日"))


def decide(dossier: Dossier, act: Act, law: Law, beside: Iterable[Finding] = ()) -> list[Finding]:
    """The findings that do not stand in the way; raises OutOfTurn, BadForm or Refused with every reason, `beside` too."""
    flow, step = dossier.flow, act.step
    if not governed(dossier, law):
        raise Refused(N_("%(on)s 没有有效的条文版本，不能办理“%(title)s”"), [], on=act.on, title=step.title)
    refuse_out_of_turn(dossier, act, law)
    act.live = True
    findings = [*judge(dossier, act, law), *beside]
    against = [finding for finding in findings if finding.refuses]
    if against:
        lines = (N_("- %(reason)s") % {"reason": reason(finding, flow, law)} for finding in against)
        reasons = joined(lines, N_("%(one)s\n%(other)s"))
        raise Refused(
            N_("%(on)s 不能办理“%(title)s”：\n%(reasons)s"), findings, on=act.on, title=step.title, reasons=reasons
        )
    return findings


def refuse_out_of_turn(dossier: Dossier, act: Act, law: Law) -> None:
    """Raises OutOfTurn when the step does not belong to the stage, or was taken and cannot be taken again."""
    step, flow = act.step, dossier.flow
    if not applies(dossier, step):
        raise OutOfTurn(NOT_THIS_CASE, act=step.title)
    if not in_place(dossier, step):
        stage = flow.stage_titles.get(dossier.stage, N_("未受理"))
        raise OutOfTurn(N_("处于“%(stage)s”阶段时不能办理“%(title)s”"), stage=stage, title=step.title)
    if step.keys and act.form is not None and step.key_of(act.form) not in step.open_keys(dossier):
        raise OutOfTurn(
            NOT_THIS_KEY,
            act=step.title,
            key="、".join(flow.words.get(str(part), str(part)) for part in step.key_of(act.form)),
        )
    if taken_already(dossier, act, law):
        on = dossier.standing[step.name].on
        raise OutOfTurn(N_("“%(title)s”已于 %(on)s 办理，不能重复办理"), title=step.title, on=on)


def reason(finding: Finding, flow: Workflow, law: Law) -> str:
    """One reason in one line: the message, the earliest lawful day with its weekday, and the citation."""
    facts = {"message": worded(finding, flow), "earliest": "", "cited": cited(finding, law), "code": finding.code}
    if finding.earliest:
        facts["earliest"] = N_("；最早 %(day)s可以办理") % {"day": with_weekday(finding.earliest)}
    return N_("%(message)s%(earliest)s（%(cited)s%(code)s）") % facts


def with_weekday(day: date) -> str:
    """A day with its weekday."""
    return N_("%(day)s（%(weekday)s）") % {"day": day, "weekday": WEEKDAYS[day.weekday()]}


def cited(finding: Finding, law: Law) -> str:
    """The regulation by its title and the article, where there are any."""
    return citation(law.titles.get(finding.edition, finding.edition), finding.article) if finding.edition else ""


def citation(title: str, article: int | None) -> str:
    """How a regulation and its article stand before a code."""
    if article is None:
        return N_("%(title)s，") % {"title": title}
    return N_("%(title)s第%(article)s条，") % {"title": title, "article": article}
