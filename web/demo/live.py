"""One case from application to archive through `perform`, each step recorded on its day, with one refusal in between."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from web.demo.town import COMMITTEE, DEPARTMENT, Place, Town
from workflows import flow
from workflows.engine.errors import Refused
from workflows.engine.law import LawBook
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.opening import open_case
from workflows.engine.perform.scene import Written
from workflows.engine.perform.store import Store
from workflows.membership.sample import lawful

HASTY = "propose_prospective"
DAYS_TOO_EARLY = 60
APPROVES = ("approve_admission", "approve_conversion")


def walk(town: Town, laws: LawBook) -> Iterator[Written | Refused]:
    """Takes every step; before one of them the branch is too hasty, and is refused."""
    branch = town.places["1"]
    person, case = branch.applicants[-1], 0
    for row in papers(branch, laws, town.at.date()):
        step = row["step"]
        if step == HASTY:
            yield hasty(town, case, row)
        written = taken(town, branch, person, case, row)
        case = written.case_id
        yield written


def papers(branch: Place, laws: LawBook, today: date) -> list[dict[str, Any]]:
    """The steps of a lawful case that was archived yesterday, in the order of their days."""
    built: dict[str, Any] = dict(branch.built)
    told = lawful("archive", today - timedelta(days=1), laws.calendar, **built)
    return sorted(told["steps"], key=recorded_on)


def recorded_on(row: Mapping[str, Any]) -> str:
    """The day a step is recorded: its day, or the last day of what lasts."""
    return row.get("on") or row["ends_on"]


def taken(town: Town, branch: Place, person: int, case: int, row: Mapping[str, Any]) -> Written:
    """Takes a step at ten o'clock of its day; the first one opens the case."""
    form = chosen(branch, row)
    at, actor = moment(recorded_on(row), town.at), recorder(town, row["step"])
    membership = flow("membership")
    if not case:
        setting = {"has_groups": True}
        return open_case(town.work, membership, person, branch.number, row["step"], form, actor, at, setting)
    return perform(town.work, membership, case, row["step"], form, actor, version(town, case), at)


def hasty(town: Town, case: int, row: Mapping[str, Any]) -> Refused:
    """Tries the step long before its day; answers the refusal, whose entry stays."""
    on = str(date.fromisoformat(row["on"]) - timedelta(days=DAYS_TOO_EARLY))
    form, actor = {**chosen(town.places["1"], row), "on": on}, recorder(town, row["step"])
    try:
        perform(
            town.work,
            flow("membership"),
            case,
            row["step"],
            form,
            actor,
            version(town, case),
            moment(row["on"], town.at),
        )
    except Refused as refusal:
        return refusal
    raise AssertionError("the hasty step was not refused")


def chosen(branch: Place, row: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a step: contacts, sponsors and talkers are chosen from the branch's members."""
    people = [{"person": person} for person in branch.members[3:5]]
    form = {name: value for name, value in row.items() if name != "step"}
    return {**form, **{name: people for name in ("contacts", "sponsors", "talkers") if name in form}}


def recorder(town: Town, step: str) -> Actor:
    """Who records a step: the office that decides; an approval by another person than the vote."""
    office = flow("membership")[step].by[0]
    if office == "superior":
        return town.actor(COMMITTEE, "secretary" if step in APPROVES else "organiser")
    if office == "department":
        return town.actor(DEPARTMENT, "staff")
    return town.actor("1", "secretary")


def version(town: Town, case: int) -> int:
    """The version of the case as a page would show it."""
    held = Store(town.work).case(case)
    assert held is not None
    return held.version


def moment(day: str, at: datetime) -> datetime:
    """Ten o'clock of a day, in the zone of the installation."""
    return datetime.combine(date.fromisoformat(day), time(10), at.tzinfo)


def title(step: str) -> str:
    """A step's title."""
    return flow("membership")[step].title


def stage(name: str | None) -> str:
    """A stage's title."""
    return flow("membership").stage_titles.get(name, "未受理")  # type: ignore[call-overload]
