"""No byte of an export changes unseen, and nothing that is handed in is an exception."""

import json
import random

import pytest

from workflows.engine.journal import HASHED, canonical
from workflows.proof import verifier

from .changes import ATTACHED, NO_MANIFEST, in_manifest, in_row, resigned, with_file
from .sample import KEY, SINCE, WITNESS, files, verified, wrong


def test_no_changed_byte_is_overlooked():
    """Any byte of any file, by somebody without the key; the answer is never an exception."""
    chance = random.Random(9)
    exported = files()
    for name, content in exported.items():
        for place in {0, len(content) - 1, *(chance.randrange(len(content)) for _ in range(12))}:
            byte = content[place] ^ 1 << chance.randrange(8)
            changed = {**exported, name: content[:place] + bytes([byte]) + content[place + 1 :]}
            try:
                assert wrong(verified(changed)), (name, place, byte)
            except verifier.Bad:
                assert name == "manifest.json"


@pytest.mark.parametrize(
    "name, since",
    [("entries.jsonl", 0), ("entries.jsonl", SINCE), ("leaves.txt", SINCE), ("since.note", SINCE), (ATTACHED, 0)],
)
def test_no_changed_byte_is_overlooked_with_the_key(name, since):
    """Where the manifest fits again, the log does not."""
    chance, exported = random.Random(10), files(since=since)
    for place in {len(exported[name]) - 2, *(chance.randrange(len(exported[name]) - 1) for _ in range(25))}:
        byte = exported[name][place] ^ 1 << chance.randrange(4)  # no small letter becomes a capital one
        changed = {**exported, name: exported[name][:place] + bytes([byte]) + exported[name][place + 1 :]}
        assert wrong(verified(resigned(changed), keys=(KEY.public, WITNESS.public))), (place, byte)


@pytest.mark.parametrize("sealed", ["[]", "{}", "1", '""', "[1]", canonical([None] * len(HASHED)).decode()])
def test_a_line_of_another_form(sealed):
    change = in_row(5, lambda each: each.update(sealed=sealed))
    assert "entries.jsonl 第 6 行：写法与格式不符" in wrong(verified(resigned(change(files(since=0)))))


@pytest.mark.parametrize("column", HASHED)
@pytest.mark.parametrize("value", [1.5, [], {"a": 1}, -1])
def test_a_column_of_another_type_is_never_an_exception(column, value):
    def change(each: dict) -> None:
        columns = json.loads(each["sealed"])
        columns[HASHED.index(column)] = value
        each["sealed"] = canonical(columns).decode() if not isinstance(value, float) else json.dumps(columns)

    assert wrong(verified(resigned(in_row(5, change)(files(since=0)))))


@pytest.mark.parametrize(
    "change",
    [
        with_file("manifest.json", None),
        with_file("manifest.json", b"{}"),
        with_file("manifest.json", b"[" * 100_000),
        in_manifest(format="zhibu-export/2"),
        in_manifest(hashes={"entries": "md5", "log": "sha256"}),
        in_manifest(cases=[[1, "1", 7]]),
        in_manifest(cases=3),
        in_manifest(consistency=["x"]),
        in_manifest(files={"entries.jsonl": 1}),
        in_manifest(origin=" "),
        in_manifest(origin=None),
        lambda exported: with_file("manifest.json", exported["manifest.json"] + b"\n")(exported),
    ],
)
def test_what_is_no_export(change):
    with pytest.raises(verifier.Bad, match=NO_MANIFEST):
        verified(change(files()))


@pytest.mark.parametrize("key", [None, b"", b"x", b"\xff"], ids=repr)
def test_an_export_without_a_usable_key(key):
    with pytest.raises(ValueError):
        verified(with_file("key.txt", key)(files()), keys=())
