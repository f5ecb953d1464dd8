"""The log: 100,000 leaves appended in batches, proofs at 1,000 and at 100,000 leaves, and an export verified."""

import statistics
from collections.abc import Callable
from random import Random

from bench.perform import Cost, measured
from workflows.engine.journal import HASHED, NO_HASH, seal
from workflows.proof.checkpoints import Checkpoint
from workflows.proof.exports import Export, Exported
from workflows.proof.hashing import HASHES, SHA256, Hash
from workflows.proof.keys import LOG, SecretKey
from workflows.proof.merkle import check_inclusion
from workflows.proof.tiles import Log
from workflows.proof.verifier import Verification, public_key

FEW, MANY, BATCH, PROOFS, ENTRIES, ROUNDS = 1_000, 100_000, 500, 300, 2_000, 5
KEY = SecretKey("zhibu.example/bench", LOG, bytes(range(32)))


class Memory(dict[tuple[int, int], bytes]):
    """Tiles in memory."""

    def read(self, level: int, index: int) -> bytes:
        return self.get((level, index), b"")

    def write(self, level: int, index: int, tile: bytes) -> None:
        self[level, index] = tile


def main() -> None:
    """What counts is that a proof in a log a hundred times as long costs about the same."""
    for hash in HASHES.values():
        leaves = [hash.leaf(b"%d" % each) for each in range(MANY)]
        costs = [measured(lambda leaves=leaves, hash=hash: len(grown(hash, leaves).store) and MANY) for _ in range(2)]
        log = grown(hash, leaves)
        held = sum(map(len, log.store.values())) / MANY
        print(f"proof: {hash.name}: {MANY} leaves in batches of {BATCH}: {cpu(costs):.1f} us a leaf, {held:.1f} bytes")
        compared(hash, log)
    exported()


def grown(hash: Hash, leaves: list[bytes]) -> Log:
    """The log of the leaves, batch by batch."""
    log = Log(hash, Memory())
    for begin in range(0, len(leaves), BATCH):
        log = log.append(leaves[begin : begin + BATCH])
    return log


def compared(hash: Hash, log: Log) -> None:
    """Proofs at both sizes in alternating rounds; the long one against the short one."""
    for name, ask in (("inclusion", inclusions), ("consistency", consistencies)):
        rounds = [[measured(lambda size=size, ask=ask: ask(log, size)) for size in (FEW, MANY)] for _ in range(ROUNDS)]
        ratio = statistics.median(many.cpu / few.cpu for few, many in rounds)
        each = [cpu([costs[place] for costs in rounds]) for place in range(2)]
        print(f"proof: {hash.name}: {name} at {MANY} / at {FEW}: {ratio:.1f} <= 3 ({each[0]:.0f} and {each[1]:.0f} us)")
    root, leaf = log.root(), next(log.leaves(7, 8))
    proof = log.inclusion(7)
    costs = [
        measured(lambda: repeated(lambda: check_inclusion(hash, leaf, 7, MANY, proof, root))) for _ in range(ROUNDS)
    ]
    print(f"proof: {hash.name}: verifying an inclusion proof: {cpu(costs):.0f} us")


def inclusions(log: Log, size: int) -> int:
    chance = Random(size)
    for _ in range(PROOFS):
        log.inclusion(chance.randrange(size), size)
    return PROOFS


def consistencies(log: Log, size: int) -> int:
    chance = Random(size)
    for _ in range(PROOFS):
        log.consistency(chance.randrange(1, size), size)
    return PROOFS


def repeated(run: Callable[[], None]) -> int:
    for _ in range(PROOFS):
        run()
    return PROOFS


def exported() -> None:
    """The verifier in one file over an export of a whole log."""
    entries = [Exported(index, row(index)) for index in range(ENTRIES)]
    log = grown(SHA256, [SHA256.leaf(each.row["hash"]) for each in entries])
    note = Checkpoint.of(KEY.name, log).signed(KEY)
    files = Export(log, note, entries, "2026-11-20T10:00:00+08:00").files(KEY)
    costs = [measured(lambda: verified(files)) for _ in range(ROUNDS)]
    print(f"proof: an export of {ENTRIES} entries verified: {cpu(costs):.0f} us an entry")


def row(index: int) -> dict[str, object]:
    """An entry, the first of its case."""
    made: dict[str, object] = dict.fromkeys(HASHED, "x" * 20)
    made |= {"case_id": index + 1, "number": 1, "previous_hash": NO_HASH}
    made |= {"commitments": b"{}", "files": b"[]", "facts": b"{}"}
    return {**made, "hash": seal(made)}


def verified(files: dict[str, bytes]) -> int:
    said = Verification(files, [public_key(str(KEY.public))]).run().said
    assert not said, said[:3]
    return ENTRIES


def cpu(costs: list[Cost]) -> float:
    """Microseconds of the processor."""
    return statistics.median(each.cpu for each in costs) * 1e6


if __name__ == "__main__":
    main()
