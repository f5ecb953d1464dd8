"""The result of an election: the reasoning of every confirmed round line by line, who is elected, and what follows."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, render_template

from web.pages.drawn import reasons
from web.pages.elections.counting import Shown, named, rounds_of, shown
from web.pages.found import Seen, find
from web.pages.language import said
from workflows.election.rounds import courses

pages = Blueprint("results", __name__)
TELLS_TOO_MUCH = "S10"
"""The code of numbers that reveal how somebody voted."""


class Line(NamedTuple):
    """What became of a ballot: its position, the seats, those elected, whether it is settled."""

    position: str
    seats: int
    elected: Sequence[str]
    settled: bool


@pages.get("/election/<int:case_id>/result")
def show(case_id: int):
    """Who is elected, and why."""
    seen = find("election", case_id)
    rounds = [(each, findings_of(seen, each)) for each in shown(seen) if each.decided]
    return render_template("elections/result.html", seen=seen, lines=lines(seen), rounds=rounds)


def lines(seen: Seen) -> list[Line]:
    """A line for every ballot."""
    names = named(seen, rounds_of(seen))
    return [
        Line(
            said(seen.word(course.ballot.position)),
            course.ballot.seats,
            [names(person) for person in course.elected],
            course.settled,
        )
        for course in courses(seen.dossier)
    ]


def findings_of(seen: Seen, each: Shown) -> dict[str, list[str]]:
    """What is said of a round beside its result; what its numbers would tell of voters stands apart."""
    found: Any = each.decided.findings if each.decided else ()
    return {
        "notes": reasons(seen, (one for one in found if one.code != TELLS_TOO_MUCH)),
        "telling": reasons(seen, (one for one in found if one.code == TELLS_TOO_MUCH)),
    }
