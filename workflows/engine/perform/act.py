"""Takes one step of a live case: office, version, form, turn, guards; then entry, projection and effects, or a refusal.

Nothing is written before the last guard has spoken. The caller commits; a refusal carries its entry and is committed too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from models.work import Work

from ..cases import fold, judged, newly_broken
from ..complaints import worded
from ..decide import decide
from ..declare import Step, Workflow
from ..dossier import Act, Attached
from ..errors import BadForm, Breaks, Changed, NotInOffice, OutOfTurn, Refused, WorkflowError
from ..findings import N_, Finding, block, missing
from ..forms import Form
from ..journal import iso, split
from ..law import Law
from ..machine import fire
from ..offices import Acting, Actor, in_office, own_posts
from .chosen import fill_in
from .scene import Line, Scene, Written, content_of, standing


def perform(
    session: Work,
    flow: Workflow,
    case: int,
    step: str,
    form: Mapping[str, Any],
    actor: Actor,
    seen: int,
    at: datetime,
    *,
    setting: Mapping[str, Any] | None = None,
    confirmed: bool = False,
    files: Sequence[Attached] = (),
) -> Written:
    """Takes `step` of the case with the values of its form, as the case was `seen` (its version), at an aware moment.

    Raises NotFound, NotInOffice, Changed, BadForm, OutOfTurn, Refused, and Breaks for an act dated before others that
    makes later acts unlawful, unless `confirmed`. `files` are attached to the entry, not to a refusal. NotInOffice, OutOfTurn and Refused carry the refusal entry.
    """
    row = flow[step]
    held = row.holds(session, case, form) if row.holds else frozenset()
    scene = Scene(session, flow, case, at)
    scene.held = held
    read: Form | None = None
    try:
        move_to_receiver(scene, row)
        scene.acting = admitted(scene, row, actor)
        if seen != scene.row.version:
            raise Changed(N_("案件已被他人更新（第 %(version)s 版）：请刷新后再办理"), version=scene.row.version)
        read = filled(scene, row, form)
        act = Act(row, read.day, read, setting=changed_setting(scene, setting or {}))
        act.by = actor.person_id
        act.files = tuple(files)
        act.by_relative = bool(row.apart_from) and scene.store.are_kin(
            actor.person_id, scene.row.subject_id, scene.today
        )
        if scene.case.dossier.last_on and act.on < scene.case.dossier.last_on:
            return take_late(scene, act, confirmed)
        return take(scene, act)
    except (NotInOffice, OutOfTurn, Refused) as refusal:
        refusal.entry = refuse(scene, row, read, actor, refusal)
        raise
    except WorkflowError:
        scene.shelve()
        raise


def admitted(scene: Scene, step: Step, actor: Actor) -> Acting:
    """The office by which the actor records; raises NotFound for another's case and NotInOffice."""
    held = scene.known.posts(scene.store, actor.person_id, scene.today)
    posts = own_posts(held, actor, scene.row.path, scene.path)
    table = scene.known.offices(scene.store, scene.today)
    acting = in_office(posts, step.by, step.title, scene.line, table, actor.person_id, scene.flow.offices, held)
    not_himself(scene, actor)
    for other in step.apart_from:
        if scene.case.recorder(other) == actor.person_id:
            raise NotInOffice(
                N_("“%(other)s”由同一人登记，不能再登记其审批：请由他人登记"), other=scene.flow[other].title
            )
    return acting


def move_to_receiver(scene: Scene, step: Step) -> None:
    """A case handed over inside the installation is received, and from then on held, by the organisation named there."""
    handed_over = scene.dossier.done(step.moves_from) if step.moves_from else None
    if handed_over is not None and handed_over.known("organisation"):
        scene.move(handed_over.organisation)


def not_himself(scene: Scene, actor: Actor) -> None:
    """Raises NotInOffice where the actor is the person whose case it is."""
    if scene.row.subject_kind == "person" and scene.row.subject_id == actor.person_id:
        raise NotInOffice(N_("本人不能办理自己的事项：请由他人登记"))


def filled(scene: Scene, step: Step, values: Mapping[str, Any]) -> Form:
    """The form read, with what is known of chosen persons filled in; no day may lie ahead of the recording."""
    if step.moves_from:
        values = {**values, "organisation": scene.organisation_id}
    if step.fill:
        values = step.fill(scene, values)
    subject = scene.row.subject_id if scene.row.subject_kind == "person" else None
    known = fill_in(scene.work, step.form, values, subject, scene.organisation_id)
    try:
        form = step.form.read(known)
    except BadForm as bad:
        raise worded(bad, scene.flow.words) from None
    ahead = [name for name in type(form).days_past() if (day := form.known(name)) and day > scene.today]
    if ahead:
        message = N_("“%(title)s”在今天（%(today)s）之后：尚未发生的事不能登记")
        raise BadForm([(name, message % {"title": form.title(name), "today": scene.today}) for name in ahead])
    return form


def changed_setting(scene: Scene, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the act changes of the settings: the branch as it is built today, and what is given."""
    own = scene.line[0] if scene.line else None
    known = scene.case.dossier.setting
    held = {**born(scene), **first_place(scene), **(scene.flow.built(own, scene.line[1:]) if own else {}), **given}
    return {name: value for name, value in held.items() if known.known(name) != value}


def first_place(scene: Scene) -> dict[str, Any]:
    """The organisation a case began in, which its first act records."""
    if scene.row.subject_kind != "person" or scene.case.acts:
        return {}
    return {"begun_in": scene.row.organisation_id}


def born(scene: Scene) -> dict[str, Any]:
    """The person's birthday where the case does not hold it yet: at its first step, or after a first step refused."""
    if scene.row.subject_kind != "person" or scene.case.dossier.setting.known("born_on"):
        return {}
    born_on = scene.store.born_on(scene.row.subject_id)
    return {"born_on": born_on} if born_on else {}


def take(scene: Scene, act: Act) -> Written:
    """An act after all others: judged on the dossier as it stands, then folded in."""
    law, dossier = scene.laws.on(act.on), scene.case.dossier
    before = dossier.setting
    dossier.settle(act)
    try:
        findings = decide(dossier, act, law, beside(scene, act))
    except WorkflowError:
        dossier.setting = before
        raise
    stage = dossier.stage
    outcome = act.step.derive(dossier, act.form, law)
    expected = fire(scene.flow, stage, act.step.name, outcome)
    dossier.take(act, law)
    if dossier.stage != expected:
        raise AssertionError(f"machine says {expected}, fold says {dossier.stage}")
    return write(scene, act, law, findings, stage, outcome)


def beside(scene: Scene, act: Act) -> list[Finding]:
    """What rows outside the case say against the act."""
    asked = act.step.beside(scene, act) if act.step.beside else ()
    return [finding.under(finding.code or "G00", block, act.step.name, act.on, ()) for finding in asked]


def take_late(scene: Scene, act: Act, confirmed: bool) -> Written:
    """An act dated before others (补录): judged where it belongs; what breaks afterwards must be confirmed."""
    kept = scene.case.kept
    past, _ = judged(scene.flow, kept, [other for other in scene.case.acts if other.on <= act.on], scene.laws)
    law = scene.laws.on(act.on)
    past.settle(act)
    findings = decide(past, act, law, beside(scene, act))
    outcome = act.step.derive(past, act.form, law)
    content, texts = content_of(act)
    broken = newly_broken(scene.flow, kept, [*kept, standing(scene, act, content, texts)], scene.laws)
    if broken and not confirmed:
        raise Breaks(N_("补录之后，以下已办理的事项不再符合条文：请核对后确认"), broken)
    return write(scene, act, law, [*findings, *broken], scene.dossier.stage, outcome, refold=True)


def write(
    scene: Scene, act: Act, law: Law, findings: Sequence[Finding], stage: str | None, outcome: str, refold: bool = False
) -> Written:
    """Appends the entry of an act and brings row and effects up to date."""
    content, texts = content_of(act)
    kept = standing(scene, act, content, texts)
    if refold:
        scene.case = fold(scene.flow, [*scene.case.kept, kept], scene.laws)
    else:
        scene.case.kept.append(kept)
    scene.keep(kept)
    line = Line("act", act.step, iso(act.on), content, texts, findings, law, stage, outcome, files=act.files)
    written = scene.append_last(line)
    if refold:
        scene.bring_all_effects(written.id)
    else:
        scene.bring_effects(act.step, written.id)
    if act.step.along:
        act.step.along(scene, act)
    return written


def refuse(scene: Scene, step: Step, form: Form | None, actor: Actor, refusal: WorkflowError) -> Written:
    """Appends the one entry a refused attempt leaves; the case stays as it was, and where it was."""
    scene.organisation_id, scene.path = scene.row.organisation_id, scene.row.path
    facts, texts = split(form) if form else ({}, [])
    on = form.day if form else None
    findings = getattr(refusal, "findings", None) or [
        missing(refusal.message, **refusal.facts).under("G00", block, step.name, on, ())
    ]
    if scene.acting.person_id is None:
        scene.acting = Acting(actor.person_id, None, None, None, None)
    law, stage = scene.laws.on(on or scene.today), scene.dossier.stage
    written = scene.append_last(Line("refusal", step, iso(on), {"facts": facts}, texts, findings, law, stage, None))
    return written
