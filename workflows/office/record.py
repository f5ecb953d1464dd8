"""Ways into the office journal: steps taken by an administrator, and steps written down as history when nobody could yet act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.organisations import Organisation, path_on
from models.work import Work
from workflows import flow
from workflows.engine.cases import fold
from workflows.engine.decide import decide
from workflows.engine.dossier import Act
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_
from workflows.engine.journal import iso
from workflows.engine.offices import Actor
from workflows.engine.perform.act import admitted, beside, filled, perform
from workflows.engine.perform.chosen import next_person
from workflows.engine.perform.opening import new_case
from workflows.engine.perform.scene import ZONE, Line, Scene, Written, content_of, standing
from workflows.engine.perform.store import Store

from .states import office_case

Values = Mapping[str, Any]


def take(work: Work, organisation_id: int, step: str, values: Values, actor: Actor | None, at: datetime) -> Written:
    """Takes an office step of an organisation as its case stands now; without an actor it is written down as history."""
    case = office_case(work.session, organisation_id)
    if case is None:
        raise NotFound(N_("没有这个党组织"))
    if actor is None:
        return record(work, case.id, step, values, at)
    return perform(work, flow("office"), case.id, step, values, actor, case.version, at)


def found(work: Work, values: Values, actor: Actor | None, at: datetime) -> int:
    """Founds an organisation with its case and answers its number; raises as `perform` does."""
    session = work.session
    parent = values.get("parent")
    above = path_on(session, parent, at.astimezone(ZONE).date()) if parent else "/"
    if above is None:
        raise NotFound(N_("没有这个上级党组织"))
    organisation = Organisation()
    session.add(organisation)
    session.flush()
    path = f"{above}{organisation.id}/"
    new_case(Store(work), flow("office"), organisation.id, organisation.id, at, path)
    take(work, organisation.id, "found_organisation", values, actor, at)
    return organisation.id


def register(work: Work, organisation_id: int, values: Values, actor: Actor | None, at: datetime) -> int:
    """Registers a person in an organisation's journal and answers his number."""
    person = next_person(work)
    take(work, organisation_id, "register_person", {**values, "person": person}, actor, at)
    return person


def record(work: Work, case: int, step: str, values: Values, at: datetime, actor: Actor | None = None) -> Written:
    """Writes a step down as history (mode history): checked like a live one, but nobody need be in office."""
    office = flow("office")
    scene = Scene(work, office, case, at)
    row = office[step]
    if actor is not None:
        scene.acting = admitted(scene, row, actor)
    form = filled(scene, row, values)
    act = Act(row, form.day, form)
    law, stage = scene.laws.on(act.on), scene.dossier.stage
    findings = decide(scene.dossier, act, law, beside(scene, act))
    content, texts = content_of(act)
    kept = standing(scene, act, content, texts)
    scene.case = fold(office, [*scene.case.kept, kept], scene.laws)
    scene.keep(kept)
    outcome = row.derive(scene.dossier, form, law)
    line = Line("act", row, iso(act.on), content, texts, findings, law, stage, outcome, mode="history")
    written = scene.append(line)
    scene.project()
    scene.bring_effects(row, written.id)
    if row.along:
        row.along(scene, act)
    return written
