"""The yearly plan beside what is under way: facts only, in whole numbers, each organisation with all below it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from web.ledgers.lines import taken
from workflows.engine.declare import Workflow


class Planned(NamedTuple):
    """An organisation's number for a year, the paper it rests on, and what is under way in and below it."""

    organisation: str
    planned: int | None
    number: str
    on: date | None
    listed: int
    admitted: int
    approved: int


def below(paths: Iterable[tuple[str, int]]) -> Counter[int]:
    """Counts by path, added up for every organisation on it."""
    found: Counter[int] = Counter()
    for path, count in paths:
        for part in filter(None, path.split("/")):
            found[int(part)] += count
    return found


def approved_in(flow: Workflow, snapshot: bytes, year: int) -> bool:
    """Whether the superior approved the admission in that year."""
    acts = (kept.act for kept in taken(flow, snapshot, "approve_admission"))
    return any(act is not None and act.on.year == year and act.form.known("approved") for act in acts)  # type: ignore[union-attr]
