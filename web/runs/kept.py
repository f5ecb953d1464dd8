"""What is kept for a day in a folder of its own under a random name, with a record beside it; only its account finds it."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

KEPT = timedelta(days=1)
NAME = re.compile(r"[0-9a-f]{32}")
RECORD = "record.json"
GOING = ".going"
"""How a folder ends that is being removed."""


class Kept:
    """A folder with a record of whose it is, since when, and what was decided or done about it."""

    def __init__(self, folder: Path, record: dict[str, Any]) -> None:
        self.folder, self.record = folder, record

    @property
    def name(self) -> str:
        """The random name it has in addresses."""
        return self.folder.name

    @property
    def shown(self) -> str:
        """What it is called on a page: a text to show, never a path."""
        return self.record["shown"]

    @property
    def at(self) -> datetime:
        """Since when it is kept."""
        return datetime.fromisoformat(self.record["at"])

    def keep(self, **decided: Any) -> None:
        """Writes something into its record. Raises OSError once it was removed."""
        self.record |= decided
        beside = self.folder / f"{RECORD}.{secrets.token_hex(4)}"
        try:
            _written(beside, json.dumps(self.record, ensure_ascii=False))
            os.replace(beside, self.folder / RECORD)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise

    def look_again(self) -> None:
        """Reads the record as another process may have left it."""
        self.record = _record(self.folder) or self.record

    def remove(self) -> None:
        """Removes it altogether."""
        _remove(self.folder)


K = TypeVar("K", bound=Kept)


def made(root: Path, as_: type[K], account: int, shown: str, at: datetime, **record: Any) -> K:
    """A new folder with its record."""
    new = as_(root / secrets.token_hex(16), {})
    new.folder.mkdir(mode=0o700, parents=True)
    new.keep(account=account, shown=shown, at=at.isoformat(), **record)
    return new


def found(root: Path, kind: type[K], name: str, account: int, at: datetime) -> K | None:
    """The one of that name, when it is this account's and not older than a day."""
    record = _record(root / name) if NAME.fullmatch(name) else None
    if record is None or record["account"] != account:
        return None
    known = kind(root / name, record)
    return known if at - known.at <= KEPT else None


def listed(root: Path, kind: type[K], account: int, at: datetime) -> list[K]:
    """The account's own of the last day, the newest first."""
    own = [each for folder in folders(root) if (each := found(root, kind, folder.name, account, at))]
    return sorted(own, key=lambda each: each.at, reverse=True)


def sweep(root: Path, at: datetime) -> None:
    """Removes whatever is kept for more than a day, whosever it is."""
    for folder in folders(root):
        record = _record(folder)
        with suppress(OSError):
            since = datetime.fromisoformat(record["at"]).timestamp() if record else folder.stat().st_mtime
            if at.timestamp() - since > KEPT.total_seconds():
                _remove(folder)
    for folder in root.glob(f"*{GOING}"):
        shutil.rmtree(folder, ignore_errors=True)


def forget(root: Path) -> None:
    """Removes whatever is kept there; what still runs comes to nothing."""
    for folder in folders(root):
        _remove(folder)


def folders(root: Path) -> Iterator[Path]:
    """The folders of whatever is kept there."""
    if root.is_dir():
        yield from (folder for folder in root.iterdir() if NAME.fullmatch(folder.name))


def _record(folder: Path) -> dict[str, Any] | None:
    try:
        return json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # gone, or cut off
        return None


def _written(path: Path, text: str) -> None:
    """Writes a file that is whole once it stands under its name."""
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _remove(folder: Path) -> None:
    """Out of reach first, so that what still runs writes nothing into it; then removed."""
    going = folder.with_name(f"{folder.name}{GOING}")
    try:
        folder.rename(going)
    except OSError:
        going = folder
    shutil.rmtree(going, ignore_errors=True)
