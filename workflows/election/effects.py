"""What an election does to terms and posts: both follow from its acts, nobody types them."""

from datetime import date

from workflows.engine.dossier import Dossier

from .course import by_election, has_committee, term_election, vacancies
from .rounds import courses, written_in
from .stages import Stage
from .term import Change, agreed

POSTS = {"members": "member", "secretary": "secretary", "deputy": "deputy"}


def voided(dossier: Dossier) -> bool:
    """Whether the superior declared the election invalid: then it gives nothing."""
    return dossier.stage == Stage.ENDED and dossier.ended_reason == "voided"


def elected_on(dossier: Dossier) -> date | None:
    """The day on which a new term begins (reading C-10); None where none does."""
    announced = dossier.standing.get("announce_result")
    return announced.on if announced and term_election(dossier) and not voided(dossier) else None


def extensions(dossier: Dossier) -> list[Change]:
    """The extensions granted; an election brought forward moves no term."""
    return agreed(dossier, "extend")


def posts_given(dossier: Dossier) -> list[tuple[int, str, date]]:
    """(person, post, first day) of everybody elected or assigned; who has a post of its own is no mere member beside it."""
    appointed = dossier.standing.get("appoint")
    if appointed and not voided(dossier):
        rows = [row for row in appointed.form.appointees if row.person]
        return [(row.person, POSTS[row.position], appointed.on) for row in rows]
    announced = dossier.standing.get("announce_result")
    if announced is None or voided(dossier):
        return []
    without = not_accepted(dossier)
    found = [
        (person, POSTS[course.ballot.position], announced.on)
        for course in courses(dossier)
        if course.ballot.position in POSTS and not refused(dossier, course.ballot.position)
        for person in course.elected
        if not {(course.ballot.position, person), ("members", person)} & without
    ]
    found += [(person, "organisation_commissioner", day) for person, day in commissioners(dossier)]
    charged = {person for person, post, _ in found if post != "member"}
    return [row for row in found if row[1] != "member" or row[0] not in charged]


def not_accepted(dossier: Dossier) -> set[tuple[str, int]]:
    """(position, person) of those elected whom the superior does not accept; one of the members holds nothing in the committee.

    Only who was elected by write-in is looked at (reading C-34); without him the seat is vacant.
    """
    filed = dossier.done("file_members")
    refused_them = filed is not None and filed.known("written_in_accepted") is False
    return set(written_in(dossier)) if refused_them else set()


def refused(dossier: Dossier, position: str) -> bool:
    """Whether the superior did not approve the heads."""
    return position in ("secretary", "deputy") and dossier.outcome("approve_heads") == "refused"


def commissioners(dossier: Dossier) -> list[tuple[int, date]]:
    """Who looks after organisation work, and from when."""
    divided = dossier.standing.get("divide_work")
    if divided is None:
        return []
    named = [row.person for row in divided.form.duties if row.duty == "organisation" and row.person]
    without = not_accepted(dossier)
    return [(person, divided.on) for person in named if ("members", person) not in without]


def posts_ended(dossier: Dossier) -> list[tuple[date, int | None, str | None]]:
    """(last day, person, post) of posts that end: all elected ones with a new term, those vacant with a by-election."""
    if by_election(dossier) and not voided(dossier):
        on = dossier.takings["record_vacancy"][-1].on
        return [(on, row.person, POSTS[row.position]) for row in vacancies(dossier) if row.person]
    day = elected_on(dossier)
    return [(day, None, None)] if day and (has_committee(dossier) or term_election(dossier)) else []
