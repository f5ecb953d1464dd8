"""The published vectors of RFC 9162 trees and C2SP notes, run through the log and through the verifier in one file.

Without them this file is not collected (conftest.py); the head of every run says whether they were there.
"""

import hashlib
from collections.abc import Iterator
from functools import cache

import pytest

from workflows.proof import checkpoints, keys, notes, verifier
from workflows.proof.errors import BadNote, Unproven
from workflows.proof.hashing import LENGTH, SHA256
from workflows.proof.merkle import Leaves, check_consistency, check_inclusion, consistency_ranges

from .vectors import VECTORS, cases, raw

VERIFIER = verifier.Tree(SHA256.digest)
INPUTS = raw(cases("tree", "leaf_inputs"))
TREE = Leaves(SHA256, [SHA256.leaf(each) for each in INPUTS])
NODES = [
    (level, index, node)
    for level, row in enumerate(cases("tree", "node_hashes_by_level"))
    for index, node in enumerate(row)
]
VKEYS = [name for name in cases("signed_note", "keys") if name.endswith("vkey")]
ACCUMULATED = [name for name in cases("accumulated") if name.startswith("subtree")]
ONE_BYTE = [SHA256.leaf(bytes([each])) for each in range(130)]


@pytest.mark.parametrize("case", cases("hasher", "leaves"))
def test_leaf(case):
    assert SHA256.leaf(bytes.fromhex(case["data"])).hex() == case["hash"]


@pytest.mark.parametrize("case", cases("hasher", "nodes"))
def test_node(case):
    assert SHA256.node(bytes.fromhex(case["left"]), bytes.fromhex(case["right"])).hex() == case["hash"]


@pytest.mark.parametrize("level, index, node", NODES)
def test_node_of_the_tree(level, index, node):
    assert TREE.nodes()(level, index).hex() == node


@pytest.mark.parametrize("size, root", list(enumerate(cases("tree", "root_hashes_by_size"))))
def test_root_by_size(size, root):
    assert TREE.root(size).hex() == root
    if size:
        assert VERIFIER.roots(0, [], TREE.leaves(), {size})[size].hex() == root


@pytest.mark.parametrize("case", cases("verify_inclusion", "cases"), ids=lambda case: case["path"][9:-5])
def test_verify_inclusion(case):
    leaf, root, proof = bytes.fromhex(case["leaf_hash"]), bytes.fromhex(case["root"]), raw(case["proof"])
    index, size = case["leaf_index"], case["tree_size"]
    held = holds(check_inclusion, SHA256, leaf, index, size, proof, root)
    assert held is not case["want_err"]
    assert (len(leaf) == LENGTH and index < size and VERIFIER.included(leaf, index, proof, size, root)) is held


@pytest.mark.parametrize("case", cases("verify_consistency", "cases"), ids=lambda case: case["path"][9:-5])
def test_verify_consistency(case):
    """An export from the very beginning needs no proof, so the verifier is not asked about a log of none."""
    first, second, proof = case["first"], case["second"], raw(case["proof"])
    roots = bytes.fromhex(case["root1"]), bytes.fromhex(case["root2"])
    held = holds(check_consistency, SHA256, first, second, proof, *roots)
    assert held is not case["want_err"]
    assert (0 < first <= second and VERIFIER.grown(first, roots[0], second, roots[1], proof) is not None) is held


def holds(check, *given) -> bool:
    try:
        check(*given)
    except Unproven:
        return False
    return True


@pytest.mark.parametrize("case", cases("generate", "inclusion_paths"))
def test_generate_inclusion(case):
    """A tree of none has nothing to prove; the published answer there is the empty path, ours is a refusal."""
    index, size = case["leaf_index"], case["tree_size"]
    if size == 0:
        assert case["path"] == []
        with pytest.raises(Unproven, match="不在前 0 项之内"):
            TREE.inclusion(index, size)
    else:
        assert TREE.inclusion(index, size) == raw(case["path"])


@pytest.mark.parametrize("case", cases("generate", "consistency_proofs"))
def test_generate_consistency(case):
    assert TREE.consistency(case["first"], case["second"]) == raw(case["proof"])


@pytest.mark.parametrize("name", ACCUMULATED)
def test_accumulated(name):
    """One hash over every subtree's root, inclusion proof or consistency proof in a tree of 130 leaves."""
    digest = hashlib.sha256()
    for line in {"subtree_hash": roots, "subtree_inclusion": inclusions, "subtree_consistency": growths}[name]():
        digest.update(line.encode())
    assert digest.hexdigest() == VECTORS["accumulated"][name]["sha256"]


def subtrees(most: int) -> Iterator[tuple[int, int]]:
    """Where a subtree may begin and end: anywhere from 0, else at a multiple of the power of two that holds it."""
    for end in range(most + 1):
        for start in range(end + 1):
            if start in (0, end) or start % (1 << (end - start - 1).bit_length()) == 0:
                yield start, end


@cache
def tree(start: int, end: int) -> Leaves:
    return Leaves(SHA256, ONE_BYTE[start:end])


def roots() -> Iterator[str]:
    return (f"[{start}, {end}) {tree(start, end).root().hex()}\n" for start, end in subtrees(130))


def inclusions() -> Iterator[str]:
    for start, end in subtrees(130):
        for index in range(start, end):
            proof = tree(start, end).inclusion(index - start)
            yield " ".join([f"{index} [{start}, {end})", *map(bytes.hex, proof)]) + "\n"


def growths() -> Iterator[str]:
    """From the definition; where a subtree begins at 0, the log's own proof must be the same."""
    for size in range(131):
        for start, end in subtrees(size):
            proof = [tree(*part).root() for part in defined(start, end, 0, size, True)] if start < end else []
            if start == 0 < end:
                assert tree(0, size).consistency(end) == proof
                assert len(consistency_ranges(end, size)) == len(proof)
            yield " ".join([f"[{start}, {end}) {size}", *map(bytes.hex, proof)]) + "\n"


def defined(start: int, end: int, begin: int, size: int, known: bool) -> list[tuple[int, int]]:
    """SUBTREE_SUBPROOF of the draft, over the leaves from `begin` to `size`, as ranges."""
    if (start, end) == (begin, size):
        return [] if known else [(begin, size)]
    middle = begin + (1 << (size - begin - 1).bit_length() - 1)
    if end <= middle:
        return [*defined(start, end, begin, middle, known), (middle, size)]
    if start >= middle:
        return [*defined(start, end, middle, size, known), (begin, middle)]
    return [*defined(middle, end, middle, size, False), (begin, middle)]


def vkeys(names: list[str]) -> list[str]:
    return [VECTORS["signed_note"]["keys"][name] for name in names]


@pytest.mark.parametrize("name", VKEYS)
def test_verifier_key(name):
    (text,) = vkeys([name])
    key = keys.PublicKey.read(text)
    assert str(key) == text
    assert verifier.public_key(text) == (key.name, key.id, key.kind[0], key.raw)


@pytest.mark.parametrize("text", cases("signed_note", "bad_vkeys"))
def test_bad_verifier_key(text):
    with pytest.raises(BadNote):
        keys.PublicKey.read(text)
    with pytest.raises(verifier.Bad):
        verifier.public_key(text)


@pytest.mark.parametrize("case", cases("signed_note", "sign"), ids=lambda case: case["skey"])
def test_sign(case):
    (text,) = vkeys([case["skey"]])
    key = keys.SecretKey.read(text)
    assert key.written() == text
    assert bytes(notes.signed(case["text"], key)) == case["note"].encode()


@pytest.mark.parametrize("case", cases("signed_note", "open"), ids=lambda case: "+".join(case["trusted"]))
def test_open(case):
    note, trusted = notes.read(case["note"].encode()), vkeys(case["trusted"])
    known = [keys.PublicKey.read(text) for text in trusted]
    assert bytes(note) == case["note"].encode()
    if case.get("want_err"):
        with pytest.raises(BadNote, match="没有可信密钥"):
            notes.verified(note, known)
        return
    assert [each.name for each in notes.verified(note, known)] == case["verified"]
    plain = [verifier.public_key(text) for text in trusted]
    text, signers = verifier.opened(case["note"].encode(), plain, case["verified"][0])
    assert (text, signers) == (note.text, plain)


@pytest.mark.parametrize("text", cases("signed_note", "malformed", "notes_hex"), ids=lambda text: text[:4] + text[-8:])
def test_malformed_note(text):
    note, trusted = bytes.fromhex(text), vkeys(VECTORS["signed_note"]["malformed"]["trusted"])
    with pytest.raises(BadNote):
        notes.read(note)
    with pytest.raises(ValueError):
        verifier.opened(note, [verifier.public_key(each) for each in trusted], "PeterNeumann")


@pytest.mark.parametrize("case", cases("checkpoint_parse"), ids=lambda case: case["origin"])
def test_checkpoint(case):
    note = notes.read(case["note"].encode())
    found = checkpoints.Checkpoint.read(note.text)
    assert (found.origin, found.size, found.root.hex()) == (case["origin"], case["size"], case["root"])
    assert len(found.root) == LENGTH and str(found) == note.text
