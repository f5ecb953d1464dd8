"""Of a broken export everything that is wrong is said, entry by entry."""

import pytest

from workflows.proof import notes
from workflows.proof.exports import Export
from workflows.proof.notes import Signature

from .breaks import BROKEN
from .changes import ATTACHED, ERASED, MISFIT, in_manifest, in_row, resigned, with_file
from .sample import KEY, MADE_AT, OTHER_KEY, WITNESS, checkpoint, files, journal, logged, verified, wrong


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_broken_export_and_everything_that_is_wrong(name):
    since, change, expected = BROKEN[name]
    found = verified(resigned(change(files(since=since))), keys=(KEY.public, WITNESS.public))
    assert sorted(wrong(found)) == sorted(expected)


@pytest.mark.parametrize("name", list(BROKEN))
def test_whoever_has_no_key_is_found_by_the_manifest_as_well(name):
    since, change, expected = BROKEN[name]
    found = wrong(verified(change(files(since=since)), keys=(KEY.public, WITNESS.public)))
    assert set(expected) < set(found)
    assert [each for each in found if "与清单不符" in each or "缺少文件" in each or each.startswith("manifest.note")]


NOT_WHAT_WAS_SIGNED = "manifest.note：签名有效，但所签的不是本日志的检查点或这份清单"
BROKEN_OUTSIDE = {
    "a manifest changed": (in_manifest(made_at="2026-11-21T10:00:00+08:00"), [NOT_WHAT_WAS_SIGNED]),
    "a manifest that promises less": (in_manifest(whole=False), [NOT_WHAT_WAS_SIGNED]),
    "a manifest's note of another manifest": (
        with_file("manifest.note", files(since=0)["manifest.note"]),
        [NOT_WHAT_WAS_SIGNED],
    ),
    "a checkpoint for a manifest's note": (
        with_file("manifest.note", files(since=0)["checkpoint.note"]),
        [NOT_WHAT_WAS_SIGNED],
    ),
    "no note": (with_file("manifest.note", None), ["manifest.note：应为正文、一个空行和以换行结尾的签名"]),
    "a file missing": (with_file(ATTACHED, None), [f"缺少文件 {ATTACHED}"]),
    "a file added": (with_file("补充.txt", b""), [MISFIT % "补充.txt"]),
    "a file changed": (with_file("key.txt", f"{OTHER_KEY.public}\n".encode()), [MISFIT % "key.txt"]),
    "the end of a line removed": (
        lambda exported: {**exported, "entries.jsonl": exported["entries.jsonl"][:-1]},
        [MISFIT % "entries.jsonl"],
    ),
}


@pytest.mark.parametrize("name", list(BROKEN_OUTSIDE))
def test_a_folder_changed_outside_its_entries(name):
    change, expected = BROKEN_OUTSIDE[name]
    assert wrong(verified(change(files()))) == expected


def test_another_key():
    found = wrong(verified(files(), keys=(OTHER_KEY.public,)))
    why = "没有这一日志的可信密钥的签名"
    assert found == [f"{name}：{why}" for name in ("manifest.note", "checkpoint.note", "since.note")]


def test_a_signature_changed():
    note = notes.read(files()["manifest.note"])
    line = note.signatures[0]._replace(signed=bytes(64))
    changed = with_file("manifest.note", bytes(note._replace(signatures=(line,))))(files())
    assert wrong(verified(changed)) == ["manifest.note：签名与正文不符：正文或签名已变"]


def test_a_key_that_signed_twice():
    note = files()["manifest.note"]
    twice = with_file("manifest.note", note + note.splitlines(keepends=True)[-1])(files())
    assert wrong(verified(twice)) == ["manifest.note：有一行签名的写法不对，或同一密钥签了两次"]


def test_a_line_without_a_signature():
    note = files()["manifest.note"] + "— unknown AAAAAA==\n".encode()
    changed = with_file("manifest.note", note)(files())
    assert wrong(verified(changed)) == ["manifest.note：有一行签名的写法不对，或同一密钥签了两次"]


def test_a_signature_of_somebody_unknown_is_passed_over():
    note = notes.read(files()["manifest.note"])
    more = bytes(note._replace(signatures=(Signature("unknown", bytes(4), bytes(64)), *note.signatures)))
    assert wrong(verified(with_file("manifest.note", more)(files()))) == []


def test_an_erased_text_is_said_and_is_no_error():
    """The text is gone from the journal; an erasure entry, when there is one, is named."""
    change = in_row(2, lambda each: each["texts"].pop("contacts.0.name"))
    found = verified(resigned(change(files(since=0))))
    remarks = [sentence for section, sentence, *_ in found.said if not section]
    assert wrong(found) == []
    assert remarks == ["案件 1 第 2 条（日志序号 2）“contacts.0.name”的原文没有附上（据以删除的记录：-）", ERASED]


def test_of_two_texts_that_are_gone_only_the_erased_one_is_laid_to_the_erasure():
    change = in_row(5, lambda each: each["texts"].pop("opinion"))
    remarks = [sentence for section, sentence, *_ in verified(resigned(change(files(since=0)))).said if not section]
    assert remarks == [ERASED, "案件 1 第 3 条（日志序号 5）“opinion”的原文没有附上（据以删除的记录：-）"]


def test_an_attached_file_left_out_is_said_and_is_no_error():
    tree = logged(journal())
    found = verified(Export(tree, checkpoint(tree), journal(), MADE_AT).files(KEY))
    assert wrong(found) == []
    assert f"案件 2 第 1 条（日志序号 1）附件 {ATTACHED[9:]} 没有附上" in [sentence for _, sentence, *_ in found.said]
