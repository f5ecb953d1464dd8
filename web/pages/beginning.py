"""Starting in the middle: the earlier steps of a new case on one page, as history; findings first, then the record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from models.organisations import above, state_on
from models.people import Person
from web.inputs import Drawing, Input
from web.pages import opening
from web.pages.choosing import Choices
from web.pages.found import laws, word_of
from web.pages.language import language, said
from web.pages.opening import chosen, first_step, workflow_for_people
from web.pages.past_people import offered, with_registered
from web.pages.request import actor, clock, reading, today, writing
from web.posted import values_of
from web.wording import Wording
from workflows.engine.check import fold, verdict
from workflows.engine.decide import reason
from workflows.engine.declare import Step, Workflow
from workflows.engine.dossier import Act
from workflows.engine.errors import BadForm, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.intake import Paper
from workflows.engine.journal import split
from workflows.engine.newer import new_since
from workflows.engine.outlook import overdue
from workflows.engine.perform.history import record_history

pages = Blueprint("beginning", __name__)
RECORDED = N_("已记入 %(count)s 条历史记录")
NO_STEP = N_("没有填写任何步骤：请至少填写一个步骤的日期")
MOST_REPEATED = 20
Typed = Mapping[str, Sequence[str]]
Given = Sequence[frozenset[str]]


class Part(NamedTuple):
    """One taking of a step on the page: the prefix of its fields, and the fields."""

    step: Step
    prefix: str
    inputs: list[Input]
    filled: bool
    told: str = ""


@pages.post("/<workflow>/begin")
def start(workflow: str):
    """The page with every earlier step; with the steps filled in, their findings; at last the record."""
    flow, typed = workflow_for_people(workflow), request.form.to_dict(flat=False)
    g.redraw = lambda error: opening.draw(flow, typed, error)
    person, organisation = chosen(typed)
    g.redraw = lambda error: draw(flow, typed, error)
    first = f"{first_step(flow, None).name}.1.on"
    if "on" in typed:  # from the page of a new case: the day of the first step comes along
        typed.setdefault(first, typed.pop("on"))
    if not {"judge", "sure"} & typed.keys():
        return draw(flow, typed)
    paper, given = read(flow, typed, person, organisation)
    if "sure" not in typed:
        return findings_page(flow, typed, paper, given)
    written = record_history(writing(), flow, person, organisation, paper, actor(), clock())
    g.writing.commit()
    flash(said(RECORDED, count=len(written)))
    return redirect(url_for("cases.show", workflow=workflow, case_id=written[0].case_id), 303)


def prefixes(step: Step, typed: Typed) -> list[str]:
    """Where the fields of a step stand on the page: once, or for a step that repeats one more time than was filled in, at least twice."""
    count = 2 if step.repeats else 1
    while step.repeats and filled(f"{step.name}.{count}.", typed) and count < MOST_REPEATED:
        count += 1
    return [f"{step.name}.{number}." for number in range(1, count + 1)]


def filled(prefix: str, typed: Typed) -> bool:
    """Whether anything was typed there."""
    return any(name.startswith(prefix) and any(text.strip() for text in texts) for name, texts in typed.items())


def read(flow: Workflow, typed: Typed, person: int, organisation: int) -> tuple[Paper, Given]:
    """The dossier as typed, and which fields of each act were; raises BadForm that names every wrong field."""
    acts, given, errors = [], [], []
    for step in flow:
        for prefix in prefixes(step, typed):
            if filled(prefix, typed):
                try:
                    values = values_of(step.form, typed, word_of(flow), prefix, True)
                    form = step.form.recall(with_registered(step.form, values, person, organisation), today())
                    acts.append(Act(step, form.day, form))
                    given.append(frozenset(values))
                except BadForm as bad:
                    errors += [(name if name.startswith(prefix) else prefix + name, text) for name, text in bad.errors]
    if errors or not acts:
        raise BadForm(errors or [("", NO_STEP)])
    return Paper(None, None, None, setting(flow, person, organisation), acts), given


def setting(flow: Workflow, person: int, organisation: int) -> Any:
    """What holds for the case: the person's birth, and the branch as it is built today."""
    state = state_on(reading(), organisation, today())
    assert state is not None
    born_on = reading().get(Person, person).born_on  # type: ignore[union-attr]
    held = flow.built(state, above(reading(), state, today()))
    return flow.setting.recall({**held, **({"born_on": born_on} if born_on else {})})


def draw(flow: Workflow, typed: Typed, error: WorkflowError | None = None) -> str:
    """The page of the steps; everything typed stands there again."""
    errors = dict(error.errors) if isinstance(error, BadForm) else {}
    listed = Choices({"person": lambda: offered(*chosen(typed))})
    return render_template(
        "cases/begin.html",
        flow=flow,
        stages=(stages := parts(flow, typed, errors, listed)),
        inputs=[labelled(part, each) for _, found in stages for part in found for each in part.inputs],
        typed=typed,
        errors=errors,
        error=said(Message(error.message) % error.facts) if error and error.message and not errors else "",
        person=reading().get(Person, int(typed["person"][0])) if typed.get("person", [""])[0].isdecimal() else None,
    )


def parts(flow: Workflow, typed: Typed, errors: Mapping[str, str], listed: Choices) -> list[tuple[str, list[Part]]]:
    """The parts of the page under the titles of the stages, then the side steps."""
    found: dict[str, list[Part]] = {}
    book = laws()
    for step in flow:
        since = new_since(flow, step, book)
        told = said(reason(since, flow, book.on(today()))) if since else ""
        stage = flow.stage_titles[next(iter(step.stage), next(iter(flow.stages)))] if step.main else N_("其他办理")
        for prefix in prefixes(step, typed):
            more = typed.get("more", [""])[0]
            opened = filled(prefix, typed) or prefix == typed.get("again", [""])[0]
            drawing = Drawing(word_of(flow), listed, typed, errors, prefix=prefix, more=more, from_paper=True)
            found.setdefault(stage, []).append(Part(step, prefix, drawing.draw(step.form), opened, told))
    return list(found.items())


def labelled(part: Part, field: Input) -> Input:
    """The field with its step before its title, for the list of what is wrong."""
    return replace(field, title=f"{said(part.step.title)} · {said(field.title)}")


class Told(NamedTuple):
    """An act as the page of findings shows it: its title, its day, what was filled in, what is taken where nothing was."""

    title: str
    on: Any
    facts: Sequence[tuple[str, str]]
    taken_as: Sequence[tuple[str, str]]


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
    shown = [(flow[each.step].title, said(reason(each, flow, book.on(each.on or today())))) for each in findings]
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
