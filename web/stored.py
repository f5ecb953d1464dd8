"""Attached files: checked for being what their names say, kept by their content outside the tables."""

import hashlib
import io
import secrets
import zipfile
from datetime import date
from pathlib import Path
from typing import IO, NamedTuple

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from models.files import StoredFile
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_

MOST = 20 * 2**20
KINDS = {  # ending: (media type, how the content begins)
    "pdf": ("application/pdf", (b"%PDF-",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "tif": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    "tiff": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    "ofd": ("application/ofd", (b"PK\x03\x04",)),
}
INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
TOO_LARGE = N_("“%(name)s”超过 20 MB：请压缩或者分成几个文件")
EMPTY = N_("“%(name)s”是空文件")
UNKNOWN = N_("“%(name)s”的类型不能附上，可附：%(kinds)s")
NOT_SO = N_("“%(name)s”的内容不是 %(kind)s 文件：请用正确的程序另存后再附")
LONG = N_("文件名“%(name)s”太长或者含有不能用的字符：请改名后再附")


class Stored(NamedTuple):
    """A file that lies in the folder: SHA-256 in hexadecimal, size in bytes, media type, the name it came with."""

    sha256: str
    size: int
    media_type: str
    name: str


def store(folder: Path, name: str, content: IO[bytes]) -> Stored:
    """Keeps a file; raises BadForm for one that is too large, empty, of another kind, or not what its name says."""
    name = plain(name)
    data = content.read(MOST + 1)
    kind = name.rpartition(".")[2].lower()
    _check(name, kind, data)
    sha256 = hashlib.sha256(data).hexdigest()
    path = place(folder, sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{secrets.token_hex(4)}.part")
        part.write_bytes(data)
        part.replace(path)
    return Stored(sha256, len(data), KINDS[kind][0], name)


def plain(name: str) -> str:
    """The last part of a name as a browser sends it; raises BadForm."""
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    if not 0 < len(last) <= 120 or not last.isprintable():
        raise BadForm([("", LONG % {"name": last[:40]})])
    return last


def _check(name: str, kind: str, data: bytes) -> None:
    if kind not in KINDS:
        raise BadForm([("", UNKNOWN % {"name": name, "kinds": "、".join(KINDS)})])
    if not data:
        raise BadForm([("", EMPTY % {"name": name})])
    if len(data) > MOST:
        raise BadForm([("", TOO_LARGE % {"name": name})])
    if not data.startswith(KINDS[kind][1]) or (kind in INSIDE and not _holds(data, INSIDE[kind])):
        raise BadForm([("", NOT_SO % {"name": name, "kind": kind})])


def _holds(data: bytes, member: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return member in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def place(folder: Path, sha256: str) -> Path:
    """Where a file of that content lies."""
    return folder / sha256[:2] / sha256


def register(session: Session, file: Stored, day: date) -> None:
    """The row of a stored file, where it is not there yet."""
    if session.get(StoredFile, file.sha256) is None:
        session.add(StoredFile(sha256=file.sha256, size=file.size, media_type=file.media_type, stored_on=day))


def unchanged(folder: Path, sha256: str) -> bytes | None:
    """The content of a file, as long as it is there and still has this hash."""
    path = place(folder, sha256)
    data = path.read_bytes() if path.is_file() else b""
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def folder_beside(url: str) -> Path:
    """The folder of attached files: beside an SQLite database, else in the working folder."""
    address = make_url(url)
    beside = address.database if address.get_backend_name() == "sqlite" and address.database else "zhibu"
    return Path(f"{beside}.files")
