"""What the outcomes of a step bring, in words: the next stage, an end, or the step from which to begin again."""

from collections.abc import Callable
from typing import NamedTuple

from workflows.engine.declare import Destination, Ended, Step, Workflow
from workflows.engine.findings import N_

INTO = N_("进入“%(stage)s”")
ENDS = N_("终止（%(reason)s）")
STAYS = N_("阶段不变")
AGAIN = N_("可以重新办理")
BACK_TO = N_("从“%(step)s”重新办理")
OF = N_("%(outcome)s：%(follows)s")
Say = Callable[..., str]


class Outcome(NamedTuple):
    """What one outcome of a step brings: the stage it leads to, the step from which to begin again, and both in words."""

    stage: str | None
    again: str | None
    words: str


def outcomes(flow: Workflow, step: Step, say: Say) -> list[Outcome]:
    """Every outcome of a step, in the order of the table."""
    return [_outcome(flow, step, outcome, say) for outcome in step.outcomes]


def _outcome(flow: Workflow, step: Step, outcome: str, say: Say) -> Outcome:
    destination, again = step.destination(outcome), step.reopens.get(outcome)
    follows = _follows(flow, step, destination, again, say)
    word = flow.outcome_titles[outcome]
    plain = len(step.outcomes) == 1 or (
        isinstance(destination, Ended) and flow.ended_titles[destination.reason] == word
    )
    stage = str(flow.ended) if isinstance(destination, Ended) else str(destination) if destination else None
    return Outcome(stage, again, follows if plain else say(OF, outcome=say(word), follows=follows))


def _follows(flow: Workflow, step: Step, destination: Destination, again: str | None, say: Say) -> str:
    if again == step.name:
        return say(AGAIN)
    if again:
        return say(BACK_TO, step=say(flow[again].title))
    if isinstance(destination, Ended):
        return say(ENDS, reason=say(flow.ended_titles[destination.reason]))
    return say(INTO, stage=say(flow.stage_titles[destination])) if destination else say(STAYS)
