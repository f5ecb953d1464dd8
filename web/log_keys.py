"""The file of the key that signs checkpoints: outside the database and every backup, for its owner's eyes only."""

import os
import re
import secrets
from pathlib import Path

from workflows.engine.findings import N_
from workflows.proof.errors import BadNote, ProofError
from workflows.proof.keys import LOG, PublicKey, SecretKey

NAME = "ZHIBU_LOG_KEY"
OTHERS = 0o077

NO_HOME = N_("不知道日志密钥放在哪里：请用环境变量 %(name)s 给出文件名")
EXISTS = N_("%(path)s 已经存在：没有改动，请换一个文件（环境变量 %(name)s）")
MISSING = N_(
    "没有日志密钥 %(path)s：请从保存处取回，或用环境变量 %(name)s 指明；确已遗失的，运行 zhibu audit key --replace"
)
UNREADABLE = N_("日志密钥 %(path)s 读不出来：%(why)s")
OPEN_TO_OTHERS = N_("日志密钥 %(path)s 的权限是 %(mode)s，其他用户也能读取：请运行 chmod 600，并考虑更换密钥")
NOT_A_KEY = N_("%(path)s 不是日志密钥：%(why)s")
ANOTHER = N_("%(path)s 中是另一个密钥（公钥 %(given)s），不是本系统现用的（公钥 %(needed)s）")


class KeyUnusable(ProofError):
    """The key file cannot be used; the message says why and what to do."""


def made(origin: str) -> SecretKey:
    """A new key under this name, not kept yet."""
    return SecretKey(origin, LOG, secrets.token_bytes(32))


def origin_from(name: str) -> str:
    """A log's name made from an organisation's: with a few letters of chance, so that no two installations share one."""
    plain = re.sub(r"[\s+\x00-\x1f]+", "-", name).strip("-") or "zhibu"
    return f"{plain}/{secrets.token_hex(4)}"


def key_file(public: PublicKey) -> Path:
    """Where the secret half of a key lies: as the environment says, else in the user's folder of settings. Raises KeyUnusable."""
    given = os.environ.get(NAME, "").strip()
    if given:
        return Path(given)
    try:
        settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    except RuntimeError:
        raise KeyUnusable(NO_HOME, name=NAME) from None
    return settings / "zhibu" / f"log-{public.id.hex()}.key"


def keep(key: SecretKey) -> Path:
    """Writes a new key into its file, which only its owner may read. Raises KeyUnusable where there is one."""
    path = key_file(key.public)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(key.written() + "\n")
    except FileExistsError:
        raise KeyUnusable(EXISTS, path=path, name=NAME) from None
    except OSError as error:
        raise KeyUnusable(UNREADABLE, path=path, why=error.strerror) from None
    return path


def held(public: PublicKey) -> SecretKey:
    """The secret half of the log's key from its file. Raises KeyUnusable."""
    path = key_file(public)
    key = _read(path)
    if key.public != public:
        raise KeyUnusable(ANOTHER, path=path, given=key.public, needed=public)
    return key


def _read(path: Path) -> SecretKey:
    try:
        mode, text = path.stat().st_mode & 0o777, path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyUnusable(MISSING, path=path, name=NAME) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyUnusable(UNREADABLE, path=path, why=getattr(error, "strerror", None) or "UTF-8") from None
    if os.name == "posix" and mode & OTHERS:
        raise KeyUnusable(OPEN_TO_OTHERS, path=path, mode=f"{mode:o}")
    try:
        return SecretKey.read(text.strip())
    except BadNote as bad:
        raise KeyUnusable(NOT_A_KEY, path=path, why=bad) from None
