"""What was uploaded, kept for a day under a random name until it is imported; only the account that uploaded it finds it."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from workflows.engine.findings import N_
from workflows.engine.intake import Unusable, legible

KINDS = (".xlsx", ".json", ".jsonl")
MOST_BYTES = 20 * 2**20
KEPT = timedelta(days=1)
NAME = re.compile(r"[0-9a-f]{32}")
RECORD, CONTENT, TAKEN = "record.json", "content", "taken"


class Upload:
    """One uploaded file in a folder of its own, with a record of whose it is and what was decided about it."""

    def __init__(self, folder: Path, record: dict[str, Any]) -> None:
        self.folder, self.record = folder, record

    @property
    def name(self) -> str:
        """The random name it has in addresses."""
        return self.folder.name

    @property
    def shown(self) -> str:
        """What the file was called where it came from: a text to show, never a path."""
        return self.record["shown"]

    @property
    def at(self) -> datetime:
        """When it was uploaded."""
        return datetime.fromisoformat(self.record["at"])

    @property
    def path(self) -> Path:
        """Where its content lies."""
        return self.folder / f"{CONTENT}{self.record['kind']}"

    @property
    def taken(self) -> bool:
        """Whether somebody began to import it."""
        return (self.folder / TAKEN).exists()

    def take(self) -> bool:
        """Claims it for one import, once and for all; False when that was done before."""
        try:
            (self.folder / TAKEN).open("xb").close()
        except FileExistsError:
            return False
        return True

    def keep(self, **decided: Any) -> None:
        """Writes something decided about it into its record."""
        self.record |= decided
        beside = self.folder / f"{RECORD}.{secrets.token_hex(4)}"
        beside.write_text(json.dumps(self.record, ensure_ascii=False), encoding="utf-8")
        os.replace(beside, self.folder / RECORD)

    def close(self, outcomes: list[Any]) -> None:
        """Keeps what became of each dossier and removes the content."""
        self.keep(outcomes=outcomes, choices={})
        self.path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Removes it altogether."""
        shutil.rmtree(self.folder, ignore_errors=True)


def received(root: Path, given: str, content: IO[bytes], account: int, at: datetime) -> Upload:
    """Keeps an uploaded file; raises Unusable for a kind that is not read, and for one too large."""
    given = given.replace("\\", "/").rsplit("/", 1)[-1]
    shown, kind = legible(given), Path(given).suffix.lower()
    if kind not in KINDS:
        message = N_("不认识的文件类型 %(kind)s：请用 .json、.jsonl 或者模板 .xlsx")
        raise Unusable("", message % {"kind": legible(kind) or shown or "–"})
    upload = Upload(root / secrets.token_hex(16), {})
    upload.folder.mkdir(mode=0o700, parents=True)
    upload.keep(account=account, shown=shown, kind=kind, at=at.isoformat(), choices={})
    with upload.path.open("xb") as file:
        shutil.copyfileobj(content, file)
    if upload.path.stat().st_size > MOST_BYTES:
        upload.remove()
        raise Unusable("", N_("文件超过 20 MB：请分成几个文件"))
    return upload


def found(root: Path, name: str, account: int, at: datetime) -> Upload | None:
    """The upload of that name, when it is this account's and not older than a day."""
    record = _record(root / name) if NAME.fullmatch(name) else None
    if record is None or record["account"] != account:
        return None
    upload = Upload(root / name, record)
    return upload if at - upload.at <= KEPT else None


def kept(root: Path, account: int, at: datetime) -> list[Upload]:
    """The account's uploads of the last day, the newest first."""
    names = [folder.name for folder in _folders(root)]
    uploads = [upload for name in names if (upload := found(root, name, account, at))]
    return sorted(uploads, key=lambda upload: upload.at, reverse=True)


def sweep(root: Path, at: datetime) -> None:
    """Removes whatever was uploaded more than a day ago, whosever it is."""
    for folder in _folders(root):
        record = _record(folder)
        with suppress(OSError):
            since = datetime.fromisoformat(record["at"]).timestamp() if record else folder.stat().st_mtime
            if at.timestamp() - since > KEPT.total_seconds():
                shutil.rmtree(folder, ignore_errors=True)


def _folders(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from (folder for folder in root.iterdir() if NAME.fullmatch(folder.name))


def _record(folder: Path) -> dict[str, Any] | None:
    try:
        return json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except OSError:
        return None
