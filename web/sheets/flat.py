"""A dossier as cells: what stands in its row of the template, and the rows of the sheet of repeated steps it needs."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from web.sheets.columns import REVIEWS, ROWS, Column, repeated_columns, template_columns
from workflows.engine.declare import Workflow

Cells = dict[str, Any]


class Flat(NamedTuple):
    """The cells of a dossier by key, and the repeated steps, each with its own cells."""

    row: Cells
    repeated: list[tuple[str, Cells]]


def flat(flow: Workflow, dossier: Mapping[str, Any]) -> Flat:
    """Spreads a dossier of the file format; raises KeyError where the template has no column for a value."""
    columns = _by_key(flow)
    top = {key: value for key, value in dossier.items() if key != "steps" and value is not None}
    row = {key: columns[key].kind.show(value) for key, value in top.items()}
    repeated = []
    for step in dossier["steps"]:
        cells = dict(_cells(step))
        prefix = _free(flow, step["step"], row)
        if prefix and all(f"{prefix}.{key}" in columns for key in cells):
            row |= {f"{prefix}.{key}": columns[f"{prefix}.{key}"].kind.show(value) for key, value in cells.items()}
        else:
            repeated.append((step["step"], _shown(repeated_columns(flow, step["step"]), cells)))
    return Flat(row, repeated)


@cache
def _by_key(flow: Workflow) -> Mapping[str, Column]:
    return {column.key: column for column in template_columns(flow)}


def _free(flow: Workflow, name: str, row: Cells) -> str | None:
    """The first columns of a step that are not filled yet, or None."""
    step = flow[name]
    taken = {start for key in row for start in _starts(key)}
    names = [f"{name}.{number}" for number in range(1, REVIEWS + 1)] if step.repeats else [name]
    return next((prefix for prefix in names if step.main and prefix not in taken), None)


def _starts(key: str) -> Iterator[str]:
    parts = key.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts)))


def _shown(columns: Mapping[str, Column], cells: Cells) -> Cells:
    return {key: columns[key].kind.show(value) for key, value in cells.items()}


def _cells(step: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The keys and values of a step, lists of rows numbered."""
    for name, held in step.items():
        if name in ROWS or name == "allowed":
            for number, row in enumerate(held, 1):
                rows = {"name": row} if isinstance(row, str) else row
                yield from ((f"{name}.{number}.{inner}", value) for inner, value in rows.items() if value is not None)
        elif name == "setting":
            yield from ((f"setting.{inner}", value) for inner, value in held.items())
        elif name != "step" and held is not None:
            yield name, held
