"""Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature; read strictly or not at all."""

import base64
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workflows.engine.findings import N_

from .errors import BadNote
from .keys import PublicKey, SecretKey, decoded, named

DASH = "— "
LONGEST, MOST = 1_000_000, 100
"""Bytes of a note, and its signatures: enough for any that are meant honestly."""
MOST_HASHES = 63
"""Hashes a proof may have."""

NOT_UTF8 = N_("签名文不是 UTF-8 文本")
CONTROL = N_("签名文含有控制字符（第 %(place)s 个字节）")
TOO_LONG = N_("签名文超过 %(longest)s 字节或 %(most)s 个签名")
NO_SIGNATURES = N_("签名文应为正文、一个空行和至少一行签名")
CUT = N_("签名文末尾没有换行：可能没有抄全")
BAD_LINE = N_("签名文的第 %(place)s 行签名应为“— 名称 签名”：%(line)s")
TWICE = N_("密钥“%(name)s”（%(id)s）签了两次")
WRONG = N_("密钥“%(name)s”（%(id)s）的签名与正文不符：正文或签名已变")
NOBODY = N_("没有可信密钥的签名；正文由这些密钥签名：%(names)s")
UNENDED = N_("要签名的正文须以换行结尾")


class Signature(NamedTuple):
    """One line under a note; `signed` are the bytes after the key's id."""

    name: str
    id: bytes
    signed: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.id + self.signed).decode()}\n"

    @property
    def at(self) -> int:
        """The moment of a cosignature, in seconds since 1970."""
        return int.from_bytes(self.signed[:8])


class Note(NamedTuple):
    """A text with its signatures; who signed is known only after `verified`."""

    text: str
    signatures: tuple[Signature, ...]

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()


def signed(text: str, key: SecretKey) -> Note:
    """A note with its first signature. Raises BadNote."""
    if not text.endswith("\n"):
        raise BadNote(UNENDED)
    _plain(text.encode())
    return cosign(Note(text, ()), key)


def cosign(note: Note, key: SecretKey, at: int | None = None) -> Note:
    """The note with one more signature; `at` is a cosigner's moment. Raises BadNote when the key has signed already."""
    line = Signature(key.name, key.public.id, key.sign(note.text.encode(), at))
    return Note(note.text, _once((*note.signatures, line)))


def read(note: bytes) -> Note:
    """A note as written, its signatures not judged yet. Raises BadNote."""
    text = _plain(note)
    body, blank, rest = text.rpartition("\n\n")
    if not blank or not rest:
        raise BadNote(NO_SIGNATURES)
    if not rest.endswith("\n"):
        raise BadNote(CUT)
    lines = rest[:-1].split("\n")
    if len(lines) > MOST:
        raise BadNote(TOO_LONG, longest=LONGEST, most=MOST)
    return Note(body + "\n", _once(_signature(place, line) for place, line in enumerate(lines, 1)))


def _plain(note: bytes) -> str:
    if len(note) > LONGEST:
        raise BadNote(TOO_LONG, longest=LONGEST, most=MOST)
    place = next((place for place, byte in enumerate(note, 1) if byte < 0x20 and byte != 0x0A), None)
    if place is not None:
        raise BadNote(CONTROL, place=place)
    try:
        return note.decode()
    except UnicodeDecodeError:
        raise BadNote(NOT_UTF8) from None


def _signature(place: int, line: str) -> Signature:
    name, blank, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not blank:
        raise BadNote(BAD_LINE, place=place, line=line)
    raw = decoded(encoded)
    if len(raw) <= 4:
        raise BadNote(BAD_LINE, place=place, line=line)
    return Signature(named(name), raw[:4], raw[4:])


def _once(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    found = tuple(signatures)
    seen: set[tuple[str, bytes]] = set()
    for each in found:
        if (each.name, each.id) in seen:
            raise BadNote(TWICE, name=each.name, id=each.id.hex())
        seen.add((each.name, each.id))
    return found


def verified(note: Note, keys: Sequence[PublicKey]) -> list[Signature]:
    """The signatures of these keys, in the note's order; others are passed over. Raises BadNote if one is wrong or none there."""
    known = {(key.name, key.id): key for key in keys}
    found = [each for each in note.signatures if (each.name, each.id) in known]
    for each in found:
        if not known[each.name, each.id].verifies(each.signed, note.text.encode()):
            raise BadNote(WRONG, name=each.name, id=each.id.hex())
    if not found:
        raise BadNote(NOBODY, names="、".join(each.name for each in note.signatures))
    return found


def with_proof(first: Sequence[str], proof: Sequence[bytes], note: Note) -> bytes:
    """A file that proves something of a note: its `first` lines, the hashes of the proof in Base64, a blank line, the note."""
    lines = [*first, *(base64.b64encode(each).decode() for each in proof)]
    return "".join(f"{line}\n" for line in lines).encode() + b"\n" + bytes(note)


def opened(content: bytes, first: int) -> tuple[list[str], list[str], bytes] | None:
    """Such a file: so many `first` lines, those of the proof, and the note, none of them read yet; None where it is no such file."""
    head, blank, note = content.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    if not blank or not first <= len(lines) <= first + MOST_HASHES:
        return None
    return lines[:first], lines[first:], note
