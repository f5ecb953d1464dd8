"""Attached files against the hashes in the entries: one that was swapped, or is gone without an erasure, is found."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.journal import Entry
from web.stored import place
from workflows.engine.findings import N_
from workflows.proof.live.chains import erased_by
from workflows.proof.live.found import Found

AT_ONCE = 500
SWAPPED = N_("附件 %(sha256)s 的内容与记录的散列值不符：文件已被替换")
GONE = N_("附件 %(sha256)s 不在文件夹 %(folder)s 中，而没有删除它的记录：请从备份中取回")
NO_FOLDER = N_("附件文件夹 %(folder)s 不存在，附件没有核对：请用 --files 指明，或用 --no-files 略过")


def files_against_hashes(session: Session, folder: Path) -> Iterator[Found]:
    """Everything wrong with the files that entries name, each content read once."""
    rows = (
        select(Entry.case_id, Entry.number, Entry.files)
        .where(Entry.files != b"[]")
        .order_by(Entry.case_id, Entry.number)
    )
    erased = _erased(session)
    said: dict[str, str | None] = {}
    for case, number, files in session.execute(rows.execution_options(yield_per=AT_ONCE)):
        if not folder.is_dir():
            yield Found("file", NO_FOLDER, facts={"folder": folder})
            return
        for sha256 in _named(bytes(files)):
            if sha256 not in said:
                said[sha256] = _wrong(place(folder, sha256), sha256)
            message = said[sha256]
            if message and not (message is GONE and (case, number, sha256) in erased):
                yield Found("file", message, case, number, {"sha256": sha256, "folder": folder})


def _named(files: bytes) -> list[str]:
    """The hashes of an entry's files; none where they cannot be read, which is the chain's matter."""
    try:
        return [each for each in json.loads(files) if re.fullmatch("[0-9a-f]{64}", each)]
    except (ValueError, TypeError):
        return []


def _wrong(path: Path, sha256: str) -> str | None:
    """What is wrong with one file."""
    if not path.is_file():
        return GONE
    with path.open("rb") as content:
        return None if hashlib.file_digest(content, "sha256").hexdigest() == sha256 else SWAPPED


def _erased(session: Session) -> set[tuple[int, int, str]]:
    """(case, entry, hash) of the files that were erased by a decision."""
    rows = select(Entry.case_id, Entry.refers_to, Entry.facts).where(Entry.kind == "erasure")
    return {
        (case, number, sha256)
        for case, number, facts in session.execute(rows)
        for sha256 in erased_by(bytes(facts), "files")
    }
