"""Erasure (抹去) by a recorded decision: personal texts and files of one entry, or of the whole case, go; what was hashed stays.

Proposed by one person and confirmed by another like a correction. Each entry that loses something gets an erasure entry of its
own, which alone lets its texts be deleted. A text that a correction repeats goes with the one it corrected.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..declare import Step
from ..errors import BadForm
from ..findings import N_
from ..forms import Form, Row, field
from ..journal import BESIDE, iso
from ..values import Day, Short, Text
from .scene import Line, Scene, Written
from .store import EntryRow

REPEATED = "form."
"""How a correction names the texts of the form it replaces."""
_, FILES = BESIDE
NO_ENTRY = N_("案件中没有第 %(number)s 条记录")
NOTHING = N_("没有可以抹去的个人内容：请核对案件、条数和项目，已经抹去的不必再抹")
UNKNOWN = N_("第 %(number)s 条没有“%(field)s”这一项个人内容，或已抹去；现有：%(there)s")
WITHOUT_ENTRY = N_("写明项目的，须同时写明是哪一条记录")
TWICE = N_("抹去一条记录的和抹去几条记录的，只能写一种")


class Part(Row):
    """一条记录中抹去的内容（不填项目为全部）。"""

    entry: int = field("抹去的记录", "条", ge=1)
    fields: list[Short] = field("抹去的项目", default=[], max_length=999)


class Erased(Form):
    """抹去：依哪一份决定，抹去哪一条（不填为全案）的哪些内容（不填为全部）；几条记录一并抹去的，逐条写明。"""

    entry: int | None = field("抹去的记录", "条", ge=1, default=None)
    fields: list[Short] = field("抹去的项目", default=[], max_length=99)
    parts: list[Part] = field("抹去的各条记录", default=[], max_length=999)
    number: Short = field("决定文号")
    on: Day = field("决定日期")
    reason: Text = field("理由", personal=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        entry, fields = self.known("entry"), self.known("fields")
        if self.known("parts") and (entry is not None or fields):
            yield "parts", TWICE, {}
        if fields and entry is None:
            yield "fields", WITHOUT_ENTRY, {}

    @property
    def named(self) -> list[Part]:
        """What is to be erased, entry by entry; nothing means the whole case."""
        entry = self.known("entry")
        return list(self.parts) if entry is None else [Part(entry=entry, fields=self.fields)]


ERASE = Step(name="erase", title=N_("抹去个人内容"), stage=(), by=(), form=Erased, final=True)


class Target(NamedTuple):
    """What an entry loses: texts by their fields, files by the hashes of their contents."""

    entry: EntryRow
    fields: Sequence[str]
    files: Sequence[str]


def targets(scene: Scene, form: Any, proposal: int | None = None) -> list[Target]:
    """What an erasure takes away, entry by entry; of a `proposal` what is left of it. Raises BadForm as `lost` does."""
    return lost(scene.store.entries(scene.row.id), scene.store.texts_of_case(scene.row.id), form, proposal)


def lost(
    entries: Sequence[EntryRow], there: Mapping[int, Sequence[str]], form: Any, proposal: int | None = None
) -> list[Target]:
    """What of a case's entries goes, in their order; `there` are the fields with texts by the id of the entry.

    Raises BadForm where there is nothing, or not what is named; of a `proposal` that waits only where nothing is left.
    A whole entry, or the whole case, goes as it was when it was proposed.
    """
    known = entries if proposal is None else list(known_to(proposal, entries))
    if form.named:
        parts = (_of_part(entries if part.fields else known, there, part, proposal is None) for part in form.named)
        found = _holding(_together(each for part in parts for each in part))
    else:
        found = remaining(known, there)
    if not found:
        raise BadForm([("entry", NOTHING)])
    return found


def remaining(entries: Sequence[EntryRow], there: Mapping[int, Sequence[str]]) -> list[Target]:
    """What could still be taken away of these entries; the erasures that refer to them must be among them."""
    return _holding(_target(each, entries, there) for each in entries if each.step != ERASE.name)


def known_to(proposal: int, entries: Iterable[EntryRow]) -> Iterator[EntryRow]:
    """The entries before a proposal, what confirmed one of them since, and every erasure."""
    for each in entries:
        confirms = each.kind == "correction" and json.loads(each.facts)["facts"].get("proposal", proposal) < proposal
        if each.number < proposal or confirms or each.kind == "erasure":
            yield each


def _holding(found: Iterable[Target]) -> list[Target]:
    return [each for each in found if each.fields or each.files]


def _of_part(entries: Sequence[EntryRow], there: Mapping[int, Sequence[str]], part: Part, strict: bool) -> list[Target]:
    """What goes of one entry, and of the corrections that repeat it; `strict` raises BadForm for what is not there."""
    own = next((each for each in entries if each.number == part.entry), None)
    if own is None:
        raise BadForm([("entry", NO_ENTRY % {"number": part.entry})])
    if strict:
        _known(own, part.fields, there.get(own.id, ()))
    beside = [each for each in entries if each.refers_to == own.number and each.kind in ("proposal", "correction")]
    repeated = [f"{REPEATED}{each}" for each in part.fields]
    found = [_target(own, entries, there, part.fields), *(_target(each, entries, there, repeated) for each in beside)]
    if strict and not _holding(found):
        raise BadForm([("entry", NOTHING)])
    return found


def _together(found: Iterable[Target]) -> list[Target]:
    """What several parts take away of the same entries, each entry once and in their order."""
    by_entry: dict[int, Target] = {}
    for each in found:
        before = by_entry.get(each.entry.number, Target(each.entry, (), ()))
        fields, files = dict.fromkeys((*before.fields, *each.fields)), dict.fromkeys((*before.files, *each.files))
        by_entry[each.entry.number] = Target(each.entry, list(fields), list(files))
    return [by_entry[number] for number in sorted(by_entry)]


def _target(
    entry: EntryRow, entries: Iterable[EntryRow], there: Mapping[int, Sequence[str]], only: Sequence[str] = ()
) -> Target:
    """What is left of an entry to be taken away, of `only` these fields or of all; `there` are the fields with texts.

    A content that the entry names twice goes with both names: it could not be given out at one place alone.
    """
    named, gone = json.loads(entry.files), _files_gone(entries, entry.number)
    taken = [sha256 for place, sha256 in enumerate(named) if not only or f"{FILES}{place}" in only]
    same = [f"{FILES}{place}" for place, sha256 in enumerate(named) if sha256 in taken]
    fields = [each for each in there.get(entry.id, ()) if not only or each in only or each in same]
    return Target(entry, fields, [sha256 for sha256 in dict.fromkeys(taken) if sha256 not in gone])


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
