"""A case book in memory: takes steps as a live case does, and keeps what happened, refusals included."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from workflows.engine.check import fold
from workflows.engine.decide import decide
from workflows.engine.declare import Workflow
from workflows.engine.dossier import Act, Dossier
from workflows.engine.errors import OutOfTurn, Refused
from workflows.engine.findings import Finding
from workflows.engine.intake import Paper
from workflows.engine.law import LawBook


class Line(NamedTuple):
    """One entry of the book."""

    kind: str
    step: str
    on: date
    outcome: str | None
    findings: list[Finding]


class Book:
    """One case. `stage` and `lines` are what a scenario may look at."""

    def __init__(self, flow: Workflow, laws: LawBook, paper: Paper) -> None:
        self.flow, self.laws, self.paper = flow, laws, paper
        self.lines = [Line("act", act.step.name, act.on, None, []) for act in paper.acts]

    @property
    def dossier(self) -> Dossier:
        """The case as its entries fold."""
        return fold(self.flow, self.paper, self.laws)[0]

    @property
    def stage(self) -> str | None:
        return self.dossier.stage

    def until(self, day: date) -> Dossier:
        """The case as it stood on a day: an act is judged where it belongs, however late it is recorded."""
        acts = [act for act in self.paper.acts if act.on <= day]
        return fold(self.flow, self.paper._replace(acts=acts), self.laws)[0]

    def take(
        self,
        step: str,
        form: Mapping[str, Any],
        allowed: tuple = (),
        by_relative: bool = False,
        by: int | None = None,
    ) -> Line:
        """Takes a step live; raises what stands in the way, after keeping a refusal."""
        row = self.flow[step]
        filled = row.form.read(form)
        act = Act(row, filled.day, filled, allowed=allowed)
        act.by_relative, act.by = by_relative, by
        try:
            findings = decide(self.until(act.on), act, self.laws.on(act.on))
        except (OutOfTurn, Refused) as refusal:
            self.lines.append(Line("refusal", step, act.on, None, getattr(refusal, "findings", [])))
            raise
        self.paper.acts.append(act)
        line = Line("act", step, act.on, self.dossier.outcome(step), findings)
        self.lines.append(line)
        return line
