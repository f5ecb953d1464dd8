"""Reads a spreadsheet that is not the template: finds its row of headings, and reads its rows by a mapping of them."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from web.loose import WHOLE, iso_day, plain
from web.sheets.columns import column_of
from web.sheets.grid import Grid, blank
from web.sheets.guess import guessed
from web.sheets.opened import opened
from web.sheets.read import dossiers
from workflows import flow
from workflows.engine.findings import N_
from workflows.engine.intake import Raw, Unusable, legible

SEARCHED = 20
"""In how many rows from the top the headings are looked for."""
MOST_COLUMNS = 200
EXAMPLES = 3
LONGEST = 60


class Table(NamedTuple):
    """The sheet that is read: its headings (each once, empty where a column has none), and the rows below them."""

    sheet: str
    headings: list[str]
    rows: list[list[Any]]
    first: int
    unread: list[str]

    @property
    def key(self) -> str:
        """Names the headings, whatever their order: the SHA-256 of their text."""
        named = sorted(filter(None, self.headings))
        return sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()

    def examples(self, index: int) -> list[str]:
        """Some different cells of a column, as texts."""
        cells = (shown(row[index]) for row in self.rows if not blank(row[index]))
        found: dict[str, None] = {}
        for cell in cells:
            found[cell] = None
            if len(found) == EXAMPLES:
                break
        return list(found)


def table(path: Path) -> Table:
    """The first visible sheet that holds anything; raises Unusable where no row of headings is found in it."""
    book = opened(path)
    names = visible(book)
    for name in names:
        rows = whole_rows(book.get_sheet_by_name(name))
        if any(not blank(cell) for row in rows for cell in row):
            return _table(name, rows, [other for other in names if other != name])
    raise Unusable("", N_("表格是空的，或者工作表都隐藏着：请取消隐藏后再试"))


def visible(book: CalamineWorkbook) -> list[str]:
    """The names of the sheets that are not hidden."""
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]


def whole_rows(sheet: Any) -> list[list[Any]]:
    """The rows of a calamine sheet, from its very first column on."""
    first = sheet.start[1] if sheet.start else 0
    return [[""] * first + row for row in sheet.iter_rows()] if sheet.start else []


def mapped(found: Table, columns: Mapping[str, str], organisation: str | None, file: str) -> Iterator[Raw]:
    """The dossiers of a table; `columns` says which heading holds which key, `organisation` whose all of them are."""
    membership = flow("membership")
    indices = [index for index, heading in enumerate(found.headings) if columns.get(heading)]
    titles = [found.headings[index] for index in indices]
    keys = [columns[title] for title in titles]
    rows = [[row[index] for index in indices] for row in found.rows]
    if organisation is not None and "organisation" not in keys:
        titles, keys = [*titles, N_("党组织")], [*keys, "organisation"]
        rows = [[*row, "" if all(map(blank, row)) else organisation] for row in rows]
    sheet = Grid(found.sheet, titles, keys, rows, found.first)
    yield from dossiers(sheet, [column_of(membership, key) for key in keys], {}, file)


def shown(cell: Any) -> str:
    """A cell as a person sees it, not too long."""
    if isinstance(cell, datetime | date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    whole = isinstance(cell, float) and cell == int(cell)
    text = legible(" ".join(str(int(cell) if whole else cell).split()))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _table(name: str, rows: list[list[Any]], unread: list[str]) -> Table:
    at = _heading_row(name, rows)
    below = rows[at + 1 :]
    headings = _once(rows[at], below)
    if sum(map(bool, headings)) > MOST_COLUMNS:
        raise Unusable("", N_("工作表“%(sheet)s”超过 200 列：请只保留要导入的列") % {"sheet": name})
    return Table(name, headings, below, at + 2, unread)


def _heading_row(name: str, rows: list[list[Any]]) -> int:
    """The row of the top ones in which the most headings are understood, the upper of two."""
    able = [number for number, row in enumerate(rows[:SEARCHED]) if _may_be_headings(row)]
    if not able:
        message = N_("工作表“%(sheet)s”的前 %(rows)s 行中没有标题行：请在数据上方加一行标题，如“姓名”“党组织”")
        raise Unusable("", message % {"sheet": name, "rows": SEARCHED})
    return max(able, key=lambda number: (len(guessed([shown(cell) for cell in rows[number]])), -number))


def _may_be_headings(row: list[Any]) -> bool:
    cells = [cell for cell in row if not blank(cell)]
    return len(cells) > 1 and all(isinstance(cell, str) and not _is_value(cell) for cell in cells)


def _is_value(text: str) -> bool:
    """Whether a text is a day or a number rather than a heading."""
    try:
        iso_day(text)
    except ValueError:
        return bool(WHOLE.fullmatch(plain(text)))
    return True


def _once(row: list[Any], below: list[list[Any]]) -> list[str]:
    """The headings, each told apart from an equal one before; a column of cells without heading is called by its number."""
    found: list[str] = []
    for index, cell in enumerate(row):
        heading = shown(cell)
        if not heading and any(not blank(line[index]) for line in below):
            heading = f"#{index + 1}"
        same = sum(known == heading or known.startswith(f"{heading} (") for known in found) if heading else 0
        found.append(f"{heading} ({same + 1})" if same else heading)
    return found
