"""What kind of election a case is, read from how it began and what was planned."""

from typing import Any

from workflows.engine.dossier import Dossier

HEADS = ("secretary", "deputy")


def by_election(dossier: Dossier) -> bool:
    """Whether a vacancy is filled within the term."""
    return "record_vacancy" in dossier.takings


def appointment(dossier: Dossier) -> bool:
    """Whether the superior assigns somebody and nobody votes."""
    return "appoint" in dossier.takings


def voted(dossier: Dossier) -> bool:
    """Whether there is a vote at all."""
    return not appointment(dossier)


def term_election(dossier: Dossier) -> bool:
    """Whether the whole body is elected for a new term."""
    return not by_election(dossier) and not appointment(dossier)


def plan(dossier: Dossier) -> Any:
    """What was planned last, or None."""
    return dossier.done("decide_election")


def vacancies(dossier: Dossier) -> list[Any]:
    """The vacancies of a by-election."""
    form = dossier.last("record_vacancy")
    return form.vacancies if form else []


def has_committee(dossier: Dossier) -> bool:
    """Whether a committee is elected, or has members to be filled up."""
    if by_election(dossier):
        return any(each.position == "members" for each in vacancies(dossier))
    planned = plan(dossier)
    return planned is not None and planned.known("body") == "committee"


def by_committee(dossier: Dossier) -> bool:
    """Whether the sitting committee fills a vacancy: it elects its own heads."""
    return not has_committee(dossier) and bool(sitting(dossier))


def sitting(dossier: Dossier) -> list[int]:
    """Who was in the committee when the vacancy was recorded, those left out who left it vacant."""
    form: Any = dossier.last("record_vacancy")
    gone = {each.person for each in vacancies(dossier) if each.cause != "adjusted"}
    return [person for person in form.committee if person not in gone] if form else []


def elects_heads(dossier: Dossier) -> bool:
    """Whether a secretary or deputies are elected, so that the superior has somebody to approve."""
    return any(seats(dossier, position) for position in HEADS)


def first_meeting(dossier: Dossier) -> bool:
    """Whether the elected committee meets to elect its heads."""
    return has_committee(dossier) and term_election(dossier)


def congress(dossier: Dossier) -> bool:
    """Whether delegates elect instead of all members."""
    planned = plan(dossier)
    return planned is not None and planned.known("meeting") == "congress"


def pre_election(dossier: Dossier) -> bool:
    """Whether a differential pre-election chooses those who stand in the formal one."""
    planned = plan(dossier)
    return planned is not None and bool(planned.known("pre_election"))


def seats(dossier: Dossier, position: str) -> int:
    """How many are to be elected to a position."""
    if by_election(dossier):
        return sum(each.position == position for each in vacancies(dossier))
    planned = plan(dossier)
    if planned is None:
        return 0
    given = {
        "members": planned.known("seats"),
        "discipline": planned.known("discipline_seats"),
        "standing": planned.known("standing_seats"),
        "secretary": 1,
        "deputy": planned.known("deputies"),
        "discipline_secretary": 1 if planned.known("discipline_seats") else 0,
        "discipline_deputy": planned.known("discipline_deputies"),
    }
    return given.get(position) or 0
