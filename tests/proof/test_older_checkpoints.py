"""Exports held against older checkpoints kept elsewhere: a log cut, forked or rolled back is found."""

import pytest

from workflows.proof.exports import Export

from .changes import Files, forged, shorter
from .sample import KEY, MADE_AT, OTHER_KEY, SCAN, SINCE, checkpoint, files, journal, logged, verified, wrong


def forked() -> Files:
    tree = logged(forged())
    return Export(tree, checkpoint(tree), forged(), MADE_AT, None, True, [SCAN]).files(KEY)


OLDER = [(f"{size}.note", shorter(size)) for size in (3, SINCE, 16, 21)]


def test_older_checkpoints_agree_with_a_log_that_only_grew():
    assert wrong(verified(files(since=0), *OLDER)) == []
    assert wrong(verified(files(), *OLDER[1:])) == []


def test_a_log_rewritten_with_its_own_key_is_found_by_an_older_checkpoint():
    """The export itself is sound; the entries after the last checkpoint it agrees with are named."""
    assert wrong(verified(forked())) == []
    assert wrong(verified(forked(), *OLDER[:2])) == [
        "日志与 11.note（前 11 项）分叉，涉及：日志序号 3 至 10（案件 3 第 1 条、案件 3 第 2 条、案件 1 第 3 条、"
        "案件 2 第 2 条、案件 2 第 3 条、案件 1 第 4 条、案件 3 第 3 条、案件 1 第 5 条）"
    ]
    assert len(wrong(verified(forked(), *OLDER))) == 3


@pytest.mark.parametrize("size, cut", [(16, False), (15, True), (11, True)])
def test_a_log_rolled_back_is_found_by_an_older_checkpoint(size, cut):
    tree = logged(journal()[:size])
    exported = Export(tree, checkpoint(tree), journal()[:size], MADE_AT, None, True, [SCAN]).files(KEY)
    assert wrong(verified(exported)) == []
    found = [f"只有 {size} 项，16.note 却有 16 项：日志已被截短"] if cut else []
    assert wrong(verified(exported, OLDER[2])) == found


def test_an_older_checkpoint_that_cannot_be_compared():
    """Before the export begins, or between two checkpoints without leaves: said, never passed over."""
    told = "导出中没有前 %s 项的树根，无法与 %s 比对"
    assert wrong(verified(files(), OLDER[0])) == [told % (3, "3.note")]
    assert wrong(verified(files(leaves=False), *OLDER[1:])) == [told % (16, "16.note")]


@pytest.mark.parametrize(
    "note, why",
    [
        (shorter(3, OTHER_KEY), "没有这一日志的可信密钥的签名"),
        (b"3", "应为正文、一个空行和以换行结尾的签名"),
        (files()["manifest.note"], "签名有效，但所签的不是本日志的检查点或这份清单"),
        (b"\xff\n\n\n", "写法与格式不符"),
    ],
    ids=["another key", "no note", "no checkpoint", "no text"],
)
def test_an_older_checkpoint_that_is_none(note, why):
    assert wrong(verified(files(since=0), ("旧.note", note))) == [f"旧.note：{why}"]
