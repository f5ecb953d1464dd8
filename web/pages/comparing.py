"""What is registered beside the field: a number a form asks for and the installation can count; nothing is changed by it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from models.memberships import entitled_on
from web.inputs import Input
from web.loose import iso_day
from web.pages.found import Seen
from web.pages.language import said
from web.pages.request import reading, today
from workflows.engine.declare import Step
from workflows.engine.findings import N_
from workflows.engine.forms import trait

REGISTERED = N_("供核对：%(day)s 本党组织登记有表决权的正式党员 %(count)s 人")
Typed = Any


def countable(step: Step) -> list[str]:
    """The fields of a step that the installation can count as well."""
    return [name for name, info in step.form.model_fields.items() if trait(info, "counts") == "entitled"]


def counted(seen: Seen, day: date) -> int:
    """How many members with a vote the case's organisation has registered on a day."""
    return entitled_on(reading(), seen.row.organisation_id, day)


def day_typed(step: Step, typed: Typed) -> date:
    """The day of the act as far as it was typed, else today."""
    try:
        return date.fromisoformat(iso_day(typed.get(step.form.day_field(), [""])[0]))
    except ValueError:
        return today()


def with_counts(seen: Seen, step: Step, inputs: Sequence[Input], typed: Typed) -> list[Input]:
    """The inputs, what is registered said beside the fields that it can be compared with."""
    names = countable(step)
    day = day_typed(step, typed)
    count = counted(seen, day) if names else 0
    told = said(REGISTERED, day=day, count=count)
    return [replace(each, help=told) if count and each.name in names else each for each in inputs]
