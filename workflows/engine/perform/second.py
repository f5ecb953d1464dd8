"""Second persons: corrections and allowances, proposed by one person and confirmed by another; until then nothing changes.

A correction replaces the form of an entry or voids it. Later acts are then judged again as history: what breaks is
recorded, and the stage is what the fold yields.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from models.work import Work

from ..cases import Kept, fold, kept_act, kept_allowance, newly_broken
from ..complaints import worded
from ..declare import Step, Workflow
from ..dossier import Act, Allowance
from ..errors import BadForm, NotFound, NotInOffice, OutOfTurn
from ..findings import N_, Finding
from ..forms import Form, field, trait
from ..journal import join, split
from ..offices import Actor
from ..values import Day, Short, Text
from .act import filled
from .entitled import as_seen, office_for, office_for_all
from .erasing import ERASE, Erased, erase, targets
from .erasing_offices import answering, losing
from .moving import MOVE
from .proposal import open_proposal
from .scene import Line, Scene, Written

ALLOWABLE = ("G10", "G14", "G30")
"""The codes whose findings a superior's decision may let pass."""


class Corrected(Form):
    """更正：哪一条、改成什么或者作废、为什么。"""

    entry: int = field("更正的记录", "条", ge=1)
    void: bool = field("作废", default=False)
    form: dict[str, Any] | None = field("更正后的内容", default=None)
    reason: Text = field("更正理由", personal=True)


class Allowed(Form):
    """上级说明：允许哪一步不因哪一条代码停办。"""

    step: Short = field("步骤")
    code: Short = field("代码")
    number: Short = field("文号")
    on: Day = field("日期")
    reason: Text = field("理由", personal=True)


CORRECT = Step(name="correct", title=N_("更正"), stage=(), by=(), form=Corrected)
ALLOW = Step(name="allow", title=N_("上级说明"), stage=(), by=(), form=Allowed)
PROPOSED = {step.name: step for step in (CORRECT, ALLOW, ERASE)}


def propose(
    work: Work, flow: Workflow, case: int, step: str, form: Mapping[str, Any], actor: Actor, seen: int, at: datetime
) -> Written:
    """Proposes a correction (`correct`), an allowance (`allow`) or an erasure (`erase`). Raises as `perform` does; nothing changes yet."""
    scene = as_seen(work, flow, case, actor, seen, at)
    proposed = filled(scene, PROPOSED[step], form)
    facts, texts = split(proposed)
    if isinstance(proposed, Corrected):
        target = _kept(scene, proposed.entry)
        scene.acting = office_for(scene, actor, target.act.step if target.act else ALLOW)
        texts += _replacement(scene, target, proposed, facts)
        refers_to: int | None = proposed.entry
    elif isinstance(proposed, Erased):
        scene.acting = office_for_all(scene, actor, losing(scene, targets(scene, proposed)))
        refers_to = None
    else:
        scene.acting = office_for(scene, actor, _allowable(scene, proposed))
        refers_to = None
    return _append(scene, "proposal", PROPOSED[step], {"facts": facts}, texts, (), refers_to)


def confirm(work: Work, flow: Workflow, case: int, number: int, actor: Actor, seen: int, at: datetime) -> Written:
    """Confirms the proposal with that number by another person of the same office or the superior's."""
    scene = as_seen(work, flow, case, actor, seen, at)
    proposal = open_proposal(scene, number)
    if proposal.by == actor.person_id:
        raise NotInOffice(N_("提议人不能确认自己的提议：请由另一人确认"))
    facts = proposal.facts
    if proposal.step == ALLOW.name:
        scene.acting = office_for(scene, actor, flow[facts["step"]])
        return _allow(scene, number, facts)
    if proposal.step == ERASE.name:
        form = Erased.recall(facts)
        scene.acting = office_for_all(scene, actor, answering(scene, number, facts), confirming=True)
        found = targets(scene, form, number)
        return erase(scene, number, form, found)
    target = _kept(scene, facts["entry"])
    corrected = target.act.step if target.act else ALLOW
    scene.acting = office_for(scene, actor, corrected, corrected.confirmed_by)
    return _correct(scene, number, target, facts, proposal.texts)


def void_own(
    work: Work, flow: Workflow, case: int, number: int, reason: str, actor: Actor, seen: int, at: datetime
) -> Written:
    """Voids one's own last act alone, on the day it was recorded and before any later step."""
    scene = as_seen(work, flow, case, actor, seen, at)
    form = Corrected.read({"entry": number, "void": True, "reason": reason})
    target = _kept(scene, number)
    recorded = scene.store.entry(scene.row.id, number)
    last = max(kept.number for kept in scene.case.kept)
    if target.by != actor.person_id or number != last or recorded.recorded_at[:10] != scene.today.isoformat():
        raise OutOfTurn(N_("只有本人当天登记、其后没有办理其他步骤的记录可以自行作废：请改用“更正”"))
    scene.acting = office_for(scene, actor, target.act.step if target.act else ALLOW)
    facts, texts = split(form)
    return _change(
        scene, "void", [kept for kept in scene.case.kept if kept is not target], {"facts": facts}, texts, number
    )


def _kept(scene: Scene, number: int) -> Kept:
    found = next((kept for kept in scene.case.kept if kept.number == number), None)
    if found is None:
        raise NotFound(N_("案件中没有第 %(number)s 条办理记录，或已作废"), number=number)
    step = MOVE if found.moved else found.act.step if found.act else ALLOW
    if step.final:
        raise OutOfTurn(N_("“%(title)s”办理后即生效，不能更正或者作废：情况有变的，请另行办理"), title=step.title)
    return found


def _allowable(scene: Scene, form: Allowed) -> Step:
    if form.step not in scene.flow:
        raise BadForm([("step", N_("不认识的步骤"))])
    if form.code not in ALLOWABLE:
        raise BadForm([("code", N_("只有须上级说明的事项（%(codes)s）可以登记说明") % {"codes": "、".join(ALLOWABLE)})])
    return scene.flow[form.step]


def _replacement(scene: Scene, target: Kept, form: Corrected, facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Reads the replacing form; its facts take the place of the raw values, its personal texts come along."""
    if form.void == (form.form is not None) or target.act is None:
        raise BadForm([("form", N_("更正须填写更正后的内容，作废则不填"))])
    if form.void:
        return []
    kept = {name: target.act.form.known(name) for name in _numbered(target.act.step)}  # type: ignore[union-attr]
    replaced, texts = split(_replacing(scene, target, {**kept, **(form.form or {})}))
    facts["form"] = replaced
    return [(f"form.{path}", text) for path, text in texts]


def _replacing(scene: Scene, target: Kept, values: Mapping[str, Any]) -> Form:
    """The form that takes the place: of what was written down from paper only what the paper holds."""
    step = target.act.step  # type: ignore[union-attr]
    if scene.store.entry(scene.row.id, target.number).mode != "history":
        return filled(scene, step, values)
    try:
        return step.form.recall(values, scene.today)
    except BadForm as bad:
        raise worded(bad, scene.flow.words) from None


def _numbered(step: Step) -> list[str]:
    """The fields that keep their number in a correction."""
    return [name for name, info in step.form.model_fields.items() if trait(info, "numbered")]


def _allow(scene: Scene, number: int, facts: Mapping[str, Any]) -> Written:
    form = Allowed.recall({name: value for name, value in facts.items() if name != "reason"})
    allowance = Allowance(form.code, form.number, form.on, "")
    kept = kept_allowance(scene.last_number + 1, form.step, allowance, scene.acting.person_id)
    return _change(scene, "allow", [*scene.case.kept, kept], {"facts": {**facts, "proposal": number}}, (), number)


def _correct(scene: Scene, number: int, target: Kept, facts: Mapping[str, Any], texts: Mapping[str, str]) -> Written:
    content = {"facts": {**facts, "proposal": number}}
    if facts.get("void"):
        left = [kept for kept in scene.case.kept if kept is not target]
        return _change(scene, "void", left, content, (), target.number)
    moved = [(path, text) for path, text in texts.items() if path.startswith("form.")]
    replaced = replaced_by(target, facts["form"], [path.removeprefix("form.") for path, _ in moved])
    after = [replaced if kept is target else kept for kept in scene.case.kept]
    return _change(scene, "correction", after, content, moved, target.number)


def replaced_by(target: Kept, facts: Mapping[str, Any], apart: Sequence[str]) -> Kept:
    """The act of an entry with other facts; its number, recorder, settings and allowances stay."""
    assert target.act is not None
    act = target.act
    form = join(act.step.form, facts, apart)
    changed = Act(act.step, form.day, form, setting=act.setting, allowed=act.allowed)
    return kept_act(target.number, changed, target.by, facts, apart)


def _change(
    scene: Scene,
    kind: str,
    after: list[Kept],
    content: Mapping[str, Any],
    texts: Sequence[tuple[str, str]],
    refers_to: int,
) -> Written:
    """Folds what stands after the change, and records what breaks by it; raises OutOfTurn where rows elsewhere forbid it."""
    for finding in scene.flow.forbids(scene, after) if scene.flow.forbids else ():
        raise OutOfTurn(finding.message, **finding.facts)
    broken = newly_broken(scene.flow, scene.case.kept, after, scene.laws)
    stage = scene.dossier.stage
    scene.case = fold(scene.flow, after, scene.laws)
    scene.snapshot, scene.changes = scene.case.snapshot(), scene.changes + 1
    step = ALLOW if kind == "allow" else CORRECT
    written = _append(scene, kind, step, content, texts, broken, refers_to, stage)
    scene.bring_all_effects(written.id)
    return written


def _append(
    scene: Scene,
    kind: str,
    step: Step,
    content: Mapping[str, Any],
    texts: Sequence[tuple[str, str]],
    findings: Sequence[Finding],
    refers_to: int | None,
    stage: str | None = None,
) -> Written:
    law, before = scene.laws.on(scene.today), stage or scene.dossier.stage
    line = Line(kind, step, scene.today.isoformat(), content, texts, findings, law, before, None, refers_to)
    written = scene.append_last(line)
    return written
