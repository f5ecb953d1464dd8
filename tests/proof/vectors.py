"""The published vectors: they are others' work and lie beside the checkout, in the folder `ZHIBU_VECTORS` names."""

import json
import os
from pathlib import Path
from typing import Any

NAMED = os.environ.get("ZHIBU_VECTORS", "")
FOLDER = Path(NAMED) if NAMED else Path(__file__).parents[3] / "shared" / "data"
FILE = FOLDER / "merkle_vectors.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}


def cases(*path: str) -> list[Any]:
    """The cases under a path of the file; none without it."""
    found: Any = VECTORS
    for name in path:
        found = found[name] if found else []
    return list(found)


def raw(texts: list[str]) -> list[bytes]:
    """Hashes from hexadecimal."""
    return [bytes.fromhex(text) for text in texts]


def pytest_report_header() -> str:
    """What the head of a run says of them; this file is a plugin of all tests."""
    return f"published vectors of logs and notes: {f'all, from {FILE}' if VECTORS else f'none run, there is no {FILE}'}"
