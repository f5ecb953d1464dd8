"""Reads a filled template back into the structure of dossier files; what cannot be read says where it stands."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from web.sheets.columns import DOSSIERS, REPEATED, Column, column_of, repeated_columns, step_names
from web.sheets.grid import Grid, grid, listed, placed
from web.sheets.opened import opened
from workflows import flow
from workflows.engine.declare import Workflow
from workflows.engine.findings import N_
from workflows.engine.intake import Raw, Spread, Unusable


class Extra(NamedTuple):
    """A row of the sheet of repeated steps: the step it tells of, or why it cannot be used."""

    number: int
    step: dict[str, Any] | Unusable


Extras = dict[str | None, list[Extra]]


def raw_rows(path: Path) -> Iterator[Raw]:
    """The dossiers of a filled template, not yet judged; raises Unusable when the file as a whole cannot be read."""
    membership, book = flow("membership"), opened(path)
    if DOSSIERS not in book.sheet_names:
        raise Unusable("", N_("没有工作表“%(sheet)s”：请用 zhibu template 生成模板") % {"sheet": DOSSIERS})
    sheet = grid(book.get_sheet_by_name(DOSSIERS))
    columns = [column_of(membership, key) for key in sheet.keys]
    sheet.refuse_keys({column.key for column in columns if column})
    extras = _extras(grid(book.get_sheet_by_name(REPEATED)), membership) if REPEATED in book.sheet_names else {}
    yield from dossiers(sheet, columns, extras, path.name)
    refs = _refs(sheet)
    for ref, rows in extras.items():
        if ref is None or ref not in refs:
            yield from (Raw(f"{path.name}:{REPEATED}:{extra.number}", _orphan(ref, extra)) for extra in rows)


def is_template(book: CalamineWorkbook) -> bool:
    """Whether the workbook is a filled template: its sheet is there, with at least one of the keys."""
    membership = flow("membership")
    if DOSSIERS not in book.sheet_names:
        return False
    return any(column_of(membership, key) for key in grid(book.get_sheet_by_name(DOSSIERS)).keys)


def dossiers(sheet: Grid, columns: list[Column | None], extras: Extras, file: str) -> Iterator[Raw]:
    """The dossiers of the rows of a sheet, with the repeated steps that belong to each."""
    refs = _refs(sheet)
    for number, row in sheet.filled():
        yield Raw(f"{file}:{sheet.name}:{number}", _dossier(sheet, columns, number, row, refs, extras))


def _refs(sheet: Grid) -> dict[str | None, list[int]]:
    """The rows of each reference."""
    refs: dict[str | None, list[int]] = {}
    for number, row in sheet.filled():
        refs.setdefault(sheet.ref(row), []).append(number)
    return refs


def _dossier(
    sheet: Grid, columns: list[Column | None], number: int, row: list[Any], refs: dict[Any, list[int]], extras: Extras
) -> Spread | Unusable:
    ref = sheet.ref(row)
    try:
        if ref and len(refs[ref]) > 1:
            raise _doubled(sheet, ref, refs[ref])
        values = _by_place(sheet, columns, number, row)
        more = extras.get(ref, []) if ref else []
        return _spread(values, more)
    except Unusable as problem:
        problem.ref = ref
        return problem


def _doubled(sheet: Grid, ref: str, numbers: list[int]) -> Unusable:
    rows = "、".join(str(number) for number in numbers)
    message = N_("%(sheet)s第 %(rows)s 行的编号“%(ref)s”重复：每份档案须有不同的编号")
    return Unusable("ref", message % {"ref": ref[:60], "sheet": sheet.name, "rows": rows})


def _by_place(sheet: Grid, columns: list[Column | None], number: int, row: list[Any]) -> dict[Any, dict[str, Any]]:
    """The filled cells of a row by the step they belong to; raises Unusable for a cell that cannot be read."""
    found: dict[Any, dict[str, Any]] = {}
    for index, cell in sheet.cells(row):
        column = columns[index]
        if column is None:
            raise sheet.keyless(number, index)
        value = sheet.read(column.kind, number, index, cell, column.key)
        placed(found.setdefault(column.place, {}), column, value)
    return found


def _spread(values: dict[Any, dict[str, Any]], extras: list[Extra]) -> Spread:
    top = values.pop((), {})
    steps = [{"step": place[0], **listed(held)} for place, held in values.items()]
    places = [".".join(str(part) for part in place if part) for place in values]
    for extra in extras:
        if isinstance(extra.step, Unusable):
            raise extra.step
        steps.append(extra.step)
        places.append(f"{REPEATED}:{extra.number}")
    return Spread({**top, "steps": steps}, places)


def _extras(sheet: Grid, membership: Workflow) -> Extras:
    """The rows of the sheet of repeated steps, by reference."""
    if not sheet.rows:
        return {}
    by_step = {step.name: repeated_columns(membership, step.name) for step in membership}
    sheet.refuse_keys({"ref", "step"}.union(*by_step.values()))
    steps, found = step_names(membership), Extras()
    for number, row in sheet.filled():
        try:
            step: dict[str, Any] | Unusable = _extra(sheet, steps, by_step, number, row)
        except Unusable as problem:
            step = problem
        found.setdefault(sheet.ref(row), []).append(Extra(number, step))
    return found


def _extra(
    sheet: Grid, steps: Any, by_step: Mapping[str, Mapping[str, Column]], number: int, row: list[Any]
) -> dict[str, Any]:
    cells = {index: cell for index, cell in sheet.cells(row) if sheet.keys[index] != "ref"}
    at = sheet.keys.index("step") if "step" in sheet.keys else -1
    if at not in cells:
        raise Unusable("step", N_("%(sheet)s第 %(row)s 行没有填写步骤") % {"sheet": sheet.name, "row": number})
    name = sheet.read(steps, number, at, cells.pop(at), "step")
    values: dict[str, Any] = {}
    for index, cell in cells.items():
        column, key = by_step[name].get(sheet.keys[index]), f"{name}.{sheet.keys[index]}"
        if not sheet.keys[index]:
            raise sheet.keyless(number, index)
        if column is None:
            message = N_("%(at)s：步骤“%(step)s”没有这一项，请清空") % {
                "at": sheet.at(number, index),
                "step": steps.show(name),
            }
            raise Unusable(key, message)
        placed(values, column, sheet.read(column.kind, number, index, cell, key))
    return {"step": name, **listed(values)}


def _orphan(ref: str | None, extra: Extra) -> Unusable:
    """A repeated step that belongs to no dossier of the file."""
    message = N_("%(sheet)s第 %(row)s 行的编号“%(ref)s”不在工作表“%(dossiers)s”中：请填写所属档案的编号")
    facts = {"sheet": REPEATED, "row": extra.number, "ref": (ref or "")[:60], "dossiers": DOSSIERS}
    return Unusable("ref", message % facts, ref)
