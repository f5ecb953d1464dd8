"""The seal of a printed sheet: the newest checkpoint as a short code and a QR picture, so that a copy of it lies on paper."""

import base64
import hashlib
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.orm import Session

from models.log import MOST_WAITING, newest_checkpoint, since_leaf

LETTERS = 16
"""Of the short code: 80 bits."""


class Seal(NamedTuple):
    """A checkpoint on paper: its code, the address of a picture that holds the whole note, its size, when it was signed, and
    how many entries are not in it (counted up to one more than MOST_WAITING)."""

    code: str
    picture: str
    size: int
    made_at: datetime
    waiting: int

    @property
    def waiting_said(self) -> str:
        """How many entries wait, as people read it."""
        return str(self.waiting) if self.waiting <= MOST_WAITING else f"{MOST_WAITING}+"


def code_of(note: str) -> str:
    """The short code of a checkpoint: 16 letters of Base32 of the SHA-256 over its text, in groups of four."""
    text = note.rpartition("\n\n")[0] + "\n"
    letters = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:LETTERS]
    return "-".join(letters[begin : begin + 4] for begin in range(0, LETTERS, 4))


@lru_cache(maxsize=4)
def picture(note: str) -> str:
    """The note as a QR code: the address of an SVG image, for a page that fetches nothing."""
    from segno import make

    return make(note.encode(), error="l", micro=False).svg_data_uri(scale=2, border=2, light="white")


def seal_of(session: Session) -> Seal | None:
    """The seal of the newest checkpoint; None where none was signed yet."""
    held = newest_checkpoint(session)
    if held is None:
        return None
    made_at = datetime.fromisoformat(held.made_at)
    return Seal(code_of(held.note), picture(held.note), held.size, made_at, since_leaf(session, held.size - 1))
