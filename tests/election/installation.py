"""What the installation fills in of an election's forms, in memory: by the same pure functions as from its tables."""

from datetime import date
from typing import Any

from tests.election.people import NUMBERS, Register
from workflows import flow
from workflows.election.course import by_committee, congress, sitting
from workflows.election.delegates import decision, delegates
from workflows.election.live import filled
from workflows.election.roll import Roll, roll
from workflows.election.rounds import find_round
from workflows.election.tally import derived
from workflows.election.term import agreed
from workflows.engine.dossier import Dossier
from workflows.engine.errors import BadForm
from workflows.engine.law import Law
from workflows.engine.perform.chosen import person_fields

FLOW = flow("election")


def with_known(driver: Any, dossier: Dossier, step: str, on: date, law: Law, values: dict[str, Any]) -> dict[str, Any]:
    """The values with what `fill` adds: the term, the numbers of members, the roll, the result."""
    fill = FLOW[step].fill
    if driver.expires_on and driver.term_known:
        granted = agreed(dossier, "extend")
        ends = {"expires_on": str(granted[-1].until if granted else driver.expires_on)}
        ends["original_expires_on"] = str(driver.expires_on)
        values = {**{name: ends[name] for name in ends.keys() & FLOW[step].form.model_fields.keys()}, **values}
    if fill is filled.plan:
        values = {**dict(zip(("full_members", "members"), driver.register.count(on), strict=True)), **values}
    if fill is filled.entitled:
        values["due"] = roll_on(driver.register, dossier, on, exclude=False).due
    if fill is filled.roll:
        names = ("person", "votes", "stands", "counted")
        lines = roll_on(driver.register, dossier, on).lines
        values["electors"] = [
            {**{name: getattr(line, name) for name in names}, "why": line.why.value} for line in lines
        ]
    if fill is filled.delegates:
        form = FLOW[step].form.read({**values, "elected": [], "next": ""})
        decided = decision(dossier, form, law)
        values = {"elected": [int(each.ref or 0) for each in decided.elected], "next": decided.next, **values}
    if fill is filled.result:
        found = find_round(dossier, (values["ballot"], values["round"]))
        if found is None or found.agreed is None:
            raise BadForm([("round", "这一轮的计票还没有两人一致的录入")])
        values = {**derived(dossier, found, law), **values}
    return values


def roll_on(register: Register, dossier: Dossier, on: date, exclude: bool = True) -> Roll:
    """The roll of a day; of a congress, its delegates; of a sitting committee, its members."""
    members = register.on(on)
    if congress(dossier):
        members = [member for member in members if member.person in delegates(dossier)]
    if by_committee(dossier):
        members = [member for member in members if member.person in sitting(dossier)]
    return roll(members, filled.exclusions(dossier) if exclude else ())


def with_people(register: Register, step: str, values: dict[str, Any], on: date) -> dict[str, Any]:
    """The values with the number and the status of everybody who is chosen."""
    for name in person_fields(FLOW[step].form).keys() & values.keys():
        values[name] = [
            {**row, "person": NUMBERS[row["name"]], "status": register.status(row["name"], on)} for row in values[name]
        ]
    return values
