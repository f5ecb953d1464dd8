"""The workflows: each a table of steps. One line in `NAMES` makes a new one known."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.engine.declare import Workflow

NAMES = {
    "membership": "workflows.membership:MEMBERSHIP",
    "election": "workflows.election.workflow:ELECTION",
    "finding": "workflows.finding:FINDING",
    "office": "workflows.office:OFFICE",
}


def flow(name: str) -> "Workflow":
    """The workflow of that name; raises KeyError. Imported when asked for, so that a small command starts fast."""
    module, _, attribute = NAMES[name].partition(":")
    return getattr(import_module(module), attribute)
