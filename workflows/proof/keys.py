"""Ed25519 keys of signed notes: written as C2SP signed-note does, told apart by name and key id; a cosigner's carries the time."""

import base64
import binascii
import hashlib
import re
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workflows.engine.findings import N_

from .errors import BadNote

LOG, COSIGNER = b"\x01", b"\x04"
"""The signature types in use: Ed25519 over the text, and over the text with a moment (C2SP tlog-cosignature)."""

PRIVATE = "PRIVATE+KEY+"
RAW = 32
LAST_SECOND = 2**63 - 1

BAD_NAME = N_("密钥名称“%(name)s”不能为空，不能含空格或加号")
BAD_KEY = N_("公钥“%(key)s”的写法不对：应为 名称+8 位十六进制编号+Base64")
BAD_SECRET = N_("私钥的写法不对：应为 PRIVATE+KEY+名称+8 位十六进制编号+Base64")
OTHER_ID = N_("密钥“%(name)s”的编号 %(given)s 与内容不符，应为 %(needed)s：密钥在抄录中有误")
BAD_BASE64 = N_("“%(text)s”不是规范的 Base64：请核对是否抄全")
BAD_MOMENT = N_("副署的时刻须为 0 至 2 的 63 次方减 1 之间的整秒")
NEEDS_MOMENT = N_("密钥“%(name)s”用于副署，须给出副署的时刻")
NO_MOMENT = N_("密钥“%(name)s”不用于副署，不带时刻")


class PublicKey(NamedTuple):
    """Who signs under which name, and how: `kind` is LOG or COSIGNER."""

    name: str
    kind: bytes
    raw: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that stand before each signature."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.kind + self.raw).decode()}"

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """From `name+id+base64`. Raises BadNote."""
        name, kind, raw, given = _parts(text, BAD_KEY)
        key = cls(name, kind, raw)
        return _with_id(key, given)

    def verifies(self, signature: bytes, text: bytes) -> bool:
        """Whether the signature is this key's over the text; a cosigner's begins with its moment."""
        if len(signature) != 64 + 8 * (self.kind == COSIGNER):
            return False
        signed = text if self.kind == LOG else cosigned(text, int.from_bytes(signature[:8]))
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature[-64:], signed)
        except InvalidSignature:
            return False
        return True


class SecretKey(NamedTuple):
    """The half that signs; `secret` is the 32 bytes everything follows from."""

    name: str
    kind: bytes
    secret: bytes

    @property
    def public(self) -> PublicKey:
        """The half that is given away."""
        key = Ed25519PrivateKey.from_private_bytes(self.secret).public_key()
        return PublicKey(self.name, self.kind, key.public_bytes_raw())

    @classmethod
    def read(cls, text: str) -> "SecretKey":
        """From `PRIVATE+KEY+name+id+base64`. Raises BadNote, which never holds the key."""
        if not text.startswith(PRIVATE):
            raise BadNote(BAD_SECRET)
        name, kind, secret, given = _parts(text.removeprefix(PRIVATE), BAD_SECRET)
        key = cls(name, kind, secret)
        _with_id(key.public, given)
        return key

    def written(self) -> str:
        """As `read` takes it: a secret."""
        return f"{PRIVATE}{self.name}+{self.public.id.hex()}+{base64.b64encode(self.kind + self.secret).decode()}"

    def __repr__(self) -> str:
        return f"SecretKey({self.public})"

    def sign(self, text: bytes, at: int | None = None) -> bytes:
        """The signature over a text; a cosigner gives the moment in seconds since 1970. Raises BadNote."""
        if (self.kind == COSIGNER) != (at is not None):
            raise BadNote(NO_MOMENT if at is not None else NEEDS_MOMENT, name=self.name)
        key = Ed25519PrivateKey.from_private_bytes(self.secret)
        if at is None:
            return key.sign(text)
        if not 0 <= at <= LAST_SECOND:
            raise BadNote(BAD_MOMENT)
        return at.to_bytes(8) + key.sign(cosigned(text, at))


def named(name: str) -> str:
    """A name a key may have; raises BadNote for another."""
    if not name or "+" in name or any(each.isspace() or each < " " for each in name):
        raise BadNote(BAD_NAME, name=name)
    return name


def cosigned(text: bytes, at: int) -> bytes:
    """What a cosigner signs."""
    return b"cosignature/v1\ntime %d\n" % at + text


def decoded(text: str) -> bytes:
    """The bytes of canonical Base64 and nothing else. Raises BadNote."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise BadNote(BAD_BASE64, text=text) from None
    if base64.b64encode(raw).decode() != text:
        raise BadNote(BAD_BASE64, text=text)
    return raw


def _parts(text: str, complaint: str) -> tuple[str, bytes, bytes, str]:
    """(name, kind, key, id) of a written key; a complaint shows the text of public keys only."""
    facts = {"key": text} if complaint is BAD_KEY else {}
    found = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)", text)
    if found is None:
        raise BadNote(complaint, **facts)
    try:
        raw = decoded(found[3])
    except BadNote:
        raise BadNote(complaint, **facts) from None
    if raw[:1] not in (LOG, COSIGNER) or len(raw) != 1 + RAW:
        raise BadNote(complaint, **facts)
    return named(found[1]), raw[:1], raw[1:], found[2]


def _with_id(key: PublicKey, given: str) -> PublicKey:
    if key.id.hex() != given:
        raise BadNote(OTHER_ID, name=key.name, given=given, needed=key.id.hex())
    return key
