"""Rebuild: folds a case's entries again and compares with its row, its snapshot and its effects; or writes them anew."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from models.work import Work

from ..cases import Kept, LiveCase, blank, fold, kept_act, kept_allowance, kept_move
from ..declare import Workflow
from ..dossier import Act, Allowance, Move
from ..errors import NotFound
from ..findings import N_
from ..journal import BESIDE, HASHED, NO_HASH, join, seal
from ..outlook import due_on
from ..values import read_day
from . import effects
from .engine_steps import ENGINE_STEPS
from .moving import MOVE
from .scene import Scene, is_over
from .sealing_events import SEAL_EVENTS
from .second import replaced_by
from .store import EntryRow


class Difference(NamedTuple):
    """Where a case's row is not what its entries say: the field, what stands, what follows."""

    field: str
    stands: Any
    follows: Any


def kept_from_entries(flow: Workflow, entries: Iterable[EntryRow]) -> list[Kept]:
    """What stands after all entries: acts, with corrections in their place and without what was voided; the rest."""
    kept: dict[int, Kept] = {}
    for entry in entries:
        content = json.loads(entry.facts)
        if entry.kind == "act" and entry.step == MOVE.name:
            facts = content["facts"]
            to = Move(read_day(facts["on"]), facts["organisation"])
            kept[entry.number] = kept_move(entry.number, to, entry.actor_person_id)
        elif entry.kind in ("act", "import") and entry.step not in ENGINE_STEPS:
            kept[entry.number] = _act(flow, entry, content)
        elif entry.kind == "correction" and entry.refers_to in kept:
            target, apart = kept[entry.refers_to], _apart(entry, "form.")
            kept[entry.refers_to] = replaced_by(target, content["facts"]["form"], apart)
        elif entry.kind == "void" and entry.refers_to in kept:
            del kept[entry.refers_to]
        elif entry.kind == "allow":
            facts = content["facts"]
            allowance = Allowance(facts["code"], facts["number"], read_day(facts["on"]), "")
            kept[entry.number] = kept_allowance(entry.number, facts["step"], allowance, entry.actor_person_id)
    return list(kept.values())


def _act(flow: Workflow, entry: EntryRow, content: dict[str, Any]) -> Kept:
    step = flow[entry.step]
    apart = [path for path in _apart(entry) if not path.startswith(BESIDE)]
    form = join(step.form, content["facts"], apart)
    setting = flow.setting.held(content["setting"]) if "setting" in content else None
    allowed = tuple(Allowance(code, number, read_day(on), "") for code, number, on in content.get("allowed", ()))
    act = Act(step, form.day, form, setting=setting, allowed=allowed)
    return kept_act(entry.number, act, entry.actor_person_id, content["facts"], apart)


def _apart(entry: EntryRow, under: str = "") -> list[str]:
    """The fields whose texts lie apart, in the order the entry has them."""
    return [path.removeprefix(under) for path in json.loads(entry.commitments) if path.startswith(under)]


def broken_chain(entries: Iterable[EntryRow]) -> list[str]:
    """What is wrong with the numbers and hashes of a case's entries."""
    problems, previous, number = [], NO_HASH, 0
    for entry in entries:
        number += 1
        row = entry._asdict()
        if entry.number != number:
            problems.append(N_("第 %(number)s 条缺失") % {"number": number})
            number = entry.number
        if bytes(entry.previous_hash) != previous:
            problems.append(N_("第 %(number)s 条与前一条不相连") % {"number": entry.number})
        plain = {name: bytes(row[name]) if isinstance(row[name], memoryview) else row[name] for name in HASHED}
        if seal(plain) != bytes(entry.hash):
            problems.append(N_("第 %(number)s 条的内容与其散列值不符") % {"number": entry.number})
        previous = bytes(entry.hash)
    return problems


def differences(work: Work, flow: Workflow, case: int, at: datetime) -> list[Difference]:
    """Where the case's row, snapshot and effects differ from what its entries fold to, and its chain. Nothing is written."""
    folded = _folded(work, flow, case, at)
    return [*_compared(*folded), *(Difference("chain", problem, None) for problem in broken_chain(folded[1]))]


def compared(work: Work, flow: Workflow, case: int, at: datetime) -> list[Difference]:
    """The same without the chain."""
    return _compared(*_folded(work, flow, case, at))


def _compared(scene: Scene, entries: list[EntryRow], live: LiveCase) -> list[Difference]:
    row, dossier = scene.row, live.dossier
    last = entries[-1] if entries else None
    ended_reason, due = scene.store.projected(row.id)
    place = place_of(live, row.organisation_id)
    dues = [due_on(dossier, scene.laws, day) for day in (scene.today, _recorded_on(last) or scene.today)]
    rows = [
        Difference("organisation", row.organisation_id, place),
        Difference("stage", row.stage, dossier.stage),
        Difference("ended_reason", ended_reason, dossier.ended_reason),
        Difference("path", row.path, _path(scene, place)),
        Difference("due_on", due, due if due in dues else dues[0]),
        Difference("open", bool(row.open), not is_over(dossier)),
        Difference("version", row.version, _changes(entries)),
        Difference("last_number", row.last_number, last.number if last else 0),
        Difference("last_hash", bytes(row.last_hash).hex(), bytes(last.hash).hex() if last else NO_HASH.hex()),
        Difference("snapshot", bytes(row.snapshot).decode(), live.snapshot().decode()),
    ]
    rows += _effects(scene, live)
    return [each for each in rows if each.stands != each.follows]


def _changes(entries: Iterable[EntryRow]) -> int:
    """The version of a case: how often it changed. Neither what was refused or proposed changes it, nor a seal of events."""
    return sum(each.kind not in ("refusal", "proposal") and each.step != SEAL_EVENTS.name for each in entries)


def _recorded_on(entry: EntryRow | None) -> date | None:
    """The day on which an entry was recorded."""
    return date.fromisoformat(entry.recorded_at[:10]) if entry else None


def _path(scene: Scene, place: int) -> str:
    """Where the case's organisation stands; where it was last when it stands no more."""
    return scene.store.path(place, scene.today) or scene.row.path


def _effects(scene: Scene, live: LiveCase) -> list[Difference]:
    """Where memberships, or the rows the workflow names, are not what the fold gives."""
    if scene.flow.differs:
        return [Difference(*each) for each in scene.flow.differs(scene, live.kept)]
    extra, absent = effects.differences(scene.store, scene.row, live.dossier, scene.laws)
    return [Difference("memberships", sorted(map(str, extra)), sorted(map(str, absent)))]


def place_of(live: LiveCase, otherwise: int) -> int:
    """The organisation that holds the case: the last one it was received by or moved to, else where it began."""
    places = [live.dossier.setting.known("begun_in"), *map(_went_to, live.kept)]
    return next(filter(None, reversed(places)), otherwise)


def _went_to(kept: Kept) -> int | None:
    """The organisation an entry brought the case to."""
    if kept.moved:
        return kept.moved.organisation
    received = kept.act is not None and kept.act.step.moves_from
    return kept.act.form.known("organisation") if received and kept.act and kept.act.form else None


def rebuild(work: Work, flow: Workflow, case: int, at: datetime) -> list[Difference]:
    """Writes the case's row and effects anew from its entries, and answers what was different."""
    found = differences(work, flow, case, at)
    scene, entries, live = _folded(work, flow, case, at)
    scene.case, scene.snapshot = live, live.snapshot()
    scene.changes = _changes(entries) - scene.row.version
    place = place_of(live, scene.row.organisation_id)
    scene.organisation_id, scene.path = place, _path(scene, place)
    if entries:
        scene.last_number, scene.last_hash = entries[-1].number, bytes(entries[-1].hash)
        scene.project()
        scene.bring_all_effects(entries[-1].id)
    return found


def _folded(work: Work, flow: Workflow, case: int, at: datetime) -> tuple[Scene, list[EntryRow], LiveCase]:
    scene = Scene(work, flow, case, at, LiveCase(blank(flow), []))
    entries = scene.store.entries(case)
    if not entries and scene.row.last_number:
        raise NotFound(N_("案件没有记录"))
    return scene, entries, fold(flow, kept_from_entries(flow, entries), scene.laws)
