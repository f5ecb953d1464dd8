"""How a test changes an export, with the log's key or without, and what the verifier calls things."""

import base64
import json
from collections.abc import Callable

from workflows.engine.journal import HASHED, canonical
from workflows.proof import exports, notes
from workflows.proof.exports import Exported
from workflows.proof.hashing import SHA256
from workflows.proof.keys import SecretKey

from .sample import KEY, ORIGIN, SCAN, WITNESS, checkpoint, journal, logged, row

ATTACHED = f"attached/{SHA256.digest(SCAN).hex()}"
NO_MANIFEST = "没有 manifest.json，或它不是本格式的清单"
ERASED = "案件 1 第 3 条（日志序号 5）“contacts.0.name”的原文没有附上（据以删除的记录：6）"
Files = dict[str, bytes]
THIRD = "案件 1 第 3 条（日志序号 5）"
FOURTH = "案件 1 第 4 条（日志序号 8）"
LAST = "案件 1 第 8 条（日志序号 19）"
CHANGED, LOOSE = "与检查点不符：内容或位置已变", "与上一条不相接：其中一条已变或被替换"
MISFIT = "文件 %s 与清单不符：内容已变，或不在清单之内"


def resigned(exported: Files, key: SecretKey = KEY) -> Files:
    """What somebody who has the log's key makes of a changed export: manifest and note fit the files again."""
    manifest = json.loads(exported["manifest.json"])
    rest = {name: content for name, content in exported.items() if not name.startswith("manifest.")}
    manifest["files"] = {name: SHA256.digest(content).hex() for name, content in rest.items()}
    raw = canonical(manifest)
    text = f"{exports.FORMAT}\n{ORIGIN}\n{base64.b64encode(SHA256.digest(raw)).decode()}\n"
    return {**rest, "manifest.json": raw, "manifest.note": bytes(notes.signed(text, key))}


def rows(exported: Files) -> list[dict]:
    return [json.loads(line) for line in exported["entries.jsonl"].splitlines()]


def with_rows(exported: Files, changed: list[dict]) -> Files:
    return {**exported, "entries.jsonl": b"".join(canonical(each) + b"\n" for each in changed)}


def in_row(index: int, change: Callable[[dict], None]) -> Callable[[Files], Files]:
    """Changes the line of the entry at a place of the log."""

    def changed(exported: Files) -> Files:
        found = rows(exported)
        change(next(each for each in found if each["index"] == index))
        return with_rows(exported, found)

    return changed


def in_rows(change: Callable[[list[dict]], list[dict]]) -> Callable[[Files], Files]:
    return lambda exported: with_rows(exported, change(rows(exported)))


def in_lines(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Files], Files]:
    return lambda exported: {**exported, name: b"\n".join([*change(exported[name].splitlines()), b""])}


def in_manifest(**changes) -> Callable[[Files], Files]:
    return lambda exported: {
        **exported,
        "manifest.json": canonical({**json.loads(exported["manifest.json"]), **changes}),
    }


def with_file(name: str, content: bytes | None) -> Callable[[Files], Files]:
    """A file in place of another, or none."""
    return lambda exported: {key: held for key, held in {**exported, name: content}.items() if held is not None}


def replaced(each: dict, old: str, new: str) -> None:
    assert old in each["sealed"]
    each["sealed"] = each["sealed"].replace(old, new)


def shorter(size: int, key: SecretKey = KEY) -> bytes:
    return bytes(notes.cosign(checkpoint(logged(journal()[:size]), key), WITNESS, at=1_795_000_000))


def forged() -> tuple[Exported, ...]:
    """The journal as somebody rewrote it: the third entry of case 1 tells another day, and its chain is made to fit."""
    made, last = [], {}
    for each in journal():
        case, number = each.row["case_id"], each.row["number"]
        columns = {name: each.row[name] for name in HASHED if name not in ("case_id", "number", "previous_hash")}
        if (case, number) == (1, 3):
            columns["act_on"] = "2026-05-03"
        previous = last.get(case, each.row["previous_hash"])
        made.append(Exported(each.index, row(case, number, previous, **columns), each.texts))
        last[case] = made[-1].row["hash"]
    return tuple(made)


def place(index: int) -> str:
    """How the entry at a place of the log is called."""
    return f"{named(index, index + 1)}（日志序号 {index}）"


def named(begin: int, end: int) -> str:
    """The entries of a part of the log."""
    rows = [journal()[index].row for index in range(begin, end)]
    return "、".join(f"案件 {each['case_id']} 第 {each['number']} 条" for each in rows)
