"""What was uploaded, kept for a day under a random name until it is imported; only the account that uploaded it finds it."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from web.runs import kept as folders
from web.runs.kept import KEPT, Kept, sweep
from workflows.engine.findings import N_
from workflows.engine.intake import Unusable, legible

__all__ = ["KEPT", "Upload", "found", "kept", "received", "sweep"]

KINDS = (".xlsx", ".json", ".jsonl")
MOST_BYTES = 20 * 2**20
CONTENT, TAKEN = "content", "taken"


class Upload(Kept):
    """One uploaded file, called what it was called where it came from, and what was decided about it."""

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

    def close(self, outcomes: list[Any]) -> None:
        """Keeps what became of each dossier and removes the content."""
        self.keep(outcomes=outcomes, choices={})
        self.path.unlink(missing_ok=True)


def received(root: Path, given: str, content: IO[bytes], account: int, at: datetime) -> Upload:
    """Keeps an uploaded file; raises Unusable for a kind that is not read, and for one too large."""
    given = given.replace("\\", "/").rsplit("/", 1)[-1]
    shown, kind = legible(given), Path(given).suffix.lower()
    if kind not in KINDS:
        message = N_("不认识的文件类型 %(kind)s：请用 .json、.jsonl 或者模板 .xlsx")
        raise Unusable("", message % {"kind": legible(kind) or shown or "–"})
    upload = folders.made(root, Upload, account, shown, at, kind=kind, choices={})
    with upload.path.open("xb") as file:
        shutil.copyfileobj(content, file)
    if upload.path.stat().st_size > MOST_BYTES:
        upload.remove()
        raise Unusable("", N_("文件超过 20 MB：请分成几个文件"))
    return upload


def found(root: Path, name: str, account: int, at: datetime) -> Upload | None:
    """The upload of that name, when it is this account's and not older than a day."""
    return folders.found(root, Upload, name, account, at)


def kept(root: Path, account: int, at: datetime) -> list[Upload]:
    """The account's uploads of the last day, the newest first."""
    return folders.listed(root, Upload, account, at)
