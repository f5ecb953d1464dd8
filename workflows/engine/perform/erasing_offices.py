"""In whose offices an erasure is proposed, confirmed and declined: as the entries say that it names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..declare import Step
from .erasing import ERASE, Erased, Target, known_to, remaining
from .proposal import concerned
from .scene import Scene
from .store import EntryRow


def losing(scene: Scene, found: Iterable[Target]) -> list[Step]:
    """The steps whose entries lose something, or which these entries are about: in the office of each it may be done."""
    return _about(scene, (each.entry for each in found))


def answering(scene: Scene, proposal: int, facts: Mapping[str, Any]) -> list[Step]:
    """In whose offices a proposal to erase is answered: of every entry it names, whatever another took of it since."""
    entries, there = scene.store.entries(scene.row.id), scene.store.texts_of_case(scene.row.id)
    return _about(scene, named_in(entries, there, Erased.recall(facts), proposal))


def named_in(
    entries: Sequence[EntryRow], there: Mapping[int, Sequence[str]], form: Any, proposal: int
) -> list[EntryRow]:
    """The entries a proposal names; of the whole case those that had something to lose when it was made."""
    if form.named:
        return [each for each in entries if each.number in {part.entry for part in form.named}]
    since = {each.refers_to for each in entries if each.kind == "erasure" and each.number > proposal}
    left = {each.entry.number for each in remaining(list(known_to(proposal, entries)), there)}
    return [each for each in entries if each.number < proposal and each.number in since | left]


def _about(scene: Scene, entries: Iterable[EntryRow]) -> list[Step]:
    steps = [concerned(scene, each) or ERASE for each in entries]
    return list({step.name: step for step in steps}.values())
