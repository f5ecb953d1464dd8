"""What waits in a case: every step that is possible or has a deadline running, with its first and its last lawful day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .declare import Step
from .dossier import Act, Dossier, Taking
from .judge import in_place
from .law import Law, LawBook
from .offices import Place, organisation_of
from .outlook import first_lawful_day, is_next, last_lawful_day, main_line, possible, pressing, still_due

LONGEST = 3 * 366
"""Days ahead within which a step already taken may become possible again."""


class Waiting(NamedTuple):
    """A step that waits: from which day it is lawful (None: no day makes it so yet), until when it is due (None: no time)."""

    step: Step
    opens_on: date | None
    due_on: date | None


def waiting(dossier: Dossier, laws: LawBook, on: date, opened_on: date) -> list[Waiting]:
    """What waits in a case on `on`, in table order. It stays true on later days under the same law.

    A case without any act (未受理) counts its first step from the day it was opened.
    """
    law, found = laws.on(on), {}
    for each in possible(dossier, laws, on):
        first = each.earliest or (
            first_lawful_day(dossier, each.step, laws, opened_on) if not dossier.last_on else None
        )
        found[each.step.name] = Waiting(each.step, first, each.latest)
    for step in main_line(dossier, law):
        if step.name not in found and (first := opens_again(dossier, step, laws, on)):
            found[step.name] = Waiting(step, first, last_lawful_day(dossier, step, law))
    for step, latest in running(dossier, law):
        found.setdefault(step.name, Waiting(step, None, latest))
    order = list(dossier.flow.steps)
    rows = (each for each in found.values() if each.opens_on or each.due_on)
    return sorted(rows, key=lambda each: order.index(each.step.name))


def running(dossier: Dossier, law: Law) -> Iterator[tuple[Step, date]]:
    """The steps not taken whose deadline runs, and the formalities the case has passed over, with their last day."""
    for step in {step.name: step for step, _ in pressing(dossier, law)}.values():
        if (step.repeats or step.name not in dossier.standing) and (latest := last_lawful_day(dossier, step, law)):
            yield step, latest
    for step in dossier.flow:
        passed_over = step.formality and not in_place(dossier, step) and step.name not in dossier.standing
        if passed_over and still_due(dossier, step) and (latest := last_day_in_place(dossier, step, law)):
            yield step, latest


def last_day_in_place(dossier: Dossier, step: Step, law: Law) -> date | None:
    """The deadline of a formality the case has passed over; without one, the day on which the case left its stage."""
    rank = dossier.flow.rank
    left = [
        taking.on
        for takings in dossier.takings.values()
        for taking in takings
        if rank.get(dossier.flow[taking.step].destination(taking.outcome), -1) > max(rank[each] for each in step.stage)  # type: ignore[arg-type]
    ]
    return last_lawful_day(dossier, step, law) or min(left, default=None)


def opens_again(dossier: Dossier, step: Step, laws: LawBook, on: date) -> date | None:
    """The first lawful day after a step that was taken has lapsed; None where it does not lapse."""
    if step.lapses is None or step.name not in dossier.standing:
        return None
    soon, late = on, on + timedelta(days=LONGEST)
    if not step.lapses(dossier, late, laws.on(late)):
        return None
    while soon < late:
        middle = soon + (late - soon) // 2
        if step.lapses(dossier, middle, laws.on(middle)):
            late = middle
        else:
            soon = middle + timedelta(days=1)
    return first_lawful_day(dossier, step, laws, soon) if is_next(dossier, Act(step, soon), laws.on(soon)) else None


def to_receive(dossier: Dossier) -> tuple[Step, Taking] | None:
    """The step that receives the case, and the handing over it answers; None where nothing waits to be received."""
    for step in dossier.flow:
        handed = dossier.standing.get(step.moves_from) if step.moves_from else None
        received = dossier.standing.get(step.name)
        if handed and in_place(dossier, step) and (received is None or received.number < handed.number):
            return step, handed
    return None


def takers(step: Step, line: Sequence[Place], table: set[tuple[str, str, str]]) -> list[int]:
    """The organisations that take a step for a case; `line` goes from the case's own one to the root."""
    places = (organisation_of(office, line, table) for office in step.by)
    return list(dict.fromkeys(place.organisation_id for place in places if place))
