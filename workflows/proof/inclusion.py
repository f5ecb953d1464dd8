"""One entry's proof in a file (C2SP tlog-proof): the sealed entry, its place in the log, the path to the root, the checkpoint."""

import base64
import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from workflows.engine.findings import N_
from workflows.engine.journal import HASHED

from .checkpoints import accepted
from .errors import BadNote
from .hashing import SHA256
from .keys import PublicKey, decoded
from .merkle import check_inclusion
from .notes import Note, Signature, opened, read, with_proof

FORMAT = "c2sp.org/tlog-proof@v1"

NOT_A_PROOF = N_(
    "收录证明应以“%(format)s”开头，接着是 extra（封存的记录）、index（日志序号）、各散列值，空一行，再是检查点"
)
NOT_AN_ENTRY = N_("收录证明中没有封存的记录，或者它的各栏不全")


class Proof(NamedTuple):
    """The bytes an entry's hash is taken over, the leaf's place in the log, the proof of RFC 9162, and the note."""

    sealed: bytes
    place: int
    path: Sequence[bytes]
    note: Note

    def __bytes__(self) -> bytes:
        extra = f"extra {base64.b64encode(self.sealed).decode()}"
        return with_proof([FORMAT, extra, f"index {self.place}"], self.path, self.note)

    @classmethod
    def read(cls, content: bytes) -> "Proof":
        """From a file. Raises BadNote."""
        (named, extra, index), path, note = opened(content, 3) or (["", "", ""], [], b"")
        place = re.fullmatch(r"index (0|[1-9][0-9]{0,18})", index)
        if named != FORMAT or not extra.startswith("extra ") or not place:
            raise BadNote(NOT_A_PROOF, format=FORMAT)
        sealed = decoded(extra.removeprefix("extra "))
        return cls(sealed, int(place[1]), [decoded(line) for line in path], read(note))

    def columns(self) -> dict[str, Any]:
        """The entry's columns by name. Raises BadNote."""
        try:
            return dict(zip(HASHED, json.loads(self.sealed), strict=True))
        except (ValueError, TypeError):
            raise BadNote(NOT_AN_ENTRY) from None

    def check(self, keys: Sequence[PublicKey]) -> list[Signature]:
        """Who signed the checkpoint, of these keys, that holds the entry. Raises BadNote or Unproven."""
        self.columns()
        checkpoint, signatures = accepted(self.note, keys)
        leaf = checkpoint.hash.leaf(SHA256.digest(self.sealed))
        check_inclusion(checkpoint.hash, leaf, self.place, checkpoint.size, self.path, checkpoint.root)
        return signatures
