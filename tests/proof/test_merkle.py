"""The tree against its definition at every size, and proofs that fail with every changed bit."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.proof import verifier
from workflows.proof.errors import BadLog, ProofError, Unproven
from workflows.proof.hashing import HASHES, SHA256, SM3
from workflows.proof.merkle import Leaves, check_consistency, check_inclusion

MOST = 300
LEAVES = {name: [hash.leaf(b"%d" % each) for each in range(MOST)] for name, hash in HASHES.items()}
TREES = {name: Leaves(hash, LEAVES[name]) for name, hash in HASHES.items()}
both = pytest.mark.parametrize("hash", [SHA256, SM3], ids=lambda hash: hash.name)
sizes = st.integers(1, MOST).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size)))


@cache
def defined(name: str, begin: int, end: int) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    hash, size = HASHES[name], end - begin
    if size == 0:
        return hash.digest(b"")
    if size == 1:
        return LEAVES[name][begin]
    k = 1
    while 2 * k < size:
        k *= 2
    return hash.digest(b"\x01" + defined(name, begin, begin + k) + defined(name, begin + k, end))


def path(name: str, m: int, begin: int, end: int) -> list[bytes]:
    """PATH of RFC 9162, 2.1.3.1."""
    if end - begin == 1:
        return []
    k = 1
    while 2 * k < end - begin:
        k *= 2
    if m < k:
        return [*path(name, m, begin, begin + k), defined(name, begin + k, end)]
    return [*path(name, m - k, begin + k, end), defined(name, begin, begin + k)]


@both
def test_the_root_at_every_size(hash):
    tree = TREES[hash.name]
    assert [tree.root(size) for size in range(MOST + 1)] == [defined(hash.name, 0, size) for size in range(MOST + 1)]
    assert tree.root() == tree.root(MOST)


def test_every_inclusion_proof_is_the_defined_one_and_holds():
    tree, plain = TREES["sha256"], verifier.Tree(SHA256.digest)
    for size in [*range(1, 70), 127, 128, 129, 255, 256, 257, MOST]:
        root = tree.root(size)
        for index in range(size):
            proof = tree.inclusion(index, size)
            assert proof == path("sha256", index, 0, size)
            check_inclusion(SHA256, LEAVES["sha256"][index], index, size, proof, root)
            assert plain.included(LEAVES["sha256"][index], index, proof, size, root)


def test_every_consistency_proof_holds_and_gives_the_older_subtrees():
    tree, plain = TREES["sha256"], verifier.Tree(SHA256.digest)
    for second in [*range(1, 70), 127, 128, 129, 255, 256, 257, MOST]:
        for first in range(1, second + 1):
            proof, old, new = tree.consistency(first, second), tree.root(first), tree.root(second)
            check_consistency(SHA256, first, second, proof, old, new)
            peaks = plain.grown(first, old, second, new, proof)
            if first < second:
                assert peaks and plain.roots(first, peaks, tree.leaves(first, second), {second})[second] == new


@both
@settings(max_examples=60, deadline=None)
@given(sizes, st.data())
def test_a_changed_bit_breaks_an_inclusion_proof(hash, place, data):
    index, size = place
    tree, leaf = TREES[hash.name], LEAVES[hash.name][index]
    proof, root = tree.inclusion(index, size), tree.root(size)
    check_inclusion(hash, leaf, index, size, proof, root)
    given = changed([leaf, root, *proof], data)
    with pytest.raises(Unproven, match=r"与 \d+ 项时的树根不符"):
        check_inclusion(hash, given[0], index, size, given[2:], given[1])


@both
@settings(max_examples=60, deadline=None)
@given(st.integers(2, MOST).flatmap(lambda size: st.tuples(st.integers(1, size - 1), st.just(size))), st.data())
def test_a_changed_bit_breaks_a_consistency_proof(hash, place, data):
    tree, (first, second) = TREES[hash.name], place
    proof, old, new = tree.consistency(first, second), tree.root(first), tree.root(second)
    check_consistency(hash, first, second, proof, old, new)
    given = changed([old, new, *proof], data)
    with pytest.raises(Unproven, match="日志已被改写"):
        check_consistency(hash, first, second, given[2:], given[0], given[1])
    assert verifier.Tree(hash.digest).grown(first, given[0], second, given[1], given[2:]) is None


def changed(hashes: list[bytes], data: st.DataObject) -> list[bytes]:
    which, bit = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, 255))
    held = int.from_bytes(hashes[which], "big") ^ 1 << bit
    return [*hashes[:which], held.to_bytes(32, "big"), *hashes[which + 1 :]]


@settings(max_examples=60, deadline=None)
@given(sizes, st.integers(0, MOST - 1))
def test_a_proof_holds_for_its_own_place_only(place, other):
    index, size = place
    tree = TREES["sha256"]
    proof, root = tree.inclusion(index, size), tree.root(size)
    if other != index:
        with pytest.raises(Unproven):
            check_inclusion(SHA256, LEAVES["sha256"][index], other, size, proof, root)


def test_two_hash_functions_make_two_logs():
    assert TREES["sha256"].root() != TREES["sm3"].root()


@pytest.mark.parametrize("index, size, message", [(5, 5, "不在前 5 项之内"), (-1, 5, "日志序号 -1 不在前 5 项之内")])
def test_a_leaf_that_is_not_there(index, size, message):
    with pytest.raises(Unproven, match=message):
        TREES["sha256"].inclusion(index, size)
    TREES["sha256"].inclusion(4, 5)


@pytest.mark.parametrize("size", [-1, MOST + 1])
def test_a_size_the_tree_never_had(size):
    with pytest.raises(BadLog, match=f"日志只有 {MOST} 项，没有第 {size} 项的状态"):
        TREES["sha256"].root(size)


def test_consistency_is_from_the_smaller_to_the_larger():
    with pytest.raises(Unproven, match="较早的项数 9 大于较晚的项数 8"):
        TREES["sha256"].consistency(9, 8)
    assert TREES["sha256"].consistency(8, 8) == TREES["sha256"].consistency(0, 8) == []


def test_nothing_is_proved_from_an_empty_log():
    tree = TREES["sha256"]
    with pytest.raises(Unproven, match="空日志是任何日志的开头"):
        check_consistency(SHA256, 0, 8, [], tree.root(0), tree.root(8))


@pytest.mark.parametrize(
    "proof, message",
    [
        (lambda proof: proof[:-1], "证明应有 3 个散列值，实有 2 个"),
        (lambda proof: [*proof, proof[0]], "证明应有 3 个散列值，实有 4 个"),
        (lambda proof: [*proof[:-1], proof[-1][:31]], "有一个散列值是 31 字节，应为 32 字节"),
    ],
)
def test_a_proof_of_another_form(proof, message):
    tree = TREES["sha256"]
    with pytest.raises(ProofError, match=message):
        check_inclusion(SHA256, LEAVES["sha256"][2], 2, 8, proof(tree.inclusion(2, 8)), tree.root(8))
