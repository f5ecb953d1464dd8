"""Checkpoints (C2SP tlog-checkpoint): origin, size and root of a log, in three lines; and a log held against older ones."""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workflows.engine.findings import N_

from .errors import BadNote
from .hashing import HASHES, LENGTH, SHA256, Hash
from .keys import LOG, PublicKey, SecretKey, decoded
from .merkle import Tree
from .notes import Note, Signature, signed, verified

NOT_THREE = N_("检查点应为三行：来源、项数、树根（使用 SM3 的再加一行“hash sm3”）")
BAD_SIZE = N_("检查点的项数“%(size)s”应为没有前导零的十进制整数")
BAD_ROOT = N_("检查点的树根应为 %(length)s 字节，实为 %(given)s 字节")
NOT_THE_LOG = N_("检查点由“%(names)s”签名，没有日志“%(origin)s”自己的签名")
OTHER_ORIGIN = N_("检查点属于“%(given)s”，不属于日志“%(origin)s”")
OTHER_HASH = N_("检查点用 %(given)s 计算，日志用 %(needed)s 计算")
BAD_ORIGIN = N_("来源“%(origin)s”须为一行，不能为空")
EXTENSION = "hash "


class Checkpoint(NamedTuple):
    """The log `origin` had `size` leaves under `root`."""

    origin: str
    size: int
    root: bytes
    hash: Hash = SHA256

    def __str__(self) -> str:
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        if self.hash is not SHA256:
            lines.append(EXTENSION + self.hash.name)
        return "\n".join(lines) + "\n"

    @classmethod
    def of(cls, origin: str, tree: Tree) -> "Checkpoint":
        """Of a tree as it is now. Raises BadNote for an origin that is not one line."""
        if not origin or "\n" in origin:
            raise BadNote(BAD_ORIGIN, origin=origin)
        return cls(origin, tree.size, tree.root(), tree.hash)

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """From the text of a note. Raises BadNote."""
        lines = text.split("\n")
        if len(lines) not in (4, 5) or lines.pop() or not all(lines):
            raise BadNote(NOT_THREE)
        origin, size, root, *extension = lines
        if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size):
            raise BadNote(BAD_SIZE, size=size)
        raw = decoded(root)
        if len(raw) != LENGTH:
            raise BadNote(BAD_ROOT, length=LENGTH, given=len(raw))
        return cls(origin, int(size), raw, _named(extension))

    def signed(self, key: SecretKey) -> Note:
        """As a note under the log's own key."""
        return signed(str(self), key)


def _named(extension: Sequence[str]) -> Hash:
    others = {EXTENSION + each.name: each for each in HASHES.values() if each is not SHA256}
    if not extension:
        return SHA256
    if extension[0] not in others:
        raise BadNote(NOT_THREE)
    return others[extension[0]]


def accepted(note: Note, keys: Sequence[PublicKey]) -> tuple[Checkpoint, list[Signature]]:
    """The checkpoint of a note the log itself has signed, and the signatures of all `keys`. Raises BadNote."""
    signatures, checkpoint = verified(note, keys), Checkpoint.read(note.text)
    own = {key.id for key in keys if key.name == checkpoint.origin and key.kind == LOG}
    if not own & {each.id for each in signatures if each.name == checkpoint.origin}:
        raise BadNote(NOT_THE_LOG, names="、".join(each.name for each in signatures), origin=checkpoint.origin)
    return checkpoint, signatures


class Departure(NamedTuple):
    """A log that is not what a checkpoint said: `cut` (leaves are gone) or `forked` (leaves are others), from `begin` to before `end`."""

    kind: str
    checkpoint: Checkpoint
    begin: int
    end: int


def departures(origin: str, tree: Tree, older: Iterable[Checkpoint]) -> Iterator[Departure]:
    """Where a log departs from older checkpoints; the last one it agrees with says from where on. Raises BadNote."""
    agreed = 0
    for checkpoint in sorted(older, key=lambda each: each.size):
        _comparable(origin, tree, checkpoint)
        if checkpoint.size > tree.size:
            yield Departure("cut", checkpoint, tree.size, checkpoint.size)
        elif tree.root(checkpoint.size) != checkpoint.root:
            yield Departure("forked", checkpoint, agreed, checkpoint.size)
        else:
            agreed = checkpoint.size


def _comparable(origin: str, tree: Tree, checkpoint: Checkpoint) -> None:
    if checkpoint.origin != origin:
        raise BadNote(OTHER_ORIGIN, given=checkpoint.origin, origin=origin)
    if checkpoint.hash is not tree.hash:
        raise BadNote(OTHER_HASH, given=checkpoint.hash.name, needed=tree.hash.name)
