"""What is found of the earlier steps of a new case, shown before anything is recorded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import render_template

from web.pages.found import laws
from web.pages.language import language, said
from web.pages.request import today
from web.wording import Wording
from workflows.engine.check import fold, verdict
from workflows.engine.decide import reason
from workflows.engine.declare import Workflow
from workflows.engine.dossier import Act
from workflows.engine.intake import Paper
from workflows.engine.journal import split
from workflows.engine.outlook import overdue

Typed = Mapping[str, Sequence[str]]
Given = Sequence[frozenset[str]]


class Told(NamedTuple):
    """An act as the page of findings shows it: its title, its day, what was filled in, what is taken where nothing was."""

    title: str
    on: Any
    facts: Sequence[tuple[str, str]]
    taken_as: Sequence[tuple[str, str]]


class Found(NamedTuple):
    """A finding as the page shows it: the step, the day where it was taken several times, the words, the last lawful day."""

    title: str
    on: date | None
    words: str
    latest: date | None


def told(flow: Workflow, act: Act, given: frozenset[str]) -> Told:
    """The words for an act."""
    assert act.form is not None
    (facts, texts), wording = split(act.form), Wording(flow, language())
    typed = {name: value for name, value in facts.items() if name in given}
    left = {name: value for name, value in facts.items() if name not in given}
    step = act.step.name
    return Told(
        act.step.title, act.on, wording.facts(step, typed, dict(texts), dict(texts)), wording.facts(step, left, {}, {})
    )


def findings_page(flow: Workflow, typed: Typed, paper: Paper, given: Given) -> str:
    """What would be found of the dossier, before anything is written."""
    book = laws()
    dossier, findings = fold(flow, paper, book)
    findings += overdue(dossier, book, today())
    taken = Counter(act.step.name for act in paper.acts)
    shown = [
        Found(
            flow[each.step].title,
            each.on if taken[each.step] > 1 else None,
            said(reason(each, flow, book.on(each.on or today()))),
            each.latest,
        )
        for each in findings
    ]
    return render_template(
        "cases/begun.html",
        flow=flow,
        count=len(paper.acts),
        stage=dossier.stage,
        verdict=verdict(findings),
        findings=shown,
        acts=sorted((told(flow, *each) for each in zip(paper.acts, given, strict=True)), key=lambda act: act.on),
        typed=[(name, text) for name, texts in typed.items() if name not in ("csrf_token", "judge") for text in texts],
    )
