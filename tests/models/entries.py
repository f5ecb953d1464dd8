"""Entries as a test writes them: only what follows from one another is filled in with care."""

import hashlib

from models.journal import NO_HASH


def hash_of(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest() if number else NO_HASH


def entry(case_id: int, number: int, /, **changes) -> dict:
    """A row of `entry` that follows the one before it."""
    texts = dict.fromkeys(("editions", "overlays", "readings", "calendar"), "")
    row = {
        "case_id": case_id,
        "number": number,
        "kind": "act",
        "step": "apply",
        "form_version": 1,
        "act_on": "2026-06-01",
        "recorded_at": "2026-06-01T09:00:00+08:00",
        "mode": "live",
        **dict.fromkeys(("facts", "commitments", "findings", "files"), b"{}"),
        **texts,
        "previous_hash": hash_of(number - 1),
        "hash": hash_of(number),
    }
    return {**row, **changes}
