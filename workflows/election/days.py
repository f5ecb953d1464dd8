"""Days that an election computes: the end of the term, as far as the term is what the election is about."""

from collections.abc import Callable
from datetime import date

from workflows.engine.dossier import Dossier
from workflows.engine.law import Law

from .course import congress, term_election
from .term import expiry


def meeting_expiry(dossier: Dossier, law: Law) -> date | None:
    """The end of the term, where all members elect the next body."""
    return expiry(dossier) if term_election(dossier) and not congress(dossier) else None


def congress_expiry(dossier: Dossier, law: Law) -> date | None:
    """The end of the term, where delegates elect the next body."""
    return expiry(dossier) if term_election(dossier) and congress(dossier) else None


DAYS: dict[str, Callable[[Dossier, Law], date | None]] = {
    "expiry": lambda dossier, law: expiry(dossier),
    "meeting_expiry": meeting_expiry,
    "congress_expiry": congress_expiry,
}
