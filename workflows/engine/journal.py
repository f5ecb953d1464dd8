"""The journal's bytes: facts and personal texts apart, canonical JSON, salted commitments, and the hash of an entry.

Canonical: UTF-8, NFC, sorted ASCII keys, whole numbers, ISO days; then sorted compact JSON is RFC 8785.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel

from .findings import Finding
from .forms import Form, trait

HASHED = (
    "case_id",
    "number",
    "kind",
    "step",
    "form_version",
    "act_on",
    "recorded_at",
    "mode",
    "actor_person_id",
    "actor_post",
    "actor_office",
    "actor_organisation_id",
    "actor_path",
    "stage_before",
    "stage_after",
    "outcome",
    "facts",
    "commitments",
    "findings",
    "editions",
    "overlays",
    "readings",
    "calendar",
    "files",
    "refers_to",
    "previous_hash",
)
"""Every column but the row id, the transaction id and the hash itself; a test compares this with the table."""

NO_HASH = bytes(32)
"""The previous hash of a case's first entry."""

BESIDE = ("allowed.", "files.")
"""Texts of an entry that belong to no field of its form: reasons of allowances, names of attached files."""

APART = "（另存）"
"""Stands in a form for a personal text that lies apart: recorded, and not read by any guard."""


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical bytes")


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_day
).encode


class Text(NamedTuple):
    """A personal text of an entry with the salt of its commitment."""

    field: str
    salt: bytes
    text: str


def canonical(value: Any) -> bytes:
    """The canonical bytes of a value made of objects, lists, texts, whole numbers, truth values and days."""
    text = _encode(value)
    return (text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)).encode()


def commit(texts: Sequence[tuple[str, str]]) -> tuple[bytes, list[Text]]:
    """The commitments that stand in the entry, and the texts with their salts that lie apart."""
    if not texts:
        return b"{}", []
    kept = [Text(field, secrets.token_bytes(16), unicodedata.normalize("NFC", text)) for field, text in texts]
    return canonical({text.field: commitment(text.salt, text.text) for text in kept}), kept


def commitment(salt: bytes, text: str) -> str:
    """SHA-256 of salt and text, in hexadecimal."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def seal(row: Mapping[str, Any], columns: Sequence[str] = HASHED) -> bytes:
    """The hash of an entry, or of a row of another chain by its hashed `columns`: SHA-256 over what is sealed."""
    return hashlib.sha256(sealed(row, columns)).digest()


def sealed(row: Mapping[str, Any], columns: Sequence[str] = HASHED) -> bytes:
    """What the hash is taken over: the canonical bytes of the list of every hashed column."""
    return canonical([_plain(name, row[name]) for name in columns])


def _plain(name: str, value: Any) -> Any:
    """The previous hash in hexadecimal; the other blobs are canonical JSON texts."""
    if isinstance(value, bytes):
        return value.hex() if name == "previous_hash" else value.decode()
    return value


def split(form: Form) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The facts of a form, and its personal texts by field (`contacts.0.name`)."""
    texts: list[tuple[str, str]] = []
    return _facts(form, "", texts), texts


def _facts(model: BaseModel, where: str, texts: list[tuple[str, str]]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    personal = _personal(type(model))
    for name, value in model.__dict__.items():
        if value is None:
            continue
        if name in personal:
            texts.append((where + name, value))
        elif isinstance(value, list) and value and isinstance(value[0], BaseModel):
            facts[name] = [_facts(row, f"{where}{name}.{number}.", texts) for number, row in enumerate(value)]
        else:
            facts[name] = value
    return facts


_personal_fields: dict[type[BaseModel], frozenset[str]] = {}


def _personal(model: type[BaseModel]) -> frozenset[str]:
    known = _personal_fields.get(model)
    if known is None:
        known = frozenset(name for name, info in model.model_fields.items() if trait(info, "personal"))
        _personal_fields[model] = known
    return known


def join(form: type[Form], facts: Mapping[str, Any], apart: Iterable[str]) -> Form:
    """The form as guards and fold read it: the facts, and a mark where a personal text lies apart."""
    values: dict[str, Any] = dict(facts)
    for path in apart:
        name, _, rest = path.partition(".")
        if not rest:
            values[name] = APART
            continue
        number, _, inner = rest.partition(".")
        rows = values[name] = [dict(row) for row in values[name]]
        rows[int(number)][inner] = APART
    return form.recall(values)


def findings_stored(findings: Sequence[Finding]) -> bytes:
    """Findings as an entry keeps them: message ids and facts, rendered only when shown."""
    return canonical([stored(finding) for finding in findings]) if findings else b"[]"


def stored(finding: Finding) -> dict[str, Any]:
    """One finding: what is None is left out."""
    row = {
        "allowed": finding.allowed,
        "also": [list(cited) for cited in finding.also] or None,
        "article": finding.article,
        "code": finding.code,
        "earliest": finding.earliest,
        "edition": finding.edition,
        "facts": dict(finding.facts),
        "latest": finding.latest,
        "message": finding.message,
        "on": finding.on,
        "severity": finding.severity,
        "step": finding.step,
    }
    return {name: value for name, value in row.items() if value is not None}


def iso(day: date | None) -> str | None:
    """A day as entries keep it."""
    return day.isoformat() if day else None
