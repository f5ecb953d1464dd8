"""The rows of detained members and of suspended rights, and what stands against recording them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from models.rights import Detention, RightsSuspension, detained_on, suspended_on
from workflows.engine.cases import Kept
from workflows.engine.dossier import Act
from workflows.engine.findings import N_, Finding, missing, wrong
from workflows.engine.perform.scene import Scene

from .beside import person_known
from .rows import Table, Wanted, acts, sourced_by
from .states import ONE_DAY

ALREADY = N_("此人自 %(since)s 起的同一种留置、逮捕尚未解除：不必重复登记")
NOT_DETAINED = N_("此人在 %(on)s 没有被留置或者逮捕的记录：请先“登记留置、逮捕”")
DETAINED_ELSEWHERE = N_("本组织没有登记此人在 %(on)s 以前被留置或者逮捕：请在原登记的党组织办理，或者核对日期")
SUSPENDED_ALREADY = N_("此人的党员权利自 %(since)s 起已经中止（%(number)s）：不必重复登记")
SUSPENDED_ELSEWHERE = N_("本组织没有登记在 %(on)s 以前中止此人党员权利的决定：请在原登记的党组织办理，或者核对日期")


def detained(scene: Scene, act: Act) -> Iterator[Finding]:
    """The person exists and is not detained in this way already; custody that turns into an arrest ends with it."""
    form: Any = act.form
    yield from person_known(scene, act)
    held = detained_on(scene.work.session, form.person, act.on)
    if held is not None and held.kind == form.kind:
        yield wrong(ALREADY, since=held.from_on)


def released(scene: Scene, act: Act) -> Iterator[Finding]:
    """A detention recorded here began before the day and has not ended."""
    if running(detentions(scene.case.kept), act) is None:
        yield missing(DETAINED_ELSEWHERE, on=act.on)


def rights_suspended(scene: Scene, act: Act) -> Iterator[Finding]:
    """The person is detained on the day, wherever that was recorded, and no decision holds yet."""
    form: Any = act.form
    session = scene.work.session
    yield from person_known(scene, act)
    if detained_on(session, form.person, act.on) is None:
        yield missing(NOT_DETAINED, on=act.on)
    if held := suspended_on(session, form.person, act.on):
        yield wrong(SUSPENDED_ALREADY, since=held.from_on, number=held.number)


def rights_resumed(scene: Scene, act: Act) -> Iterator[Finding]:
    """A decision recorded here began before the day and still holds."""
    if running(suspensions(scene.case.kept), act) is None:
        yield missing(SUSPENDED_ELSEWHERE, on=act.on)


def detentions(kept: Sequence[Kept]) -> Wanted:
    """The detentions recorded in a case: (person, kind, first day) to the last day. A new one ends the one before."""
    rows: Wanted = {}
    for each in acts(kept, "record_detention", "end_detention"):
        assert each.act is not None
        form: Any = each.act.form
        _end(rows, each.act)
        if each.act.step.name == "record_detention":
            rows = {key: last for key, last in rows.items() if (key[0], key[-1]) != (form.person, form.on)}
            rows[(form.person, form.kind, form.on)] = (None,)
    return rows


def suspensions(kept: Sequence[Kept]) -> Wanted:
    """The decisions recorded in a case: (person, number, first day) to the last day."""
    rows: Wanted = {}
    for each in acts(kept, "suspend_rights", "resume_rights"):
        assert each.act is not None
        form: Any = each.act.form
        _end(rows, each.act)
        if each.act.step.name == "suspend_rights":
            rows[(form.person, form.number, form.on)] = (None,)
    return rows


def running(rows: Wanted, act: Act) -> tuple[Any, ...] | None:
    """The key of the person's row that began before the day of the act and has no last day."""
    form: Any = act.form
    own = [key for key, last in rows.items() if key[0] == form.person and key[-1] < act.on and last == (None,)]
    return own[-1] if own else None


def _end(rows: Wanted, act: Act) -> None:
    key = running(rows, act)
    if key is not None:
        rows[key] = (act.on - ONE_DAY,)


def _detentions(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    return detentions(kept)


def _suspensions(session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
    return suspensions(kept)


DETENTIONS = Table(
    Detention,
    ("person_id", "kind", "from_on"),
    ("until_on",),
    ("record_detention", "end_detention"),
    _detentions,
    sourced_by(Detention),
)
SUSPENSIONS = Table(
    RightsSuspension,
    ("person_id", "number", "from_on"),
    ("until_on",),
    ("suspend_rights", "resume_rights"),
    _suspensions,
    sourced_by(RightsSuspension),
)
TABLES = (DETENTIONS, SUSPENSIONS)
