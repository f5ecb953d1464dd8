"""Merging an organisation into another: what goes along in the same transaction, and what stands against it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models.cases import Case
from models.journal import Entry
from models.memberships import Membership
from models.organisations import children, state_on
from models.work import Work
from workflows import flow
from workflows.engine.cases import fold
from workflows.engine.dossier import Act
from workflows.engine.errors import Changed, NotInOffice
from workflows.engine.findings import N_, Finding, Severity, missing, wrong
from workflows.engine.journal import iso
from workflows.engine.perform.moving import move
from workflows.engine.perform.scene import Line, Scene, content_of, standing

from .forms.organisations import LARGEST
from .people import stated
from .posts import held_posts, is_root
from .states import office_case, spans

NO_TARGET = N_("并入的党组织在 %(on)s 或者今天不存在：请核对")
OTHER_KIND = N_("只能并入同一类别的党组织（临时党组织也可以并入党支部）")
OWN_CASES = N_("本组织尚有换届等自身的案件在办理：请先办结")
CAME_LATER = N_("案件 %(case)s 在 %(on)s 才转入本组织：合并日期不能早于这一天")
GOES_ALONG = N_("随同转移：案件 %(cases)s 个，本组织登记的党籍 %(people)s 人；本组织的现任职务 %(posts)s 项随之终止")


class Going(NamedTuple):
    """A case that goes along."""

    id: int
    workflow: str
    snapshot: bytes


def merged(scene: Scene, act: Act) -> Iterator[Finding]:
    """The other one stands, within reach and of the same kind; nothing stays behind that cannot go along."""
    form: Any = act.form
    session, own = scene.work.session, scene.row.organisation_id
    if is_root(scene.row):
        yield wrong(N_("根组织不能撤销"))
    yield from _target(scene, act)
    for below in children(session, own, scene.today)[:1]:
        yield wrong(N_("下级党组织 %(name)s 尚未撤销或者改隶"), name=below.name)
    others = (Case.organisation_id == own) & Case.open & (Case.subject_kind == "organisation")
    if session.scalar(select(exists().where(others, Case.id != scene.row.id))):
        yield wrong(OWN_CASES)
    cases = going(session, own, form.on)
    for case in cases:
        if came := _came_after(case, form.on):
            yield wrong(CAME_LATER, case=case.id, on=came)
    yield _told(scene, cases, form.on)


def _target(scene: Scene, act: Act) -> Iterator[Finding]:
    form: Any = act.form
    own = scene.row.organisation_id
    states = [state_on(scene.work.session, form.into, day) for day in (act.on, scene.today)]
    if form.into == own:
        yield wrong(N_("不能并入自己"))
        return
    if None in states or office_case(scene.work.session, form.into) is None:
        yield missing(NO_TARGET, on=act.on)
        return
    if scene.acting.path and not states[1].path.startswith(scene.acting.path):  # type: ignore[union-attr]
        raise NotInOffice(N_("并入的党组织不在您管理的范围内：请由双方共同的上级办理"))
    before = state_on(scene.work.session, own, scene.today)
    kind = before.kind if before else None
    if states[1].kind not in (kind, "branch" if kind == "temporary" else kind):  # type: ignore[union-attr]
        yield wrong(OTHER_KIND)


def _came_after(case: Going, day: date) -> str | None:
    """The day after the merger on which a case was received here."""
    rows = (json.loads(line) for line in bytes(case.snapshot).split(b"\n") if b'"receive"' in line)
    return max(
        (row["f"]["on"] for row in rows if row.get("s") == "receive" and row["f"]["on"] > iso(day)), default=None
    )


def _told(scene: Scene, cases: Sequence[Going], day: date) -> Finding:
    """What goes along, to be looked at before it stands."""
    kept = scene.case.kept
    posts = sum(last == (None,) for last in held_posts(kept).values())
    people = len({row["person"] for row in carried(kept, day)})
    return wrong(GOES_ALONG, severity=Severity.NOTE, cases=len(cases), people=people, posts=posts)


def going(session: Session, own: int, day: date) -> list[Going]:
    """The cases of people that go along: the open ones, and those that give a membership still held here."""
    gives = (
        select(Membership.id)
        .join(Entry, Entry.id == Membership.source_entry_id)
        .where(Entry.case_id == Case.id, Membership.stands(), Membership.organisation_id == own)
        .where(or_(Membership.until_on.is_(None), Membership.until_on >= day))
    )
    rows = (
        select(Case.id, Case.workflow, Case.snapshot)
        .where(Case.organisation_id == own, Case.subject_kind == "person", or_(Case.open, gives.exists()))
        .order_by(Case.id)
    )
    return [Going(*row) for row in session.execute(rows)]


def carried(kept: Any, day: date) -> list[dict[str, Any]]:
    """The memberships stated here that are still held on that day or begin later, as they go on over there."""
    rows = sorted(stated(kept).items(), key=lambda row: (row[0][0], row[0][2]))
    return [
        {"person": person, "status": status, "from_on": max(from_on, day), "until_on": last}
        for (person, status, from_on), (last,) in rows
        if last is None or last >= day
    ]


def hold(work: Work, case: int, values: Mapping[str, Any]) -> frozenset[int]:
    """Holds every case of the organisation's people and the office cases of both, by number, before the step begins."""
    own, into = work.session.scalar(select(Case.organisation_id).where(Case.id == case)), values.get("into")
    both = [own, into] if type(into) is int and into <= LARGEST else [own]
    office = (Case.workflow == "office") & Case.subject_id.in_(both)
    people = (Case.organisation_id == own) & (Case.subject_kind == "person")
    rows = select(Case.id).where(office | people).order_by(Case.id).with_for_update(of=Case)
    return frozenset(work.session.scalars(rows))


def take_along(scene: Scene, act: Act) -> None:
    """Moves the cases, and writes into the other organisation's journal whom it takes over."""
    form: Any = act.form
    session, own = scene.work.session, scene.row.organisation_id
    cases = going(session, own, form.on)
    if not {case.id for case in cases} <= scene.held:
        raise Changed(N_("案件已被他人更新：请刷新后再办理"))
    to = state_on(session, form.into, scene.today)
    values = {"on": form.on, "organisation": form.into, "to": to.name, "number": form.known("number")}  # type: ignore[union-attr]
    for case in cases:
        move(scene.work, flow(case.workflow), case.id, values, scene.acting, scene.at)
    _take_over(scene, form)


def _take_over(scene: Scene, form: Any) -> None:
    """The entry of the other organisation: which one it takes over, and whose memberships go on there."""
    there = Scene(scene.work, scene.flow, office_case(scene.work.session, form.into).id, scene.at)
    there.acting = scene.acting
    step = scene.flow["take_over_organisation"]
    before = [kept for kept in scene.case.kept if kept.act and kept.act.step.name != "merge_organisation"]
    members = carried(before, form.on)
    values = {"on": form.on, "merged": scene.row.organisation_id, "name": spans(before)[-1].look[0], "members": members}
    act = Act(step, form.on, step.form.read({**values, "number": form.known("number")}))
    content, texts = content_of(act)
    kept = standing(there, act, content, texts)
    stage, law = there.dossier.stage, there.laws.on(form.on)
    there.case = fold(there.flow, [*there.case.kept, kept], there.laws)
    there.keep(kept)
    line = Line("act", step, iso(form.on), content, texts, (), law, stage, step.outcomes[0])
    there.bring_all_effects(there.append_last(line).id)
