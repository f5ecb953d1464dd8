"""A small town's journal in a log: three cases, texts, an attached file, an erased text, two checkpoints, and an export of it."""

from functools import cache
from typing import Any

from workflows.engine.journal import NO_HASH, canonical, commit, seal
from workflows.proof import notes, verifier
from workflows.proof.checkpoints import Checkpoint
from workflows.proof.exports import Export, Exported
from workflows.proof.hashing import HASHES, SHA256, Hash
from workflows.proof.keys import COSIGNER, LOG, SecretKey
from workflows.proof.merkle import Tree
from workflows.proof.notes import Note
from workflows.proof.tiles import Log

ORIGIN = "zhibu.example/town"
KEY = SecretKey(ORIGIN, LOG, bytes(range(32)))
OTHER_KEY = SecretKey(ORIGIN, LOG, bytes(range(1, 33)))
WITNESS = SecretKey("county.example", COSIGNER, bytes(range(2, 34)))
MADE_AT = "2026-11-20T10:00:00+08:00"
SINCE = 11
SCAN = "入党申请书（扫描）".encode()
ORDER = [1, 2, 1, 3, 3, 1, 2, 2, 1, 3, 1, 2, 3, 3, 1, 1, 2, 3, 2, 1, 3]
"""The cases in the order their entries came into the log."""


class Memory(dict):
    """Tiles in memory; `cut_after` writes, the next one fails."""

    cut_after = -1

    def read(self, level: int, index: int) -> bytes:
        return self.get((level, index), b"")

    def write(self, level: int, index: int, tile: bytes) -> None:
        if self.cut_after == 0:
            raise InterruptedError
        self.cut_after -= 1
        held = self.get((level, index), b"")
        assert len(held) < len(tile) <= 256 * 32 and tile.startswith(held), "a tile may only grow"
        self[level, index] = tile


def row(case: int, number: int, previous: bytes, **columns: Any) -> dict[str, Any]:
    """The columns of an entry, sealed."""
    made = dict.fromkeys(verifier.HASHED) | {
        "case_id": case,
        "number": number,
        "kind": "act",
        "step": "review_activist",
        "form_version": 1,
        "act_on": f"2026-06-{number:02}",
        "recorded_at": f"2026-06-{number:02}T10:00:00.000000+08:00",
        "mode": "live",
        "actor_person_id": 2,
        "facts": canonical({"facts": {"on": f"2026-06-{number:02}", "places": ["某村"]}}),
        "commitments": b"{}",
        "findings": b"[]",
        "editions": "XZ26",
        "overlays": "",
        "readings": "",
        "calendar": "2026",
        "files": b"[]",
        "previous_hash": previous,
        **columns,
    }
    return {**made, "hash": seal(made)}


@cache
def journal() -> tuple[Exported, ...]:
    """Every entry; case 1 has texts, of which the second is erased by its sixth entry; case 2 begins with a file."""
    found: list[Exported] = []
    for index, case in enumerate(ORDER):
        before = [each.row for each in found if each.row["case_id"] == case]
        number = len(before) + 1
        columns, texts = {}, []
        if case == 1 and number in (2, 3):
            columns["commitments"], texts = commit(
                [("opinion", f"第 {number} 次考察：表现好。"), ("contacts.0.name", "赵强")]
            )
            texts = texts if number == 2 else texts[:1]
        if case == 1 and number == 6:
            erased = {"entry": 3, "fields": ["contacts.0.name"], "files": []}
            columns |= {"kind": "erasure", "refers_to": 3, "facts": canonical({"facts": erased})}
        if case == 2 and number == 1:
            columns["files"] = canonical([SHA256.digest(SCAN).hex()])
        previous = before[-1]["hash"] if before else NO_HASH
        found.append(Exported(index, row(case, number, previous, **columns), texts))
    return tuple(found)


def logged(entries: tuple[Exported, ...] | list[Exported], hash: Hash = SHA256) -> Log:
    """The log of these entries, in tiles."""
    return Log(hash, Memory()).append(hash.leaf(each.row["hash"]) for each in entries)


def checkpoint(tree: Tree, key: SecretKey = KEY) -> Note:
    """A signed checkpoint of the tree as it is."""
    return Checkpoint.of(ORIGIN, tree).signed(key)


@cache
def files(hash: str = "sha256", since: int = SINCE, only: int = 0, leaves: bool = True) -> dict[str, bytes]:
    """An export: since an older checkpoint or, with 0, of everything; of one case `only`."""
    entries = [each for each in journal() if only in (0, each.row["case_id"])]
    tree = logged(journal(), HASHES[hash])
    note = notes.cosign(checkpoint(tree), WITNESS, at=1_795_000_000)
    older = checkpoint(logged(journal()[:since], HASHES[hash])) if since else None
    entries = entries if only or not since else [each for each in entries if each.index >= since - 4]
    return Export(tree, note, entries, MADE_AT, older, leaves, [SCAN]).files(KEY)


def verified(
    exported: dict[str, bytes], *against: tuple[str, bytes], keys: Any = (KEY.public,)
) -> verifier.Verification:
    """What the verifier finds in an export."""
    return verifier.Verification(dict(exported), [verifier.public_key(str(key)) for key in keys]).run(against)


def wrong(found: verifier.Verification) -> list[str]:
    """Everything that is wrong, as it is told."""
    return [sentence for section, sentence, *_ in found.said if section]
