"""Cases and entries as a test writes them: only what must follow is filled in with care."""

import hashlib
from datetime import date

from models.cases import Case
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


def new_case(organisation_id: int, **changes) -> Case:
    row = {
        "workflow": "membership",
        "subject_kind": "person",
        "subject_id": 1,
        "organisation_id": organisation_id,
        "path": f"/{organisation_id}/",
        "open": True,
        "version": 0,
        "last_number": 0,
        "last_hash": NO_HASH,
        "snapshot": b"",
        "rules_stamp": "",
        "opened_on": date(2026, 6, 1),
    }
    return Case(**{**row, **changes})
