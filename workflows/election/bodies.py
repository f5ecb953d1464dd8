"""The meetings of elected bodies: which were held, which is held once more, who may watch."""

from collections.abc import Sequence

from workflows.engine.dossier import Dossier, Taking

from .ballots import ballots

COMMITTEE, DISCIPLINE = "members", "discipline"


def meetings(dossier: Dossier, body: str) -> list[Taking]:
    """The meetings of a body that passed their scrutineers."""
    return [each for each in dossier.of_key("hold_first_meeting", (body,)) if each.outcome == "carried"]


def meeting_of(dossier: Dossier, body: str, before: int | None = None) -> Taking | None:
    """The last meeting of a body, or the last one before the act of a number; None where it has not met."""
    found = [each for each in meetings(dossier, body) if before is None or each.number < before]
    return found[-1] if found else None


def has_to_meet(dossier: Dossier, body: str) -> bool:
    """Whether a body has not met, or meets anew: the committee did not pass the heads that the discipline commission elected."""
    met = meeting_of(dossier, body)
    if met is None or body != DISCIPLINE:
        return met is None
    votes = dossier.takings.get("pass_discipline_heads", ())
    if not votes or votes[-1].outcome != "lost":
        return False
    return met.number < votes[-1].number


def standing_in(dossier: Dossier, body: str | None) -> set[int]:
    """Who stands on a ballot of a body; on any ballot at all, where none is named."""
    return {person for ballot in ballots(dossier) if body in (None, ballot.voters) for person in ballot.candidates}


def free_to_watch(dossier: Dossier, attending: Sequence[int], body: str | None) -> set[int]:
    """Who of those attending stands on none of the ballots and may be a scrutineer."""
    return set(attending) - standing_in(dossier, body)
