"""Sealed entries: until a named step is taken for the same key, only their author sees what they hold, and `verify`."""

from collections.abc import Mapping
from typing import Any

from .declare import Workflow
from .dossier import Dossier


def is_sealed(flow: Workflow, dossier: Dossier, step: str, facts: Mapping[str, Any]) -> bool:
    """Whether the facts of an entry, or of a refused one, are still sealed in the case as it stands."""
    row = flow.steps.get(step)
    if row is None or row.sealed_until is None:
        return False
    return not dossier.of_key(row.sealed_until, tuple(facts.get(name) for name in row.keys))
