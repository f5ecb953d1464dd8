"""The log in tiles: the same as the plain tree, whatever the batches, and whole after an interruption at any write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.proof.errors import BadLog
from workflows.proof.hashing import SHA256, SM3
from workflows.proof.merkle import Leaves
from workflows.proof.tiles import WIDTH, Log

from .sample import Memory

MOST = WIDTH * WIDTH + 3 * WIDTH + 3  # reaches the third level
LEAVES = [SHA256.leaf(b"%d" % each) for each in range(MOST)]
PLAIN = Leaves(SHA256, LEAVES)


def log(count: int, hash=SHA256) -> Log:
    return Log(hash, Memory()).append(LEAVES[:count])


@pytest.fixture(scope="module")
def large() -> Log:
    return log(MOST)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 400), max_size=8), st.data())
def test_batches_of_any_size_make_the_same_log(batches, data):
    grown = Log(SHA256, Memory())
    for count in batches:
        grown = grown.append(LEAVES[grown.size : grown.size + count])
    plain = Leaves(SHA256, LEAVES[: grown.size])
    assert (grown.size, grown.root(), dict(grown.store)) == (plain.size, plain.root(), dict(log(grown.size).store))
    size = data.draw(st.integers(0, grown.size))
    first = data.draw(st.integers(0, size))
    assert grown.root(size) == plain.root(size)
    assert grown.consistency(first, size) == plain.consistency(first, size)
    if size:
        index = data.draw(st.integers(0, size - 1))
        assert grown.inclusion(index, size) == plain.inclusion(index, size)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537, MOST])
def test_every_earlier_size_of_a_large_log(large, size):
    assert large.root(size) == PLAIN.root(size)
    for index in {0, size // 2, size - 1} if size else ():
        assert large.inclusion(index, size) == PLAIN.inclusion(index, size)
    for first in {0, 1, size // 3, size - 1, size} if size else ():
        assert large.consistency(first, size) == PLAIN.consistency(first, size)


@pytest.mark.parametrize("begin, end", [(0, 0), (0, 1), (255, 257), (256, 256), (256, 600), (0, MOST), (700, 699)])
def test_leaves_of_a_part(large, begin, end):
    assert list(large.leaves(begin, end)) == LEAVES[begin:end]
    assert list(large.leaves(begin)) == LEAVES[begin:]


def test_tiles_are_as_the_format_says(large):
    """Level, index and width of every tile (C2SP tlog-tiles)."""
    widths = {place: len(tile) // 32 for place, tile in large.store.items()}
    assert {place: width for place, width in widths.items() if width < WIDTH} == {(0, 259): 3, (1, 1): 3, (2, 0): 1}
    assert len(widths) == 260 + 2 + 1
    assert large.store[1, 0][:32] == Leaves(SHA256, LEAVES[:WIDTH]).root()
    assert large.store[2, 0] == PLAIN.root(65536)


def test_a_proof_reads_few_tiles(large):
    class Counting(Memory):
        count = 0

        def read(self, level: int, index: int) -> bytes:
            self.count += 1
            return super().read(level, index)

    for ask in (lambda log: log.inclusion(70, MOST), lambda log: log.consistency(300, MOST), lambda log: log.root()):
        counted = Counting(large.store)
        ask(Log(SHA256, counted, MOST))
        assert counted.count <= 6


def test_sm3(large):
    leaves = [SM3.leaf(b"%d" % each) for each in range(600)]
    grown = Log(SM3, Memory()).append(leaves[:300]).append(leaves[300:])
    assert grown.root() == Leaves(SM3, leaves).root() != large.root(600)


BEFORE, BATCH = 65400, 700  # fills tiles of two levels and begins one of the third
WRITES = 7


def interrupted(after: int) -> tuple[Log, bool]:
    """A log whose next batch broke off after so many writes, and whether it did."""
    store = Memory(log_before().store)
    held = Log(SHA256, store, BEFORE)
    store.cut_after = after
    try:
        held.append(LEAVES[BEFORE : BEFORE + BATCH])
    except InterruptedError:
        store.cut_after = -1
        return held, True
    return held, False


_before: list[Log] = []


def log_before() -> Log:
    if not _before:
        _before.append(log(BEFORE))
    return _before[0]


def test_a_batch_writes_so_many_tiles():
    assert [interrupted(after)[1] for after in range(9)] == [True] * WRITES + [False] * 2


@pytest.mark.parametrize("after", range(WRITES))
def test_an_interrupted_batch_changes_nothing_that_was_there(after):
    held, _ = interrupted(after)
    assert held.root() == PLAIN.root(BEFORE)
    assert held.inclusion(65399) == PLAIN.inclusion(65399, BEFORE)
    assert held.consistency(300) == PLAIN.consistency(300, BEFORE)


@pytest.mark.parametrize("count", [1, 135, 136, 137, 400, BATCH, BATCH + 1])
@pytest.mark.parametrize("after", range(WRITES))
def test_an_interrupted_batch_is_continued_by_the_same_leaves(after, count):
    """The same batch, a shorter or a longer one; what a shorter one leaves over is taken up later."""
    held, _ = interrupted(after)
    grown = held.append(LEAVES[BEFORE : BEFORE + count])
    assert grown.root() == PLAIN.root(BEFORE + count)
    whole = grown.append(LEAVES[grown.size : MOST])
    assert (whole.root(), dict(whole.store)) == (PLAIN.root(), dict(log(MOST).store))


@pytest.mark.parametrize("after", range(WRITES))
def test_an_interrupted_batch_is_refused_with_other_leaves(after):
    held, _ = interrupted(after)
    before = dict(held.store)
    other = [LEAVES[0], *LEAVES[BEFORE + 1 : BEFORE + BATCH]]
    if after:
        with pytest.raises(BadLog, match=r"第 0 层第 255 块）已存的第 121 个散列值与要写入的不同：没有写入"):
            held.append(other)
        assert dict(held.store) == before
    else:
        assert held.append(other).size == BEFORE + BATCH
    assert held.root() == PLAIN.root(BEFORE)


@pytest.mark.parametrize("length", [0, 31, 32, 100, 44 * 32 - 1, 44 * 32])
def test_a_tile_that_was_written_in_part_is_completed(length):
    """A store should write a tile wholly; where it did not, what is there begins what must be there."""
    held, whole = log(300), log(700)
    held.store[0, 1] = whole.store[0, 1][: 44 * 32 + length]
    held.store[0, 2] = whole.store[0, 2][:length]
    assert held.root() == PLAIN.root(300)
    assert dict(held.append(LEAVES[300:700]).store) == dict(whole.store)


def test_a_tile_that_was_cut_is_named():
    held = log(700)
    held.store[0, 2] = held.store[0, 2][: 100 * 32]
    with pytest.raises(BadLog, match=r"第 0 层第 2 块）应有 188 个散列值，实有 100 个：请从备份恢复图块"):
        held.root()
    with pytest.raises(BadLog, match="应有 188 个散列值"):
        held.append(LEAVES[700:])
    assert Log(SHA256, held.store, 612).root() == PLAIN.root(612)


def test_a_lost_tile_is_named():
    held = log(70_000 - 5000)
    del held.store[1, 0]
    with pytest.raises(BadLog, match=r"第 1 层第 0 块）应有 253 个散列值，实有 0 个"):
        held.inclusion(3)


def test_a_full_tile_is_never_rewritten():
    held = log(300)
    with pytest.raises(BadLog, match=r"第 0 层第 0 块）已存的第 1 个散列值与要写入的不同"):
        Log(SHA256, held.store).append(LEAVES[1:300])


def test_a_leaf_of_another_length():
    with pytest.raises(BadLog, match="第 2 个叶散列值不是 32 字节"):
        log(3).append([LEAVES[3], b"short"])


def test_nothing_appended():
    held = log(300)
    assert held.append([]) == held
