"""The columns of the template, one a field, from the forms of the workflow's steps; keys are `step.field`."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_args

from web.sheets.kinds import Choice, Kind, Text, kind_of, without_none
from workflows.engine.declare import Step, Workflow
from workflows.engine.findings import N_
from workflows.engine.forms import Form, Titled, trait
from workflows.engine.intake import AllowanceRow, Heading
from workflows.engine.people import Person

DOSSIERS, REPEATED = "档案", "重复步骤"
EXAMPLE = "示例"
ROWS = {"contacts": 2, "sponsors": 2}
"""List fields that have numbered columns, and how many; other lists stand in one cell."""
REVIEWS = 6
"""How often a step that repeats has columns in the template."""
MOST_ROWS, NUMBERS = 20, frozenset(str(number) for number in range(1, 100))
"""How many rows, and which numbers of repeated steps, are understood when somebody adds columns."""
OF_STEP = N_("%(step)s：%(field)s")
NUMBERED = N_("%(title)s %(number)s")
OF_ROW = N_("%(title)s %(number)s %(field)s")
CHOSEN_ON_PAGES = frozenset(Person.model_fields) - {"name", "status"}


class Column(NamedTuple):
    """A column. `place` names the step and its number, and is empty for what heads the dossier; `path` leads to the value."""

    key: str
    title: str
    kind: Kind
    note: str
    place: tuple[str, int] | tuple[()]
    path: tuple[str | int, ...]


@cache
def template_columns(flow: Workflow) -> tuple[Column, ...]:
    """What the sheet of dossiers is written with."""
    columns = list(_heading(flow))
    for step in flow:
        for number in range(1, REVIEWS + 1) if step.repeats else (0,):
            if step.main:
                columns += [_of_step(step, number, column) for column in _fields(flow, step.form, None)]
    return tuple(columns)


def column_of(flow: Workflow, key: str) -> Column | None:
    """The column of a key that is understood in the sheet of dossiers, or None."""
    if key in (heading := {column.key: column for column in _heading(flow)}):
        return heading[key]
    name, _, rest = key.partition(".")
    number = ""
    if name not in flow:
        return None
    if flow[name].repeats:
        number, _, rest = rest.partition(".")
        if number not in NUMBERS:
            return None
    column = repeated_columns(flow, name).get(rest)
    return _of_step(flow[name], int(number or 0), column) if column else None


@cache
def repeated_columns(flow: Workflow, name: str, rows: int | None = MOST_ROWS) -> Mapping[str, Column]:
    """The columns of one step in the sheet of repeated steps: the fields alone, a changed setting, a superior's decision."""
    columns = [
        *_fields(flow, flow[name].form, rows),
        *(column._replace(key=f"setting.{column.key}", path=("setting", *column.path)) for column in _setting(flow)),
        *_numbered(flow, "allowed", N_("上级说明"), AllowanceRow, rows or 1, frozenset()),
    ]
    return {column.key: column for column in columns}


def step_names(flow: Workflow) -> Kind:
    """How the sheet of repeated steps names a step: by its title or its name."""
    return Choice({step.name: step.title for step in flow})


def _heading(flow: Workflow) -> list[Column]:
    """What identifies the dossier and what holds from its first step."""
    return [*_fields(flow, Heading, None), *_setting(flow)]


def _setting(flow: Workflow) -> list[Column]:
    return list(_fields(flow, flow.setting, None))


def _of_step(step: Step, number: int, column: Column) -> Column:
    """The column of a field as it stands in the sheet of dossiers; `number` is 0 for a step that has only one place."""
    prefix, title = (step.name, step.title)
    if number:
        prefix, title = f"{step.name}.{number}", NUMBERED % {"title": step.title, "number": number}
    titled = OF_STEP % {"step": title, "field": column.title}
    return column._replace(key=f"{prefix}.{column.key}", title=titled, place=(step.name, number))


def _fields(flow: Workflow, form: type[Form], rows: int | None) -> Iterator[Column]:
    """The columns of a form's fields; `rows` overrides how many rows a spread list has."""
    for name, info in form.model_fields.items():
        if trait(info, "internal"):
            continue
        if name in ROWS:
            row = get_args(without_none(info.annotation))[0]
            yield from _numbered(flow, name, info.title or name, row, rows or ROWS[name], CHOSEN_ON_PAGES)
        else:
            yield _column(flow, name, info)


def _numbered(
    flow: Workflow, name: str, title: str, row: type[Titled], rows: int, left_out: frozenset[str]
) -> Iterator[Column]:
    for number in range(1, rows + 1):
        for inner, info in row.model_fields.items():
            if inner not in left_out:
                column = _column(flow, inner, info)
                titled = OF_ROW % {"title": title, "number": number, "field": column.title}
                yield column._replace(key=f"{name}.{number}.{inner}", title=titled, path=(name, number, inner))


def _column(flow: Workflow, name: str, info: Any) -> Column:
    kind = kind_of(info.annotation, lambda code: word(flow, code))
    unit = trait(info, "unit")
    said = "" if kind.options or getattr(kind, "each", Text()).options else info.description
    notes = [N_("单位：%(unit)s") % {"unit": unit} if unit else "", kind.note, said or ""]
    return Column(name, info.title or name, kind, "\n".join(filter(None, notes)), (), (name,))


def word(flow: Workflow, code: str) -> str:
    """The Chinese word of a coded value: a step's title where it names a step."""
    return flow[code].title if code in flow else flow.words.get(code, code)
