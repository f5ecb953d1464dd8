"""Erasure (抹去) by a recorded decision: personal texts and files of one entry, or of the whole case, go; what was hashed stays.

Proposed by one person and confirmed by another like a correction. Each entry that loses something gets an erasure entry of its
own, which alone lets its texts be deleted. A text that a correction repeats goes with the one it corrected.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..declare import Step
from ..errors import BadForm
from ..findings import N_
from ..forms import Form, field
from ..journal import iso
from ..values import Day, Short, Text
from .scene import Line, Scene, Written
from .store import EntryRow

REPEATED = "form."
"""How a correction names the texts of the form it replaces."""
NO_ENTRY = N_("案件中没有第 %(number)s 条记录")
NOTHING = N_("没有可以抹去的个人内容：请核对案件、条数和项目，已经抹去的不必再抹")
UNKNOWN = N_("第 %(number)s 条没有“%(field)s”这一项个人内容，或已抹去；现有：%(there)s")
WITHOUT_ENTRY = N_("写明项目的，须同时写明是哪一条记录")


class Erased(Form):
    """抹去：依哪一份决定，抹去哪一条（不填为全案）的哪些内容（不填为全部）。"""

    entry: int | None = field("抹去的记录", "条", ge=1, default=None)
    fields: list[Short] = field("抹去的项目", default=[], max_length=99)
    number: Short = field("决定文号")
    on: Day = field("决定日期")
    reason: Text = field("理由", personal=True)


ERASE = Step(name="erase", title=N_("抹去个人内容"), stage=(), by=(), form=Erased, final=True)


class Target(NamedTuple):
    """What an entry loses: texts by their fields, files by the hashes of their contents."""

    entry: EntryRow
    fields: Sequence[str]
    files: Sequence[str]


def targets(scene: Scene, form: Any) -> list[Target]:
    """What an erasure takes away, entry by entry. Raises BadForm where there is nothing, or not what is named."""
    entries, there = scene.store.entries(scene.row.id), scene.store.texts_of_case(scene.row.id)
    number, fields = form.known("entry"), list(form.fields)
    if number is None:
        if fields:
            raise BadForm([("fields", WITHOUT_ENTRY)])
        found = [_target(each, entries, there) for each in entries if each.step != ERASE.name]
    else:
        own = next((each for each in entries if each.number == number), None)
        if own is None:
            raise BadForm([("entry", NO_ENTRY % {"number": number})])
        _known(own, fields, there.get(own.id, ()))
        beside = [each for each in entries if each.refers_to == number and each.kind in ("proposal", "correction")]
        repeated = [f"{REPEATED}{each}" for each in fields]
        found = [_target(own, entries, there, fields), *(_target(each, entries, there, repeated) for each in beside)]
    found = [each for each in found if each.fields or each.files]
    if not found:
        raise BadForm([("entry", NOTHING)])
    return found


def _target(
    entry: EntryRow, entries: Iterable[EntryRow], there: Mapping[int, Sequence[str]], only: Sequence[str] = ()
) -> Target:
    """What is left of an entry to be taken away, of `only` these fields or of all; `there` are the fields with texts."""
    fields = [each for each in there.get(entry.id, ()) if not only or each in only]
    gone = _files_gone(entries, entry.number)
    places = enumerate(json.loads(entry.files))
    files = [sha256 for place, sha256 in places if sha256 not in gone and (not only or f"files.{place}" in only)]
    return Target(entry, fields, files)


def _files_gone(entries: Iterable[EntryRow], number: int) -> set[str]:
    erasures = (each for each in entries if each.kind == "erasure" and each.refers_to == number)
    return {sha256 for each in erasures for sha256 in json.loads(each.facts)["facts"]["files"]}


def _known(entry: EntryRow, fields: Sequence[str], there: Sequence[str]) -> None:
    for each in fields:
        if each not in there:
            facts = {"number": entry.number, "field": each, "there": "、".join(there) or "-"}
            raise BadForm([("fields", UNKNOWN % facts)])


def erase(scene: Scene, proposal: int, form: Any, found: Sequence[Target]) -> Written:
    """Appends the erasure entries, takes the texts away, and lets follow what was made from them; the last entry is answered.

    The contents of files lie outside the tables: whoever keeps them takes away those the entries name.
    """
    law, written = scene.laws.on(scene.today), None
    for target in found:
        said = {"entry": target.entry.number, "fields": sorted(target.fields), "files": sorted(target.files)}
        content = {"facts": {**said, "number": form.number, "on": form.on, "proposal": proposal}}
        stage, number = scene.dossier.stage, target.entry.number
        written = scene.append(Line("erasure", ERASE, iso(scene.today), content, (), (), law, stage, None, number))
        scene.changes += 1
        scene.store.erase(target.entry.id, target.fields)
    assert written is not None
    scene.project()
    scene.bring_all_effects(written.id)
    return written
