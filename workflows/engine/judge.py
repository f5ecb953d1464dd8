"""Judges an act: its turn, then every guard and window in force on its day, all findings at once."""

from collections.abc import Callable
from typing import Any, NamedTuple

from .declare import Need, Step, Workflow
from .dossier import Act, Dossier
from .errors import BadForm
from .findings import N_, Citation, Finding, Message, Severity, block, irregular, missing, note, override, unrecorded
from .forms import Incomplete, Unrecorded
from .law import Law

NOT_TAKEN = N_("“%(needed)s”尚未办理：请先办理并登记")
FAILED = N_("“%(needed)s”没有通过或须重新办理：请先重新办理")
NOT_THIS_CASE = N_("这个案件不办理“%(act)s”")
NO_KEY_YET = N_("还没有轮到“%(act)s”")
NOT_THIS_KEY = N_("“%(act)s”现在没有轮到%(key)s：请在案件页面上选择正在办理的一项")


class Check(NamedTuple):
    """A guard or window with the citations it shows under one law."""

    ask: Callable[[Dossier, Act, Law], Finding | None]
    code: str
    severity: Severity
    cited: tuple[Citation, ...]
    reads_form: bool
    name: str


def checks(step: Step, law: Law) -> tuple[Check, ...]:
    """The guards and windows of a step that are in force under `law`, prepared once for each law."""
    prepared = law.prepared.get(step.name)
    if prepared is None or prepared[0] is not step:
        found = []
        for rule in (*step.windows, *step.guards):
            cited = rule.in_force(law)
            if cited is not None:
                found.append(Check(rule.ask, rule.code, rule.severity, cited, rule.reads_form, rule.name))
        prepared = law.prepared[step.name] = (step, tuple(found))
    return prepared[1]


def judge(dossier: Dossier, act: Act, law: Law) -> list[Finding]:
    """Every finding of an act under the law of its day. Without a form, what can be known before it is filled in.

    The form of a live act that leaves out what a guard needs raises BadForm; in a paper dossier that is a finding.
    """
    findings, step = turn(dossier, act, law), act.step
    for ask, code, severity, cited, reads_form, _ in checks(step, law):
        if reads_form and act.form is None:
            continue
        try:
            finding = ask(dossier, act, law)
        except Unrecorded as gap:
            if act.live and isinstance(gap, Incomplete):
                raise BadForm([("", N_("缺少“%(title)s”") % {"title": gap.title})]) from None
            finding = unrecorded(gap.title)
        if finding is not None:
            findings.append(_allowed(finding.under(code, severity, step.name, act.on, cited), dossier, act))
    return findings


def turn(dossier: Dossier, act: Act, law: Law) -> list[Finding]:
    """G00: what must have been taken before, and whether the step is possible where the case stands."""
    step, found = act.step, []
    for need in step.needs:
        if need.unmet or need.step not in dossier.standing:
            unmet = unmet_need(dossier, act, law, need)
            if unmet is not None:
                found.append(unmet)
    if not applies(dossier, step):
        found.append(_turn_finding(missing(NOT_THIS_CASE, act=step.name), act, law))
    elif not in_place(dossier, step):
        if not any(finding.severity is block for finding in found):
            message = N_("处于“%(stage)s”阶段时不能办理“%(act)s”")
            found.append(_turn_finding(missing(message, stage=dossier.stage or "", act=step.name), act, law))
    elif step.keys and act.form is not None:
        if step.key_of(act.form) not in step.open_keys(dossier):
            found.append(_turn_finding(missing(NOT_THIS_KEY, act=step.name, key=list(step.key_of(act.form))), act, law))
    elif step.keys and step.name not in dossier.standing and not step.open_keys(dossier):
        found.append(_turn_finding(missing(NO_KEY_YET, act=step.name), act, law))
    elif step.name in dossier.standing and taken_already(dossier, act, law):
        message, on = N_("“%(act)s”已于 %(taken_on)s 办理，不能重复办理"), dossier.standing[step.name].on
        found.append(_turn_finding(missing(message, act=step.name, taken_on=on), act, law))
    return found


def applies(dossier: Dossier, step: Step) -> bool:
    """Whether the step is any part of this case."""
    return step.applies is None or step.applies(dossier)


def in_place(dossier: Dossier, step: Step) -> bool:
    """Whether the step belongs to the stage the case is in; a first step belongs to a case without a stage."""
    return (dossier.stage in step.stage or (dossier.stage is None and step.opens_case)) and applies(dossier, step)


def taken_already(dossier: Dossier, act: Act, law: Law) -> bool:
    """Whether the step was taken, still stands, and is none that may be taken again."""
    step = act.step
    if step.name not in dossier.standing or step.repeats or step.replaces:
        return False
    if step.keys:
        return not _of_an_open_key(dossier, act)
    return not (step.lapses and step.lapses(dossier, act.on, law))


def _of_an_open_key(dossier: Dossier, act: Act) -> bool:
    """Whether the act is about a key whose turn it is; without a form, whether there is any."""
    keys = act.step.open_keys(dossier)
    return bool(keys) if act.form is None else act.step.key_of(act.form) in keys


def unmet_need(dossier: Dossier, act: Act, law: Law, need: Need) -> Finding | None:
    """The finding for a needed step that is missing, failed or taken later."""
    if not need.unmet(dossier) if need.unmet else need.step in dossier.standing:
        return None
    needed = dossier.flow[need.step]
    if not asked_for(need, law):
        return None
    cited = rests_on(need, law)
    code = need.code if cited or not need.basis else "G00"
    failed = need.step in dossier.takings and not need.unmet
    if need.failed and dossier.outcome(need.step) in needed.reopens:
        return None
    message = FAILED if failed else (need.message if need.message and (cited or not need.basis) else NOT_TAKEN)
    severity = irregular if needed.formality else need.severity
    found = missing(message, needed=need.step)
    return found.under(code, severity, act.step.name, act.on, cited or law.cited(needed.basis))


def asked_for(need: Need, law: Law) -> bool:
    """Whether the law asks for the needed step at all."""
    return not need.only or bool(rests_on(need, law))


def rests_on(need: Need, law: Law) -> tuple[Citation, ...]:
    """The citations in force on which a need rests: its own, or those of the limit that an overlay sets."""
    cited = law.cited(need.basis)
    return (law.limits[need.limit].citation,) if not cited and need.limit and need.limit in law else cited


def _turn_finding(finding: Finding, act: Act, law: Law) -> Finding:
    return finding.under("G00", block, act.step.name, act.on, law.cited(act.step.basis))


def _allowed(finding: Finding, dossier: Dossier, act: Act) -> Finding:
    """An override finding that a superior's decision covers says the decision's number."""
    if finding.severity is not override:
        return finding
    for allowance in (*act.allowed, *dossier.allowances.get(act.step.name, ())):
        if allowance.code == finding.code and allowance.on <= act.on:
            return Finding(
                **{**{name: getattr(finding, name) for name in finding.__slots__}, "allowed": allowance.number}
            )
    return finding


def before_all_editions(dossier: Dossier, act: Act, law: Law) -> Finding:
    """The one note for acts older than every edition held: they are folded and not judged."""
    found = missing(N_("%(on)s 的行为早于本产品收录的版本：只记入经过，不作判断"), on=act.on)
    return found.under("G00", note, act.step.name, act.on, ())


def governed(dossier: Dossier, law: Law) -> bool:
    """Whether an edition of the workflow's own regulation is in force; one that has none is always governed."""
    return not dossier.flow.texts or not law.codes.isdisjoint(dossier.flow.texts)


def worded(finding: Finding, flow: Workflow) -> Message:
    """The finding as a person reads it."""
    return Message(finding.message) % facts_shown(finding, flow)


def facts_shown(finding: Finding, flow: Workflow) -> dict[str, Any]:
    """The facts as a person reads them: steps, stages and coded values by their Chinese words."""
    shown = dict(finding.facts)
    for name, value in shown.items():
        if isinstance(value, list | tuple):
            shown[name] = "、".join(flow.words.get(item, item) for item in value)
        elif name in ("needed", "act") and value in flow:
            shown[name] = flow[value].title
        elif name == "stage":
            shown[name] = flow.stage_titles.get(value, N_("未受理"))
    return shown
