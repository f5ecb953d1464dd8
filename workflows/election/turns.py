"""Whose turn it is in the count: the rounds in which something is keyed, confirmed, or decided by the meeting."""

from collections.abc import Iterator

from workflows.engine.declare import Key
from workflows.engine.dossier import Dossier

from .bodies import meeting_of
from .rounds import Round, courses


def to_key(dossier: Dossier) -> list[Key]:
    """The rounds in which something is still to be keyed."""
    return [each.key for each in under_way(dossier) if not each.confirmed and each.agreed is None]


def to_confirm(dossier: Dossier) -> list[Key]:
    """The rounds that two people keyed alike."""
    return [each.key for each in under_way(dossier) if not each.confirmed and each.agreed is not None]


def to_resolve(dossier: Dossier) -> list[Key]:
    """The rounds after which the meeting has to decide."""
    return [each.key for each in under_way(dossier) if each.waits_for_meeting]


def under_way(dossier: Dossier) -> Iterator[Round]:
    """The rounds that stand open, of the meeting that is under way."""
    at_the_meeting = "announce_result" not in dossier.standing
    for course in courses(dossier, at_the_meeting):
        if at_the_meeting or meeting_of(dossier, course.ballot.voters):
            yield course.now
