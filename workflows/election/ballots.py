"""The ballots of an election: who is elected to what by whom, in the order in which they are counted."""

from typing import Any, NamedTuple

from workflows.engine.dossier import Dossier

from .course import HEADS, by_committee, first_meeting, has_committee, seats

AT_THE_MEETING = ("members", "discipline")
AT_FIRST_MEETINGS = ("discipline_secretary", "discipline_deputy", "standing", "secretary", "deputy")
COMMITTEES = {"branch": "branch_committee", "general_branch": "general_branch_committee", "committee": "base_committee"}
KINDS = {"discipline": "discipline_commission", "standing": "standing_committee"}


class Ballot(NamedTuple):
    """One ballot: the position, its kind in counting, the seats, the persons who stand, and who votes.

    `voters` is `electors` (the roll), or `members`, `discipline`: those elected on that ballot.
    """

    position: str
    kind: str
    seats: int
    candidates: tuple[int, ...]
    voters: str

    @property
    def at_the_meeting(self) -> bool:
        """Whether the members vote on it, not the new committee."""
        return self.voters == "electors"


def ballots(dossier: Dossier) -> list[Ballot]:
    """Every ballot that is planned; those without seats are left out."""
    return [ballot for ballot in _all(dossier) if ballot.seats]


def _all(dossier: Dossier) -> list[Ballot]:
    if not has_committee(dossier):
        kind = "head" if by_committee(dossier) else "member_meeting_head"
        return [_ballot(dossier, position, kind, "electors") for position in HEADS]
    kind = COMMITTEES.get(dossier.setting.known("organisation_kind"), "branch_committee")
    found = [_ballot(dossier, position, KINDS.get(position, kind), "electors") for position in AT_THE_MEETING]
    if first_meeting(dossier):
        found += [
            _ballot(dossier, position, KINDS.get(position, "head"), _of(position)) for position in AT_FIRST_MEETINGS
        ]
    return found


def _of(position: str) -> str:
    return "discipline" if position.startswith("discipline_") else "members"


def _ballot(dossier: Dossier, position: str, kind: str, voters: str) -> Ballot:
    return Ballot(position, kind, seats(dossier, position), standing(dossier, position), voters)


def standing(dossier: Dossier, position: str) -> tuple[int, ...]:
    """The persons who stand for a position, in the order of the ballot."""
    form: Any = dossier.done("fix_candidates")
    rows = form.candidates if form else ()
    return tuple(row.person for row in rows if row.position == position and row.person is not None)
