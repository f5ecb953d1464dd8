"""The state machine of a workflow, built once from its table; it guards the live turn, the fold says the stage.

Events are named `step:outcome`. A case is passed to the event's `trigger`, never added as a model.
"""

from functools import cache
from typing import Any

from transitions import Machine

from .declare import Ended, Step, Workflow

UNBORN = "none"


class Token:
    """Where one case stands, for one trigger; dropped afterwards."""

    __slots__ = ("state",)

    def __init__(self, stage: str | None) -> None:
        self.state = str(stage) if stage else UNBORN


@cache
def machine(flow: Workflow) -> Machine:
    """The one shared machine of a workflow."""
    table = Machine(
        model=None,
        states=[UNBORN, *(str(stage) for stage in flow.stages)],
        initial=UNBORN,
        auto_transitions=False,
        queued=False,
        send_event=False,
    )
    for step in flow:
        for outcome in step.outcomes:
            for source in sources(step):
                table.add_transition(f"{step.name}:{outcome}", source, target(flow, step, outcome))
    return table


def sources(step: Step) -> list[str]:
    """The states a step may be taken in."""
    return [str(stage) for stage in step.stage] + ([UNBORN] if step.opens_case else [])


def target(flow: Workflow, step: Step, outcome: str) -> str | None:
    """The state an outcome leads to; None stays."""
    destination: Any = step.destination(outcome)
    if isinstance(destination, Ended):
        return str(flow.ended)
    return str(destination) if destination else None


def fire(flow: Workflow, stage: str | None, step: str, outcome: str) -> str | None:
    """The stage after an event; raises transitions.MachineError when it is not possible where the case stands."""
    token = Token(stage)
    machine(flow).events[f"{step}:{outcome}"].trigger(token)
    return None if token.state == UNBORN else token.state
