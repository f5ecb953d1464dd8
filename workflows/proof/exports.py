"""Makes an export: the bytes of every file of the folder that `verifier.py` reads, whose head describes the format."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from workflows.engine.findings import N_
from workflows.engine.journal import Text, canonical, sealed

from .checkpoints import Checkpoint
from .errors import BadLog
from .hashing import SHA256
from .keys import SecretKey
from .merkle import Tree
from .notes import Note, signed

FORMAT = "zhibu-export/1"
OTHER_ROOT = N_("前 %(size)s 项的树根与检查点不符：日志与检查点不是一处的，不能导出")
BEYOND = N_("案件 %(case)s 第 %(number)s 条（日志序号 %(index)s）不在检查点的 %(size)s 项之内：请先签署新的检查点")


@dataclass(frozen=True)
class Exported:
    """An entry to be exported: its place in the log, its hashed columns, and the personal texts that are still there.

    Of one that is `withheld` only its place, its number and its hash are told.
    """

    index: int
    row: Mapping[str, Any]
    texts: Sequence[Text] = ()
    withheld: bool = False


class Export(NamedTuple):
    """What is exported: entries of a log up to a checkpoint; `since` is an older one, from which on the leaves are given.

    Without leaves (`with_leaves`) each entry brings a proof: shorter for a few entries of a long log, and then nobody can
    say that the log between is whole. `attached` are the contents of attached files; those left out are said to be. `made_at` is a moment as text. What lies
    `beside`, by its name, is for people; the manifest lists it like everything else.
    """

    tree: Tree
    until: Note
    entries: Sequence[Exported]
    made_at: str
    since: Note | None = None
    with_leaves: bool = True
    attached: Sequence[bytes] = ()
    beside: Mapping[str, bytes] = MappingProxyType({})

    def files(self, key: SecretKey) -> dict[str, bytes]:
        """Every file by its name, the manifest signed with the log's key. Raises BadLog or BadNote."""
        until, begin = self._checkpoint(self.until), self._begin()
        entries = sorted(self.entries, key=lambda each: each.index)
        files = {
            "checkpoint.note": bytes(self.until),
            "entries.jsonl": _lines(canonical(self._line(each, begin, until)) for each in entries),
            "key.txt": f"{key.public}\n".encode(),
        }
        if self.since:
            files["since.note"] = bytes(self.since)
        if self.with_leaves:
            files["leaves.txt"] = _lines(each.hex().encode() for each in self.tree.leaves(begin, until.size))
        files |= {f"attached/{SHA256.digest(content).hex()}": content for content in self.attached}
        files |= self.beside
        manifest = canonical(self._manifest(until, begin, entries, files))
        return {**files, "manifest.json": manifest, "manifest.note": _sealed(until, manifest, key)}

    def _checkpoint(self, note: Note) -> Checkpoint:
        checkpoint = Checkpoint.read(note.text)
        if self.tree.root(checkpoint.size) != checkpoint.root:
            raise BadLog(OTHER_ROOT, size=checkpoint.size)
        return checkpoint

    def _begin(self) -> int:
        return self._checkpoint(self.since).size if self.since else 0

    def _line(self, entry: Exported, begin: int, until: Checkpoint) -> dict[str, Any]:
        """An entry with its place in the log; with a proof where its leaf is not given."""
        key = {"case": entry.row["case_id"], "number": entry.row["number"], "index": entry.index}
        if entry.index >= until.size:
            raise BadLog(BEYOND, **key, size=until.size)
        line = {"index": entry.index, **_told(entry)}
        if self.with_leaves and entry.index >= begin:
            return line
        return {**line, "path": [each.hex() for each in self.tree.inclusion(entry.index, until.size)]}

    def _manifest(
        self, until: Checkpoint, begin: int, entries: Sequence[Exported], files: Mapping[str, bytes]
    ) -> dict[str, Any]:
        covered = {each.index for each in entries}
        return {
            "cases": _chains(entries),
            "consistency": [each.hex() for each in self.tree.consistency(begin, until.size)],
            "files": {name: until.hash.digest(content).hex() for name, content in files.items()},
            "format": FORMAT,
            "hashes": {"entries": SHA256.name, "log": until.hash.name},
            "made_at": self.made_at,
            "origin": until.origin,
            "whole": self.with_leaves and covered >= set(range(begin, until.size)),
        }


def _sealed(until: Checkpoint, manifest: bytes, key: SecretKey) -> bytes:
    """The note beside the manifest."""
    digest = base64.b64encode(until.hash.digest(manifest)).decode()
    return bytes(signed(f"{FORMAT}\n{until.origin}\n{digest}\n", key))


def _told(entry: Exported) -> dict[str, Any]:
    """What is told of an entry beside its place."""
    if entry.withheld:
        row = entry.row
        return {"withheld": {"case_id": row["case_id"], "hash": row["hash"].hex(), "number": row["number"]}}
    texts = {text.field: [text.salt.hex(), text.text] for text in entry.texts}
    return {"sealed": sealed(entry.row).decode(), "texts": texts}


def _chains(entries: Sequence[Exported]) -> list[list[int]]:
    """(case, first number, last number) of every case."""
    numbers: dict[int, list[int]] = {}
    for each in entries:
        numbers.setdefault(each.row["case_id"], []).append(each.row["number"])
    return [[case, min(found), max(found)] for case, found in sorted(numbers.items())]


def _lines(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)
