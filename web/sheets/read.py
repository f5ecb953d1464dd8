"""Reads the template back into the structure of dossier files, row by row; what cannot be read says where it stands."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from web.sheets.columns import DOSSIERS, EXAMPLE, REPEATED, Column, known_columns, repeated_columns, step_names
from web.sheets.kinds import Text
from web.sheets.opened import opened
from workflows import flow as workflow
from workflows.engine.declare import Workflow
from workflows.engine.findings import N_
from workflows.engine.intake import Raw, Spread, Unusable

KEY_ROW = 2
TEXT = Text()


class Sheet(NamedTuple):
    """A sheet with its titles (row 1) and keys (row 2); `rows` are the others with their numbers."""

    name: str
    titles: list[str]
    keys: list[str]
    rows: list[tuple[int, list[Any]]]

    def at(self, number: int, column: int) -> str:
        """Where a cell stands, as a person looks for it."""
        title = self.titles[column] or self.keys[column] or N_("无标题的列")
        return N_("%(sheet)s第 %(row)s 行“%(title)s”") % {"sheet": self.name, "row": number, "title": title}


class Extra(NamedTuple):
    """A row of the sheet of repeated steps: its number, the step it tells of, or why it cannot be used."""

    number: int
    step: dict[str, Any] | Unusable


def raw_rows(path: Path, flow: Workflow | None = None) -> Iterator[Raw]:
    """The dossiers of a filled template, not yet judged; raises Unusable when the file as a whole cannot be read."""
    flow = flow or workflow("membership")
    book = opened(path)
    if DOSSIERS not in book.sheet_names:
        raise Unusable("", N_("没有名为“%(sheet)s”的工作表：请用 zhibu template 生成的模板") % {"sheet": DOSSIERS})
    dossiers = _sheet(book.get_sheet_by_name(DOSSIERS))
    columns = _columns(dossiers, known_columns(flow))
    extras = _extras(_sheet(book.get_sheet_by_name(REPEATED)), flow) if REPEATED in book.sheet_names else {}
    twice = _twice(dossiers)
    for number, row in dossiers.rows:
        ref = _ref(dossiers, number, row)
        if ref == EXAMPLE or not any(cell != "" for cell in row):
            continue
        value = _dossier(dossiers, columns, number, row, extras.pop(ref, []) if ref else [], twice)
        yield Raw(f"{path.name}:{DOSSIERS}:{number}", value)
    for ref, rows in extras.items():
        yield from (Raw(f"{path.name}:{REPEATED}:{row.number}", _orphan(ref, row)) for row in rows)


def _sheet(sheet: Any) -> Sheet:
    first = sheet.start[1] if sheet.start else 0
    rows = [[""] * first + row for row in sheet.iter_rows()] if sheet.start else []
    titles, keys = ([_word(cell) for cell in row] for row in (*rows[:KEY_ROW], [], [])[:KEY_ROW])
    wide = len(rows[0]) if rows else 0
    return Sheet(sheet.name, titles or [""] * wide, keys or [""] * wide, list(enumerate(rows[KEY_ROW:], KEY_ROW + 1)))


def _word(cell: Any) -> str:
    return str(cell).strip()


def _columns(sheet: Sheet, known: dict[str, Column]) -> list[Column | None]:
    """The columns in the order of the sheet; None where a column has no key."""
    if not any(key in known for key in sheet.keys):
        message = N_("%(sheet)s第 2 行须是各列的键（如 ref、apply.on）：请不要改动模板的前两行")
        raise Unusable("", message % {"sheet": sheet.name})
    for key in filter(None, sheet.keys):
        if key not in known:
            message = N_("%(sheet)s第 2 行有不认识的键“%(key)s”：请对照模板")
            raise Unusable(key[:60], message % {"sheet": sheet.name, "key": key[:60]})
        if sheet.keys.count(key) > 1:
            message = N_("%(sheet)s第 2 行的键“%(key)s”出现了两次：请只保留一列")
            raise Unusable(key, message % {"sheet": sheet.name, "key": key})
    return [known.get(key) for key in sheet.keys]


def _ref(sheet: Sheet, number: int, row: list[Any]) -> str | None:
    """The reference of a row, None when it has none; an unreadable one is complained of with the rest of the row."""
    cell = row[sheet.keys.index("ref")] if "ref" in sheet.keys else ""
    try:
        return TEXT.read(cell) or None
    except ValueError:
        return None


def _twice(sheet: Sheet) -> dict[str, list[int]]:
    """The references that stand in more than one row, with the rows."""
    found: dict[str, list[int]] = {}
    for number, row in sheet.rows:
        if (ref := _ref(sheet, number, row)) and ref != EXAMPLE:
            found.setdefault(ref, []).append(number)
    return {ref: numbers for ref, numbers in found.items() if len(numbers) > 1}


def _dossier(
    sheet: Sheet,
    columns: list[Column | None],
    number: int,
    row: list[Any],
    extras: list[Extra],
    twice: dict[str, list[int]],
) -> Spread | Unusable:
    ref = _ref(sheet, number, row)
    if ref in twice:
        rows = "、".join(str(other) for other in twice[ref])
        message = N_("编号“%(ref)s”在%(sheet)s第 %(rows)s 行重复：每份档案须有不同的编号")
        return Unusable("ref", message % {"ref": ref[:60], "sheet": sheet.name, "rows": rows}, ref)
    try:
        placed = _placed(sheet, columns, number, row)
    except Unusable as problem:
        return problem.of(ref)
    top = placed.pop((), {})
    steps = [{"step": place[0], **values} for place, values in placed.items()]
    places = [".".join(str(part) for part in place if part) for place in placed]
    for extra in extras:
        if isinstance(extra.step, Unusable):
            return extra.step.of(ref)
        steps.append(extra.step)
        places.append(f"{REPEATED}:{extra.number}")
    return Spread({**top, "steps": steps}, places)


def _placed(sheet: Sheet, columns: list[Column | None], number: int, row: list[Any]) -> dict[Any, dict[str, Any]]:
    """The filled cells of a row by the step they belong to; raises Unusable for a cell that cannot be read."""
    placed: dict[Any, dict[str, Any]] = {}
    for index, cell in enumerate(row):
        if cell == "" or (isinstance(cell, str) and not cell.strip()):
            continue
        column = columns[index]
        if column is None:
            message = N_("%(at)s：这一列的第 2 行没有键，请填上键，或者删去这一列")
            raise Unusable("", message % {"at": sheet.at(number, index)})
        try:
            value = column.kind.read(cell)
        except ValueError as error:
            key = column.key if column.place == () or column.key.startswith(column.place[0]) else column.key
            raise Unusable(key, f"{sheet.at(number, index)}：{error}") from None
        _put(placed.setdefault(column.place, {}), column.path, value)
    return {place: _listed(values) for place, values in placed.items()}


def _put(target: dict[Any, Any], path: Iterable[str | int], value: Any) -> None:
    *way, last = path
    for part in way:
        target = target.setdefault(part, {})
    target[last] = value


def _listed(values: dict[str, Any]) -> dict[str, Any]:
    """Numbered rows as lists, in the order of their numbers."""
    for name, held in values.items():
        if isinstance(held, dict) and all(isinstance(number, int) for number in held):
            values[name] = [held[number] for number in sorted(held)]
    return values


def _extras(sheet: Sheet, flow: Workflow) -> dict[str | None, list[Extra]]:
    """The rows of the sheet of repeated steps, by reference."""
    ...
