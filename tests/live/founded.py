"""The office journal of the town's root, which the town was made without: what concerns the whole installation stands there."""

from unittest.mock import patch

from workflows import flow
from workflows.engine.perform.opening import new_case
from workflows.engine.perform.store import Store
from workflows.office.record import take

from .town import FIRST, Town, moment

AT = moment("2026-11-01")


def journal_of_the_root(town: Town, name: str = "县委组织部") -> int:
    """Opens it with the founding of what is there already, and answers its case."""
    root = town.places[name]
    with town.database.work() as work:
        case = new_case(Store(work), flow("office"), root, root, AT)
        with patch("workflows.office.record.decide", return_value=[]):  # there is one root already
            take(work, root, "found_organisation", {"on": str(FIRST), "name": name, "kind": "department"}, None, AT)
        work.commit()
    return case
