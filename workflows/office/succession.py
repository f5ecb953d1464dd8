"""Handing over a post: the one who leaves it and the one proposed for it, both written or neither."""

from datetime import date, datetime
from typing import Any, NamedTuple

from models.work import Work
from workflows import flow
from workflows.engine.errors import WorkflowError
from workflows.engine.offices import Actor
from workflows.engine.perform.act import perform


class Succession(NamedTuple):
    """Who leaves which post on which last day, and who is to hold it from which day on."""

    post: str
    leaving: int
    last_on: date
    successor: int
    from_on: date


def hand_over_post(work: Work, case: int, seen: int, given: Succession, actor: Actor, at: datetime) -> int:
    """Proposes the successor and ends the post of the one who leaves; answers the number of the proposal.

    Another person must still confirm it. Raises as `perform` does; then nothing stands but the one refusal.
    """
    ended = {"on": given.last_on, "person": given.leaving, "post": given.post}
    proposed = {"on": at.date(), "person": given.successor, "post": given.post, "from_on": given.from_on}
    number = _take(work, case, "propose_post", proposed, actor, seen, at)
    try:
        _take(work, case, "end_post", ended, actor, seen + 1, at)
    except WorkflowError as error:
        _undo(work)
        _take(work, case, "end_post", ended, actor, seen, at)  # refused again, now with nothing beside it
        _undo(work)
        error.entry = None
        raise
    return number


def _undo(work: Work) -> None:
    work.session.rollback()
    work.rollback()
    work.begin()


def _take(work: Work, case: int, step: str, values: dict[str, Any], actor: Actor, seen: int, at: datetime) -> int:
    return perform(work, flow("office"), case, step, values, actor, seen, at).number
