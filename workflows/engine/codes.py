"""The codes of findings (G05, L-1): which rules of a workflow speak under each, at which steps, on which articles."""

from collections.abc import Iterator
from typing import NamedTuple

from .declare import Need, Step, Workflow
from .findings import Citation, Severity, block, irregular
from .law import Law


class Rule(NamedTuple):
    """A need, window or guard of a step as one law has it: its code, how grave, the citations in force, its limits, its name."""

    code: str
    step: Step
    severity: Severity
    cited: tuple[Citation, ...]
    limits: tuple[str, ...] = ()
    name: str = ""


def rules(flow: Workflow, law: Law) -> Iterator[Rule]:
    """Every rule that can find something under `law`, in the order of the table; gaps in paper dossiers left out."""
    for step in flow:
        found = (_needed(flow, step, need, law) for need in step.needs)
        yield from (rule for rule in found if rule)
        yield from _asked(step, law)


def _needed(flow: Workflow, step: Step, need: Need, law: Law) -> Rule | None:
    needed, cited = flow[need.step], law.cited(need.basis)
    if not cited and need.limit and need.limit in law:
        cited = (law.limits[need.limit].citation,)
    if need.only and not cited:
        return None
    code = need.code if cited or not need.basis else "G00"
    severity = irregular if needed.formality else need.severity
    return Rule(code, step, severity, cited or law.cited(needed.basis), name=f"needs {need.step}")


def _asked(step: Step, law: Law) -> Iterator[Rule]:
    for rule in (*step.windows, *step.guards):
        cited = rule.in_force(law)
        if cited is None or getattr(rule, "asks_only", False):
            continue
        most = getattr(rule, "at_most", None)
        limits = tuple(name for name in (rule.limit, most) if name)
        yield Rule(rule.code, step, rule.severity, cited, limits, rule.name)
        if most:
            yield Rule(rule.code, step, block, cited, limits, rule.name)
