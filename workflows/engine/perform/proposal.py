"""A proposal that waits for its second person: what it says, and whose business it is."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..declare import Step
from ..errors import NotFound, OutOfTurn
from ..findings import N_
from .scene import Scene
from .store import EntryRow


class Proposal(NamedTuple):
    """Who proposed, the engine step, its facts and its personal texts by field."""

    by: int | None
    step: str
    facts: Mapping[str, Any]
    texts: Mapping[str, str]


def open_proposal(scene: Scene, number: int) -> Proposal:
    """The proposal with that number. Raises NotFound, or OutOfTurn where it was answered or withdrawn."""
    entry = scene.store.entry(scene.row.id, number)
    if entry is None or entry.kind != "proposal":
        raise NotFound(N_("案件中没有第 %(number)s 条提议"), number=number)
    if scene.store.answered(scene.row.id, number):
        raise OutOfTurn(N_("第 %(number)s 条提议已经了结"), number=number)
    facts = json.loads(entry.facts)["facts"]
    return Proposal(entry.actor_person_id, entry.step, facts, scene.store.texts(entry.id))


def concerned(scene: Scene, entry: EntryRow | None) -> Step | None:
    """The workflow's step that an entry is about: its own, or that of the entry it refers to."""
    while entry is not None and entry.step not in scene.flow:
        entry = scene.store.entry(scene.row.id, entry.refers_to) if entry.refers_to else None
    return scene.flow[entry.step] if entry else None
