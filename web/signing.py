"""The key that signs sign-ins: one for all processes of an installation, given by the environment or kept in a file."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

from workflows.engine.findings import N_

NAME = "ZHIBU_SECRET_KEY"
SHORTEST = 32
TOO_SHORT = N_("环境变量 %(name)s 太短：至少 %(least)s 个字符，或者不设，由系统在附件文件夹旁生成")


class WeakKey(ValueError):
    """The key given by the environment is too short to sign anything."""


def signing_key(url: str, files: Path) -> str:
    """The key of this installation; processes on several machines are given one by the environment. Raises WeakKey."""
    given = os.environ.get(NAME, "").strip()
    if given and len(given) < SHORTEST:
        raise WeakKey(TOO_SHORT % {"name": NAME, "least": SHORTEST})
    return given or kept(key_file(url, files))


def key_file(url: str, files: Path) -> Path:
    """Where the key is kept: beside an SQLite database, else beside the folder of attached files."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        return Path(f"{address.database}.key")
    return files.with_suffix(".key")


def kept(path: Path) -> str:
    """The key in a file only its owner reads; made once, whoever of several comes first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32), encoding="ascii")
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text(encoding="ascii")
