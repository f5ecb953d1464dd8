"""What a step records, as the handbook tells it: each field with its kind, unit, choices and the papers it is read from."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from web.shapes import codes, drawn, kind_on_page, row_of
from workflows.engine.declare import Step, Workflow
from workflows.engine.findings import N_
from workflows.engine.forms import trait

KINDS = {
    "day": N_("日期"),
    "whole": N_("整数"),
    "yesno": N_("是或者否"),
    "choice": N_("选一项"),
    "several": N_("选若干项"),
    "rows": N_("逐行登记"),
    "lines": N_("逐条填写"),
    "people": N_("若干人"),
    "person": N_("一个人"),
    "elector": N_("一名选举人"),
    "elected": N_("一名当选人"),
    "candidate": N_("一名候选人"),
    "organisation": N_("一个党组织"),
    "proposal": N_("一项提议"),
    "long": N_("文字，可以多行"),
    "line": N_("文字"),
}


class Field(NamedTuple):
    """A field: its title, kind and unit, the words to choose from or the titles of a row's fields, its help and papers."""

    title: str
    kind: str
    unit: str
    among: Sequence[str]
    help: str
    papers: Sequence[str]
    required: bool
    personal: bool


def recorded(flow: Workflow, step: Step) -> list[Field]:
    """Every field one fills in, in the order of the form."""
    return [_field(flow, step, name) for name in drawn(step.form)]


def _field(flow: Workflow, step: Step, name: str) -> Field:
    info = step.form.model_fields[name]
    kind = kind_on_page(info.annotation, info)
    return Field(
        info.title or name,
        KINDS[kind],
        trait(info, "unit") or "",
        _among(flow, name, info, kind),
        "" if kind in ("choice", "several") else info.description or "",
        step.papers_of(name),
        info.is_required(),
        bool(trait(info, "personal")),
    )


def _among(flow: Workflow, name: str, info: Any, kind: str) -> list[str]:
    if kind in ("choice", "several"):
        return [flow.words.get(f"{name}.{code}") or flow.word(str(code)) for code in codes(info.annotation)]
    if kind == "rows":
        fields = row_of(info.annotation).model_fields.values()
        return [field.title for field in fields if field.title and not trait(field, "internal")]
    return []
