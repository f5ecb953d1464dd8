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
        beside.write_text(json.dumps(self.record, ensure_ascii=False), encoding="utf-8")
        os.replace(beside, self.folder / RECORD)

    def look_again(self) -> None:
        """Reads the record as another process may have left it."""
        self.record = _record(self.folder) or self.record

    def remove(self) -> None:
        """Removes it altogether."""
        shutil.rmtree(self.folder, ignore_errors=True)


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
                shutil.rmtree(folder, ignore_errors=True)


def forget(root: Path) -> None:
    """Removes whatever is kept there; what still runs comes to nothing."""
    for folder in folders(root):
        shutil.rmtree(folder, ignore_errors=True)


def folders(root: Path) -> Iterator[Path]:
    """The folders of whatever is kept there."""
    if root.is_dir():
        yield from (folder for folder in root.iterdir() if NAME.fullmatch(folder.name))


def _record(folder: Path) -> dict[str, Any] | None:
    try:
        return json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except OSError:
        return None
