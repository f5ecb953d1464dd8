"""Takes one step of a live case: office, version, form, turn, guards; then entry, projection and effects, or a refusal.

Nothing is written before the last guard has spoken. The caller commits; a refusal carries its entry and is committed too.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from models.work import Work

from . import effects
from .cases import Kept, LiveCase, fold, judged, line_of, live_case, shelf
from .chosen import fill_in, is_relative
from .decide import decide
from .declare import Step, Workflow
from .dossier import Act
from .errors import BadForm, Breaks, Changed, NotFound, NotInOffice, OutOfTurn, Refused, WorkflowError
from .findings import N_, Finding, missing
from .forms import Form
from .installation import known
from .journal import NO_HASH, canonical, commit, findings_stored, iso, seal, split
from .law import Law, LawBook
from .machine import fire
from .offices import Acting, Actor, in_office, own_posts
from .outlook import due_on
from .store import CaseRow, Place, Store

ZONE = ZoneInfo("Asia/Shanghai")


class Written(NamedTuple):
    """An entry as it was written."""

    id: int
    case_id: int
    number: int
    kind: str
    step: str
    outcome: str | None
    stage: str | None
    findings: Sequence[Finding]
    hash: bytes


class Scene:
    """One attempt: the case as read, the law, the place, and the moment."""

    def __init__(self, work: Work, flow: Workflow, case_id: int, at: datetime) -> None:
        self.work, self.flow = work, flow
        self.store = Store(work)
        row = self.store.case(case_id)
        if row is None or row.workflow != flow.name:
            raise NotFound(N_("没有这个案件"))
        self.row: CaseRow = row
        self.known = known(work, row.law_stamp)
        self.laws: LawBook = self.known.laws
        self.at = at.astimezone(ZONE)
        self.today: date = self.at.date()
        self.line: Sequence[Place] = self.known.line(self.store, row.path, self.today)
        self.case: LiveCase = live_case(flow, row.last_hash, row.snapshot, self.laws)
        self.acting: Acting | None = None

    def shelve(self, last_hash: bytes) -> None:
        """Keeps the case for its next step."""
        shelf.put(last_hash + self.laws.stamp.encode(), self.case)


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
) -> Written:
    """Takes `step` of the case with the values of its form, as the case was `seen` (its version), at an aware moment.

    Raises NotFound, NotInOffice, Changed, BadForm, OutOfTurn, Refused, and Breaks for an act dated before others that
    makes later acts unlawful, unless `confirmed`. NotInOffice, OutOfTurn and Refused carry the refusal entry.
    """
    row = flow[step]
    scene = Scene(session, flow, case, at)
    read: Form | None = None
    try:
        scene.acting = admitted(scene, row, actor)
        if seen != scene.row.version:
            raise Changed(N_("案件已被他人更新（第 %(version)s 版）：请刷新后再办理"), version=scene.row.version)
        read = filled(scene, row, form)
        act = Act(row, read.day, read, setting=changed_setting(scene, setting or {}))
        act.by_relative = bool(row.apart_from) and is_relative(session.session, actor.person_id, scene.row.subject_id, scene.today)
        if scene.case.dossier.last_on and act.on < scene.case.dossier.last_on:
            return take_late(scene, act, confirmed)
        return take(scene, act)
    except (NotInOffice, OutOfTurn, Refused) as refusal:
        refusal.entry = refuse(scene, row, read, actor, refusal)
        raise
    except WorkflowError:
        scene.shelve(scene.row.last_hash)
        raise


def admitted(scene: Scene, step: Step, actor: Actor) -> Acting:
    """The office by which the actor records; raises NotFound for another's case and NotInOffice."""
    posts = own_posts(scene.known.posts(scene.store, actor.person_id, scene.today), actor, scene.row.path)
    acting = in_office(posts, step, scene.line, scene.known.offices(scene.store, scene.today), actor.person_id)
    if scene.row.subject_kind == "person" and scene.row.subject_id == actor.person_id:
        raise NotInOffice(N_("本人不能办理自己的事项：请由他人登记"))
    for other in step.apart_from:
        if scene.case.recorder(other) == actor.person_id:
            raise NotInOffice(N_("“%(other)s”由同一人登记，不能再登记其审批：请由他人登记"), other=scene.flow[other].title)
    return acting


def filled(scene: Scene, step: Step, values: Mapping[str, Any]) -> Form:
    """The form read, with what is known of chosen persons filled in; no day may lie ahead of the recording."""
    form = step.form.read(fill_in(scene.work, step.form, values, scene.row.subject_id, scene.row.organisation_id))
    ahead = [name for name in type(form).days_past() if (day := form.known(name)) and day > scene.today]
    if ahead:
        message = N_("“%(title)s”在今天（%(today)s）之后：尚未发生的事不能登记")
        raise BadForm([(name, message % {"title": form.title(name), "today": scene.today}) for name in ahead])
    return form


def changed_setting(scene: Scene, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the act changes of the settings: the branch as it is built today, and what is given."""
    own = scene.line[0] if scene.line else None
    held = {**(scene.flow.built(own, scene.line[1:]) if own else {}), **given}
    known = scene.case.dossier.setting
    return {name: value for name, value in held.items() if known.known(name) != value}


def take(scene: Scene, act: Act) -> Written:
    """An act after all others: judged on the dossier as it stands, then folded in."""
    law, dossier = scene.laws.on(act.on), scene.case.dossier
    before = dossier.setting
    dossier.settle(act)
    try:
        findings = decide(dossier, act, law)
    except WorkflowError:
        dossier.setting = before
        raise
    stage, expected = dossier.stage, None
    outcome = act.step.derive(dossier, act.form, law)
    expected = fire(scene.flow, stage, act.step.name, outcome)
    dossier.take(act, law)
    if dossier.stage != expected:
        raise AssertionError(f"machine says {expected}, fold says {dossier.stage}")
    return write(scene, act, law, findings, stage, outcome)


def take_late(scene: Scene, act: Act, confirmed: bool) -> Written:
    """An act dated before others (补录): judged where it belongs; what breaks afterwards must be confirmed."""
    acts = [kept.act for kept in scene.case.kept]
    earlier = [other for other in acts if other.on <= act.on]
    past, _ = judged(scene.flow, earlier, scene.laws)
    law = scene.laws.on(act.on)
    past.settle(act)
    findings = decide(past, act, law)
    stage, outcome = scene.case.dossier.stage, act.step.derive(past, act.form, law)
    broken = newly_broken(scene, acts, [*earlier, act, *(other for other in acts if other.on > act.on)])
    if broken and not confirmed:
        raise Breaks(N_("补录之后，以下已办理的事项不再符合条文：请核对后确认"), broken)
    return write(scene, act, law, [*findings, *broken], stage, outcome, refold=True)


def newly_broken(scene: Scene, before: Sequence[Act], after: Sequence[Act]) -> list[Finding]:
    """The findings that refuse and were not there before the acts changed."""
    _, old = judged(scene.flow, before, scene.laws)
    _, new = judged(scene.flow, after, scene.laws)
    known = {(f.code, f.step, f.on, f.message) for found in old.values() for f in found}
    added = [act for act in new if act not in old]
    return [
        f
        for act, found in new.items()
        if act not in added
        for f in found
        if f.refuses and (f.code, f.step, f.on, f.message) not in known
    ]


def write(
    scene: Scene, act: Act, law: Law, findings: Sequence[Finding], stage: str | None, outcome: str, refold: bool = False
) -> Written:
    """Appends the entry of an act and brings row and effects up to date."""
    assert act.form is not None and scene.acting is not None
    facts, texts = split(act.form)
    number = scene.row.last_number + 1
    line = line_of(number, act, scene.acting.person_id, facts, [field for field, _ in texts])
    kept = Kept(number, act, scene.acting.person_id, line)
    if refold:
        scene.case = fold(scene.flow, [*scene.case.kept, kept], scene.laws)
    else:
        scene.case.kept.append(kept)
    content = {"facts": facts, "setting": act.setting} if act.setting else {"facts": facts}
    written = append(
        scene,
        "act",
        act.step,
        iso(act.on),
        content,
        texts,
        findings,
        law,
        stage,
        outcome,
        snapshot=scene.row.snapshot + b"\n" + line if scene.row.snapshot else line,
    )
    if act.step.effects:
        effects.bring_up_to_date(scene.work.session, scene.row, scene.case.dossier, scene.laws, written.id)
    return written


def refuse(scene: Scene, step: Step, form: Form | None, actor: Actor, refusal: WorkflowError) -> Written:
    """Appends the one entry a refused attempt leaves; the case stays as it was."""
    facts, texts = split(form) if form else ({}, [])
    findings = getattr(refusal, "findings", None) or [
        missing(refusal.message, **refusal.facts).under("G00", "block", step.name, form.day if form else None, ())
    ]
    on = form.day if form else None
    acting = scene.acting or Acting(actor.person_id, None, None, None, None)  # type: ignore[arg-type]
    scene.acting = acting
    law = scene.laws.on(on or scene.today)
    stage = scene.case.dossier.stage
    return append(scene, "refusal", step, iso(on), {"facts": facts}, texts, findings, law, stage, None)


def append(
    scene: Scene,
    kind: str,
    step: Step,
    on: str | None,
    content: Mapping[str, Any],
    texts: Sequence[tuple[str, str]],
    findings: Sequence[Finding],
    law: Law,
    stage: str | None,
    outcome: str | None,
    *,
    snapshot: bytes | None = None,
    refers_to: int | None = None,
    mode: str = "live",
) -> Written:
    """Appends an entry and brings the case's row up to date; raises Changed when somebody was faster."""
    row, acting, dossier = scene.row, scene.acting, scene.case.dossier
    assert acting is not None
    commitments, apart = commit(texts)
    entry = {
        "case_id": row.id,
        "number": row.last_number + 1,
        "kind": kind,
        "step": step.name,
        "form_version": step.form.version,
        "act_on": on,
        "recorded_at": scene.at.isoformat(timespec="microseconds"),
        "mode": mode,
        "actor_person_id": acting.person_id,
        "actor_post": acting.post,
        "actor_office": acting.office,
        "actor_organisation_id": acting.organisation_id,
        "actor_path": acting.path,
        "stage_before": stage,
        "stage_after": dossier.stage,
        "outcome": outcome,
        "facts": canonical(content),
        "commitments": commitments,
        "findings": findings_stored(findings),
        "editions": law.stamps["editions"],
        "overlays": law.stamps["overlays"],
        "readings": law.stamps["readings"],
        "calendar": law.calendar.stamp,
        "files": b"[]",
        "refers_to": refers_to,
        "previous_hash": bytes(row.last_hash or NO_HASH),
    }
    entry["hash"] = seal(entry)
    entry_id = scene.store.append(entry, apart)
    changes = snapshot is not None
    due = due_on(dossier, scene.laws, scene.today)
    changed = (
        dossier.stage,
        dossier.ended_reason,
        not is_over(dossier),
        row.version + changes,
        row.last_number + 1,
        entry["hash"],
        snapshot if snapshot is not None else row.snapshot,
        scene.laws.stamp,
        due if scene.store.postgresql or due is None else due.isoformat(),
    )
    if not scene.store.update(row, changed):
        raise Changed(N_("案件已被他人更新：请刷新后再办理"))
    scene.shelve(entry["hash"])
    return Written(
        entry_id, row.id, row.last_number + 1, kind, step.name, outcome, dossier.stage, findings, entry["hash"]
    )


def is_over(dossier: Any) -> bool:
    """Whether nothing more is to be done: ended, or the last step of the way was taken."""
    return dossier.stage == dossier.flow.ended or dossier.flow.last_step in dossier.standing
