"""Exports broken by somebody who has the log's key: since which checkpoint, what is done, and everything that is wrong."""

from workflows.engine.journal import sealed
from workflows.proof.checkpoints import Checkpoint

from .changes import (
    ATTACHED,
    CHANGED,
    FOURTH,
    LAST,
    LOOSE,
    THIRD,
    forged,
    in_lines,
    in_manifest,
    in_row,
    in_rows,
    named,
    place,
    replaced,
    shorter,
    with_file,
)
from .sample import KEY, OTHER_KEY, SCAN, SINCE, WITNESS, checkpoint, journal, logged, row

EVERYTHING, RANGE = 0, SINCE
STRANGER = {"index": 7, "sealed": sealed(row(2, 9, bytes(32))).decode(), "texts": {}}

BROKEN = {  # by somebody who has the key: name -> (since, change, what is wrong)
    "one byte of an entry": (
        EVERYTHING,
        in_row(5, lambda each: replaced(each, "2026-06-03T10", "2026-06-03T11")),
        [THIRD + CHANGED, FOURTH + LOOSE],
    ),
    "one byte of the last entry": (
        EVERYTHING,
        in_row(19, lambda each: replaced(each, '"XZ26"', '"XZ14"')),
        [LAST + CHANGED],
    ),
    "one byte of an entry with a path": (
        RANGE,
        in_row(8, lambda each: replaced(each, '"live"', '"life"')),
        [FOURTH + CHANGED, "案件 1 第 5 条（日志序号 10）" + LOOSE],
    ),
    "an entry removed": (
        EVERYTHING,
        in_rows(lambda found: [each for each in found if each["index"] != 6]),
        ["日志序号 6 没有对应的记录", "案件 2 缺少第 2 条"],
    ),
    "the last entry of a case removed": (
        EVERYTHING,
        in_rows(lambda found: [each for each in found if each["index"] != 19]),
        ["日志序号 19 没有对应的记录", "案件 1 缺少第 8 条"],
    ),
    "the last entry removed, and the manifest with it": (
        EVERYTHING,
        lambda exported: in_manifest(cases=[[1, 1, 7], [2, 1, 6], [3, 1, 7]])(
            in_rows(lambda found: [each for each in found if each["index"] != 19])(exported)
        ),
        ["日志序号 19 没有对应的记录"],
    ),
    "an entry inserted": (
        EVERYTHING,
        in_rows(lambda found: [*found[:7], STRANGER, *found[7:]]),
        [
            "案件 2 第 9 条（日志序号 7）" + CHANGED,
            "案件 2 第 3 条（日志序号 7）次序不对，或位置重复",
            "案件 2 第 9 条（日志序号 7）重复，或不在清单所列的范围之内",
        ],
    ),
    "an entry twice": (
        EVERYTHING,
        in_rows(lambda found: [*found[:6], found[5], *found[6:]]),
        [THIRD + "次序不对，或位置重复", THIRD + "重复，或不在清单所列的范围之内"],
    ),
    "two entries in each other's order": (
        EVERYTHING,
        in_rows(lambda found: [*found[:5], found[6], found[5], *found[7:]]),
        [THIRD + "次序不对，或位置重复"],
    ),
    "two entries in each other's place": (
        EVERYTHING,
        in_rows(lambda found: [*found[:5], {**found[6], "index": 5}, {**found[5], "index": 6}, *found[7:]]),
        ["案件 2 第 2 条（日志序号 5）" + CHANGED, "案件 1 第 3 条（日志序号 6）" + CHANGED],
    ),
    "a chain tied to another entry": (
        EVERYTHING,
        in_row(8, lambda each: replaced(each, journal()[5].row["hash"].hex(), journal()[2].row["hash"].hex())),
        [FOURTH + CHANGED, FOURTH + LOOSE, "案件 1 第 5 条（日志序号 10）" + LOOSE],
    ),
    "a chain whose beginning was cut off": (
        EVERYTHING,
        in_row(0, lambda each: replaced(each, "00" * 32, "11" * 32)),
        [
            "案件 1 第 1 条（日志序号 0）" + CHANGED,
            "案件 1 第 1 条（日志序号 0）" + LOOSE,
            "案件 1 第 2 条（日志序号 2）" + LOOSE,
        ],
    ),
    "a checkpoint older than its log": (
        EVERYTHING,
        with_file("checkpoint.note", shorter(19)),
        [
            "leaves.txt 的叶不能合成检查点的树根",
            LAST + "在检查点之后：检查点只到前 19 项",
            "案件 3 第 7 条（日志序号 20）在检查点之后：检查点只到前 19 项",
        ],
    ),
    "a checkpoint of another log": (
        EVERYTHING,
        with_file("checkpoint.note", bytes(Checkpoint("other.example", 21, logged(journal()).root()).signed(KEY))),
        [
            f"checkpoint.note 没有“{WITNESS.name}”的副署",
            "checkpoint.note：签名有效，但所签的不是本日志的检查点或这份清单",
        ],
    ),
    "a checkpoint signed with another key": (
        EVERYTHING,
        with_file("checkpoint.note", shorter(21, OTHER_KEY)),
        ["checkpoint.note：没有这一日志的可信密钥的签名"],
    ),
    "a checkpoint no cosigner signed": (
        EVERYTHING,
        with_file("checkpoint.note", bytes(checkpoint(logged(journal())))),
        [f"checkpoint.note 没有“{WITNESS.name}”的副署"],
    ),
    "no checkpoint": (
        EVERYTHING,
        with_file("checkpoint.note", None),
        ["checkpoint.note：应为正文、一个空行和以换行结尾的签名"],
    ),
    "a leaf changed": (
        EVERYTHING,
        in_lines("leaves.txt", lambda lines: [*lines[:5], lines[6], *lines[6:]]),
        ["leaves.txt 的叶不能合成检查点的树根", THIRD + CHANGED],
    ),
    "a leaf missing": (
        RANGE,
        in_lines("leaves.txt", lambda lines: lines[:-1]),
        ["leaves.txt 的叶不能合成检查点的树根", "案件 3 第 7 条（日志序号 20）没有收录证明"],
    ),
    "a leaf that is no hash": (
        RANGE,
        in_lines("leaves.txt", lambda lines: [*lines[:-1], "叶".encode()]),
        [
            "leaves.txt 第 10 行：写法与格式不符",
            "leaves.txt 的叶不能合成检查点的树根",
            "案件 3 第 7 条（日志序号 20）没有收录证明",
        ],
    ),
    "a path changed": (
        RANGE,
        in_row(8, lambda each: each["path"].__setitem__(0, "00" * 32)),
        [FOURTH + CHANGED],
    ),
    "a path too short": (RANGE, in_row(8, lambda each: each["path"].pop()), [FOURTH + CHANGED]),
    "a path missing": (RANGE, in_row(8, lambda each: each.pop("path")), [FOURTH + "没有收录证明"]),
    "an older checkpoint of a forked log": (
        RANGE,
        with_file("since.note", bytes(checkpoint(logged(forged()[:SINCE])))),
        [f"前 21 项的日志不由前 11 项延续而来，涉及：日志序号 0 至 10（{named(7, 11)}）"],
    ),
    "a proof of growth changed": (
        RANGE,
        in_manifest(consistency=["00" * 32] * 5),
        [f"前 21 项的日志不由前 11 项延续而来，涉及：日志序号 0 至 10（{named(7, 11)}）"],
    ),
    "a proof of growth too short": (
        RANGE,
        in_manifest(consistency=[]),
        [f"前 21 项的日志不由前 11 项延续而来，涉及：日志序号 0 至 10（{named(7, 11)}）"],
    ),
    "an older checkpoint larger than the newer": (
        RANGE,
        lambda exported: {**exported, "checkpoint.note": shorter(10), "since.note": shorter(21)},
        [
            f"前 10 项的日志不由前 21 项延续而来，涉及：日志序号 0 至 20（{named(7, 21)}）",
            *(f"{place(index)}与检查点不符：内容或位置已变" for index in range(7, 10)),
            *(f"{place(index)}在检查点之后：检查点只到前 10 项" for index in range(10, 21)),
        ],
    ),
    "a text changed": (
        EVERYTHING,
        in_row(2, lambda each: each["texts"]["opinion"].__setitem__(1, "第 2 次考察：表现一般。")),
        ["案件 1 第 2 条（日志序号 2）“opinion”的原文与记录不符"],
    ),
    "a salt changed": (
        EVERYTHING,
        in_row(2, lambda each: each["texts"]["opinion"].__setitem__(0, "00" * 16)),
        ["案件 1 第 2 条（日志序号 2）“opinion”的原文与记录不符"],
    ),
    "a text slipped in": (
        EVERYTHING,
        in_row(0, lambda each: each["texts"].update(opinion=["00" * 16, "补写"])),
        ["案件 1 第 1 条（日志序号 0）“opinion”的原文与记录不符"],
    ),
    "an attached file changed": (
        EVERYTHING,
        with_file(ATTACHED, SCAN + b"."),
        [f"案件 2 第 1 条（日志序号 1）附件 {ATTACHED[9:]} 的内容已变"],
    ),
    "an attached file emptied": (
        EVERYTHING,
        with_file(ATTACHED, b""),
        [f"案件 2 第 1 条（日志序号 1）附件 {ATTACHED[9:]} 的内容已变"],
    ),
    "a line that is no JSON": (
        EVERYTHING,
        in_lines("entries.jsonl", lambda lines: [*lines[:5], lines[5][:-1], *lines[6:]]),
        ["entries.jsonl 第 6 行：写法与格式不符", "日志序号 5 没有对应的记录", "案件 1 缺少第 3 条"],
    ),
    "a line that is not canonical": (
        EVERYTHING,
        in_lines("entries.jsonl", lambda lines: [*lines[:5], lines[5] + b" ", *lines[6:]]),
        ["entries.jsonl 第 6 行：不是规范的 JSON", "日志序号 5 没有对应的记录", "案件 1 缺少第 3 条"],
    ),
    "a key nobody knows": (
        EVERYTHING,
        in_row(5, lambda each: each.update(note="")),
        ["entries.jsonl 第 6 行：写法与格式不符", "日志序号 5 没有对应的记录", "案件 1 缺少第 3 条"],
    ),
    "a place below the first": (
        EVERYTHING,
        in_row(5, lambda each: each.update(index=-1)),
        ["entries.jsonl 第 6 行：编号应为自然数", "日志序号 5 没有对应的记录", "案件 1 缺少第 3 条"],
    ),
}
