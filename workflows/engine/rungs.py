"""The rungs of a case: of every step what was done, what is possible on a day, and why the others are closed.

The page asks the guards that the click will ask, without a form: what it shows is a part of what a click would meet.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from .declare import Step
from .dossier import Act, Dossier, Taking
from .findings import Finding
from .judge import applies, governed, in_place, judge, taken_already
from .law import LawBook
from .newer import not_asked
from .outlook import first_lawful_day, last_lawful_day


class State(StrEnum):
    """How a step stands on a day; `AGAIN`: taken, stands, and may be taken once more.

    `NOT_ASKED`: passed over, and the text of that day did not ask for it.
    """

    DONE = "done"
    OPEN = "open"
    AGAIN = "again"
    CLOSED = "closed"
    AHEAD = "ahead"
    PASSED = "passed"
    NOT_ASKED = "not_asked"


class Rung(NamedTuple):
    """A step with its takings, what stands against it (or is only noted), and its first and last lawful day."""

    step: Step
    state: State
    takings: tuple[Taking, ...] = ()
    findings: tuple[Finding, ...] = ()
    earliest: date | None = None
    latest: date | None = None

    @property
    def against(self) -> list[Finding]:
        """The reasons why it is closed."""
        return [finding for finding in self.findings if finding.refuses]


def rungs(dossier: Dossier, laws: LawBook, on: date) -> Iterator[Rung]:
    """The main-line steps in table order; one that rests on no article in force is left out unless it was taken."""
    law = laws.on(on)
    for step in dossier.flow:
        if not applies(dossier, step) and step.name not in dossier.takings:
            continue
        if step.main and (step.name in dossier.takings or not step.basis or law.cited(step.basis)):
            yield rung(dossier, step, laws, on)


def side_rungs(dossier: Dossier, laws: LawBook, on: date) -> list[Rung]:
    """The side steps that belong to the stage, or were taken."""
    steps = (step for step in dossier.flow if applies(dossier, step) or step.name in dossier.takings)
    found = (rung(dossier, step, laws, on) for step in steps if not step.main)
    return [each for each in found if each.takings or each.state in (State.OPEN, State.AGAIN, State.CLOSED)]


def rung(dossier: Dossier, step: Step, laws: LawBook, on: date) -> Rung:
    """How one step stands on `on`."""
    law, act = laws.on(on), Act(step, on)
    takings = tuple(dossier.takings.get(step.name, ()))
    stands = step.name in dossier.standing
    if not in_place(dossier, step) or not governed(dossier, law):
        if told := not_asked(dossier, step, laws):
            return Rung(step, State.NOT_ASKED, findings=(told,))
        return Rung(step, _out_of_place(dossier, step, stands), takings)
    if stands and taken_already(dossier, act, law):
        return Rung(step, State.DONE, takings)
    findings = tuple(judge(dossier, act, law))
    earliest, latest = first_lawful_day(dossier, step, laws, on), last_lawful_day(dossier, step, law)
    closed = any(finding.refuses for finding in findings)
    state = State.CLOSED if closed else State.AGAIN if stands else State.OPEN
    return Rung(step, state, takings, findings, earliest, latest)


def _out_of_place(dossier: Dossier, step: Step, stands: bool) -> State:
    if stands:
        return State.DONE
    rank = dossier.flow.rank
    reached = rank[dossier.stage] if dossier.stage is not None else -1
    if dossier.stage == dossier.flow.ended or _rank(rank, step.stage) < reached:
        return State.PASSED
    return State.AHEAD


def _rank(rank: dict, stages: Iterable[StrEnum]) -> int:
    return max((rank[stage] for stage in stages), default=-1)
