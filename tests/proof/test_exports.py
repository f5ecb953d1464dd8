"""Sound exports: of everything, since a checkpoint, of one case, with leaves and without, under either hash function."""

import pytest

from workflows.engine.journal import Text, canonical
from workflows.proof import notes
from workflows.proof.errors import BadLog
from workflows.proof.exports import Export, Exported
from workflows.proof.hashing import SHA256

from .changes import ERASED, forged, shorter
from .sample import KEY, MADE_AT, ORDER, SINCE, WITNESS, checkpoint, files, journal, logged, row, verified, wrong


@pytest.mark.parametrize("leaves", [True, False], ids=["leaves", "paths"])
@pytest.mark.parametrize("only", [0, 1], ids=["all", "one case"])
@pytest.mark.parametrize("since", [0, SINCE, len(ORDER)])
@pytest.mark.parametrize("hash", ["sha256", "sm3"])
def test_a_sound_export(hash, since, only, leaves):
    found = verified(files(hash, since, only, leaves), keys=(KEY.public, WITNESS.public))
    assert wrong(found) == []
    assert found.counts["log"] == len(ORDER)
    erased = ERASED in [sentence for _, sentence, *_ in found.said]
    assert erased is any((each.case, each.number) == (1, 3) for each in found.entries)


def test_an_export_of_nothing():
    tree = logged(())
    assert wrong(verified(Export(tree, checkpoint(tree), [], MADE_AT).files(KEY))) == []


def test_the_export_says_whose_key_it_was_signed_with():
    found = verified(files(), keys=())
    assert found.said[0][1] == f"公钥取自导出本身，须另行核对：{KEY.public}"
    assert wrong(found) == []


def test_an_entry_after_the_checkpoint_is_not_exported():
    tree = logged(journal())
    with pytest.raises(BadLog, match="案件 1 第 8 条（日志序号 19）不在检查点的 19 项之内：请先签署新的检查点"):
        Export(tree, notes.read(shorter(19)), journal(), MADE_AT).files(KEY)


def test_a_checkpoint_of_another_log_is_not_exported():
    with pytest.raises(BadLog, match="前 11 项的树根与检查点不符"):
        Export(logged(forged()), notes.read(shorter(11)), [], MADE_AT).files(KEY)


def test_texts_are_exported_as_they_were_committed():
    text = Text("opinion", bytes(16), "引号“”、换行\n和 𠮷")
    entry = Exported(
        0,
        row(1, 1, bytes(32), commitments=canonical({"opinion": SHA256.digest(bytes(16) + text.text.encode()).hex()})),
        [text],
    )
    tree = logged([entry])
    assert wrong(verified(Export(tree, checkpoint(tree), [entry], MADE_AT).files(KEY))) == []
