"""Rounds of elections that would have come out otherwise, had half of the other number been asked for (reading C-4)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workflows.election.rounds import courses
from workflows.election.tally import decision
from workflows.engine.dossier import Dossier
from workflows.engine.law import LawBook

from .patterns import Hit

BASES = ("present", "due")


def base_matters(case: int, dossier: Dossier, laws: LawBook) -> list[Hit]:
    """The confirmed rounds of an election whose result hangs on the reading."""
    return [Hit(case, (), "confirm_count", facts) for facts in _rounds(dossier, laws)]


def _rounds(dossier: Dossier, laws: LawBook) -> Iterator[dict[str, Any]]:
    books = [replace(laws, readings={**laws.readings, "winner_base": base}) for base in BASES]
    for course in courses(dossier):
        for found in course.rounds:
            if not found.confirmed or not found.agreed:
                continue
            decided = [decision(dossier, found, book.on(found.agreed.on)) for book in books]
            here, there = ([{each.ref for each in one.elected}, one.next] for one in decided)
            if here != there:
                yield {"ballot": found.ballot.position, "round": found.number}
