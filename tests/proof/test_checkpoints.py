"""Checkpoints: three lines read strictly, signed by the log itself, and a log held against older ones."""

import base64
import re

import pytest

from workflows.proof.checkpoints import Checkpoint, Departure, accepted, departures
from workflows.proof.errors import BadNote
from workflows.proof.hashing import SHA256, SM3
from workflows.proof.keys import COSIGNER, SecretKey
from workflows.proof.merkle import Leaves
from workflows.proof.notes import Note, cosign, read

from .sample import KEY, ORIGIN, WITNESS

TREE = Leaves(SHA256, [SHA256.leaf(b"%d" % each) for each in range(40)])


def refused(message: str):
    return pytest.raises(BadNote, match=re.escape(message))


@pytest.mark.parametrize("hash", [SHA256, SM3], ids=lambda hash: hash.name)
def test_a_checkpoint_is_read_as_it_was_written(hash):
    checkpoint = Checkpoint.of(ORIGIN, Leaves(hash, [hash.leaf(b"1")]))
    assert Checkpoint.read(str(checkpoint)) == checkpoint
    assert str(checkpoint).count("\n") == (3 if hash is SHA256 else 4)
    note = cosign(checkpoint.signed(KEY), WITNESS, at=5)
    found, signatures = accepted(read(bytes(note)), [KEY.public, WITNESS.public])
    assert (found, [each.name for each in signatures]) == (checkpoint, [ORIGIN, WITNESS.name])


def test_an_empty_log_has_a_checkpoint():
    checkpoint = Checkpoint.of(ORIGIN, Leaves(SHA256, []))
    assert Checkpoint.read(str(checkpoint)) == checkpoint
    assert (checkpoint.size, checkpoint.root) == (0, SHA256.empty)


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text, message",
    [
        (f"o\n1\n{ROOT}", "应为三行"),
        (f"o\n1\n{ROOT}\nhash sm3\n补充\n", "应为三行"),
        (f"o\n1\n{ROOT}\nhash md5\n", "应为三行"),
        (f"o\n1\n{ROOT}\nhash sha256\n", "应为三行"),
        (f"\n1\n{ROOT}\n", "应为三行"),
        (f"o\n1\n{ROOT}\n\n", "应为三行"),
        ("o\n1\n", "应为三行"),
        (f"o\n01\n{ROOT}\n", "项数“01”应为没有前导零"),
        (f"o\n-1\n{ROOT}\n", "项数“-1”"),
        (f"o\n+1\n{ROOT}\n", "项数“+1”"),
        (f"o\n１\n{ROOT}\n", "项数“１”"),
        (f"o\n1 \n{ROOT}\n", "项数“1 ”"),
        (f"o\n{'9' * 20}\n{ROOT}\n", "项数“9999"),
        (f"o\n1\n{ROOT[:-1]}\n", "不是规范的 Base64"),
        (f"o\n1\n{ROOT[:-2]}B=\n", "不是规范的 Base64"),
        (f"o\n1\n{base64.b64encode(bytes(31)).decode()}\n", "应为 32 字节，实为 31 字节"),
        (f"o\n1\n{base64.b64encode(bytes(33)).decode()}\n", "应为 32 字节，实为 33 字节"),
    ],
)
def test_what_is_no_checkpoint(text, message):
    with refused(message):
        Checkpoint.read(text)


@pytest.mark.parametrize("origin", ["", "两\n行"])
def test_what_is_no_origin(origin):
    with refused("须为一行，不能为空"):
        Checkpoint.of(origin, TREE)


def test_the_largest_size_a_checkpoint_can_name():
    assert Checkpoint.read(f"o\n{'9' * 19}\n{ROOT}\n").size == 10**19 - 1


def test_a_checkpoint_without_the_logs_own_signature():
    checkpoint = Checkpoint.of(ORIGIN, TREE)
    foreign = cosign(Note(str(checkpoint), ()), WITNESS, at=5)
    with refused(f"没有日志“{ORIGIN}”自己的签名"):
        accepted(foreign, [KEY.public, WITNESS.public])
    same_name = SecretKey(ORIGIN, COSIGNER, KEY.secret)
    with refused("自己的签名"):
        accepted(cosign(Note(str(checkpoint), ()), same_name, at=5), [same_name.public, KEY.public])


def test_a_checkpoint_of_another_log():
    other = Checkpoint.of("other.example", TREE)
    with refused(f"检查点属于“other.example”，不属于日志“{ORIGIN}”"):
        list(departures(ORIGIN, TREE, [other]))
    with refused("检查点用 sm3 计算，日志用 sha256 计算"):
        list(departures(ORIGIN, TREE, [Checkpoint(ORIGIN, 3, bytes(32), SM3)]))


def at(size: int, tree=TREE) -> Checkpoint:
    return Checkpoint(ORIGIN, size, tree.root(size))


def test_a_log_that_only_grew_departs_from_nothing():
    assert list(departures(ORIGIN, TREE, [at(size) for size in range(41)])) == []


@pytest.mark.parametrize("size, found", [(39, []), (40, []), (41, [(40, 41)]), (50, [(40, 50)])])
def test_a_log_that_was_cut(size, found):
    longer = Leaves(SHA256, [*TREE.levels[0], *TREE.levels[0][:10]])
    checkpoint = at(size, longer)
    assert list(departures(ORIGIN, TREE, [checkpoint])) == [
        Departure("cut", checkpoint, begin, end) for begin, end in found
    ]


@pytest.mark.parametrize("size", [15, 16, 17, 40])
def test_a_log_that_was_forked_from_the_last_checkpoint_it_agrees_with(size):
    """Leaf 15 was changed: a checkpoint of 15 agrees, one of 16 does not; the part between them is named."""
    leaves = list(TREE.levels[0])
    leaves[15] = leaves[14]
    older = [at(3), at(10), at(size)]
    found = list(departures(ORIGIN, Leaves(SHA256, leaves), older))
    assert found == ([] if size == 15 else [Departure("forked", older[-1], 10, size)])
