"""What an installation hands to its superior: a checkpoint, and the proof that it continues an older one.

Written as the C2SP tlog-witness protocol does: `old SIZE`, the hashes of the consistency proof in Base64, a blank line, and
the signed note. SIZE is that of the older checkpoint, 0 where the superior has seen none.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from workflows.engine.findings import N_

from .checkpoints import Checkpoint
from .errors import BadNote, Unproven
from .keys import decoded
from .merkle import Tree, check_consistency
from .notes import Note, opened, read, with_proof

NOT_HANDED = N_("移交文件应以“old 项数”开头，接着每行一个散列值，空一行，再是签名的检查点")
SAME_SIZE = N_("两个检查点都是 %(size)s 项，树根却不同：日志“%(origin)s”有两个版本（分叉），不能副署")
SHRUNK = N_("日志“%(origin)s”原有 %(before)s 项，现在只有 %(size)s 项：已被截短，或者恢复了旧备份，不能副署")
OTHER_START = N_("移交文件从 %(old)s 项起证明，这里上次见到的是 %(before)s 项：请对方用 --since %(before)s 重新生成")
FORKED = N_("日志“%(origin)s”的 %(size)s 项不由上次见到的 %(before)s 项延续而来：已被改写（分叉），不能副署")


class Handed(NamedTuple):
    """A checkpoint's note with the proof that its log continues one of `old` leaves."""

    old: int
    proof: Sequence[bytes]
    note: Note

    def __bytes__(self) -> bytes:
        return with_proof([f"old {self.old}"], self.proof, self.note)

    @classmethod
    def of(cls, tree: Tree, note: Note, old: int) -> "Handed":
        """Of a checkpoint of this tree. Raises Unproven or BadLog."""
        return cls(old, tree.consistency(old, Checkpoint.read(note.text).size), note)

    @classmethod
    def read(cls, content: bytes) -> "Handed":
        """From a file. Raises BadNote."""
        (first,), proof, note = opened(content, 1) or ([""], [], b"")
        old = re.fullmatch(r"old (0|[1-9][0-9]{0,18})", first)
        if not old:
            raise BadNote(NOT_HANDED)
        return cls(int(old[1]), [decoded(line) for line in proof], read(note))


def continued(handed: Handed, checkpoint: Checkpoint, before: Checkpoint | None) -> None:
    """Whether the checkpoint handed over continues the one seen before. Raises Unproven with what is wrong."""
    old, said = before.size if before else 0, {"origin": checkpoint.origin, "size": checkpoint.size}
    if before and checkpoint.size == old and checkpoint.root != before.root:
        raise Unproven(SAME_SIZE, **said)
    if checkpoint.size < old:
        raise Unproven(SHRUNK, **said, before=old)
    if handed.old != old:
        raise Unproven(OTHER_START, old=handed.old, before=old)
    if before is None or old == 0:
        return
    try:
        check_consistency(checkpoint.hash, old, checkpoint.size, handed.proof, before.root, checkpoint.root)
    except Unproven:
        raise Unproven(FORKED, **said, before=old) from None
