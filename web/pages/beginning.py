"""Starting in the middle: the earlier steps of a new case on one page, as history; findings first, then the record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from models.organisations import above, state_on
from models.people import Person
from web.inputs import Drawing, Input
from web.pages import opening
from web.pages.begun import Given, Typed, findings_page
from web.pages.choosing import Choices
from web.pages.found import laws, word_of
from web.pages.language import said
from web.pages.opening import chosen, first_step, workflow_for_people
from web.pages.past_people import offered, with_registered
from web.pages.request import actor, clock, reading, today, writing
from web.posted import values_of
from workflows.engine.decide import reason
from workflows.engine.declare import Step, Workflow
from workflows.engine.dossier import Act
from workflows.engine.errors import BadForm, WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.intake import Paper
from workflows.engine.newer import new_since
from workflows.engine.perform.history import record_history

pages = Blueprint("beginning", __name__)
RECORDED = N_("已记入 %(count)s 条历史记录")
NO_STEP = N_("没有填写任何步骤：请至少填写一个步骤的日期")
FEWEST_REPEATED, MOST_REPEATED = 3, 20
PLACE = re.compile(r"(?P<step>\w+)\.(?P<number>[1-9][0-9]?)\.")


class Part(NamedTuple):
    """One taking of a step on the page: the prefix of its fields, and the fields; behind the last one, which one would follow."""

    step: Step
    prefix: str
    inputs: list[Input]
    filled: bool
    told: str = ""
    following: str = ""


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
    """Where the fields of a step stand on the page: once, or for a step that repeats three times and once more than was filled in.

    As many as stood on the page before stay, and one more where it was asked for.
    """
    count = 1
    if step.repeats:
        places = (place for name in (*typed, *typed.get("again", ())) if (place := PLACE.match(name)))
        numbers = [int(place["number"]) for place in places if place["step"] == step.name]
        used = [number + 1 for number in numbers if filled(f"{step.name}.{number}.", typed)]
        count = min(max([FEWEST_REPEATED, *numbers, *used]), MOST_REPEATED)
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
        places = prefixes(step, typed)
        for prefix in places:
            more = typed.get("more", [""])[0]
            opened = filled(prefix, typed) or prefix == typed.get("again", [""])[0]
            drawing = Drawing(word_of(flow), listed, typed, errors, prefix=prefix, more=more, from_paper=True)
            following = after_the_last(step, places) if prefix == places[-1] else ""
            found.setdefault(stage, []).append(Part(step, prefix, drawing.draw(step.form), opened, told, following))
    return list(found.items())


def after_the_last(step: Step, places: Sequence[str]) -> str:
    """Where one more taking of a step would stand; nothing for a step that is taken once, and behind the most."""
    return f"{step.name}.{len(places) + 1}." if step.repeats and len(places) < MOST_REPEATED else ""


def labelled(part: Part, field: Input) -> Input:
    """The field with its step before its title, for the list of what is wrong."""
    return replace(field, title=f"{said(part.step.title)} · {said(field.title)}")
