"""One sheet as it stands in a file: titles, keys, numbered rows; and how a cell is found and complained of."""

from collections.abc import Container, Iterator
from typing import Any, NamedTuple

from web.sheets.columns import EXAMPLE, Column
from web.sheets.kinds import Kind, Text
from workflows.engine.findings import N_
from workflows.engine.intake import Unusable

KEY_ROW = 2
REF = Text()


class Grid(NamedTuple):
    """A sheet; in a template row 1 holds the titles, row 2 the keys. `first` is the number of the first of `rows`."""

    name: str
    titles: list[str]
    keys: list[str]
    rows: list[list[Any]]
    first: int = KEY_ROW + 1

    def filled(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows that hold anything, with their numbers; the example is left out."""
        for number, row in enumerate(self.rows, self.first):
            if any(not blank(cell) for cell in row) and self.ref(row) != EXAMPLE:
                yield number, row

    def cells(self, row: list[Any]) -> Iterator[tuple[int, Any]]:
        """The filled cells of a row, with the numbers of their columns."""
        return ((index, cell) for index, cell in enumerate(row) if not blank(cell))

    def ref(self, row: list[Any]) -> str | None:
        """The reference of a row; None when it has none that can be read."""
        cell = row[self.keys.index("ref")] if "ref" in self.keys else ""
        try:
            return None if blank(cell) else REF.read(cell)
        except ValueError:
            return None

    def read(self, kind: Kind, number: int, index: int, cell: Any, key: str) -> Any:
        """The value of a cell; raises Unusable with the key and with sheet, row and title."""
        try:
            return kind.read(cell)
        except ValueError as error:
            facts = {"at": self.at(number, index), "error": error.args[0]}
            raise Unusable(key, N_("%(at)s：%(error)s") % facts) from None

    def at(self, number: int, index: int) -> str:
        """Where a cell stands, as a person looks for it."""
        title = self.titles[index] or self.keys[index] or N_("没有标题的列")
        return N_("%(sheet)s第 %(row)s 行“%(title)s”") % {"sheet": self.name, "row": number, "title": title}

    def refuse_keys(self, columns: Container[str]) -> None:
        """Raises Unusable for a key row that is missing, holds a key twice or one that is not in `columns`."""
        facts = {"sheet": self.name}
        if not any(key in columns for key in self.keys):
            raise Unusable("", N_("%(sheet)s第 2 行须是各列的键（如 ref）：请不要改动模板的前两行") % facts)
        for key in filter(None, self.keys):
            facts["key"] = key[:60]
            if key not in columns:
                raise Unusable(key[:60], N_("%(sheet)s第 2 行有不认识的键“%(key)s”：请对照模板") % facts)
            if self.keys.count(key) > 1:
                raise Unusable(key, N_("%(sheet)s第 2 行的键“%(key)s”出现了两次：请只保留一列") % facts)

    def keyless(self, number: int, index: int) -> Unusable:
        """The complaint of a filled cell in a column without a key."""
        return Unusable(
            "", N_("%(at)s：这一列的第 2 行没有键，请补上键或者删去这一列") % {"at": self.at(number, index)}
        )


def grid(sheet: Any) -> Grid:
    """The grid of a calamine sheet, from its first row and column on."""
    first = sheet.start[1] if sheet.start else 0
    rows = [[""] * first + row for row in sheet.iter_rows()] if sheet.start else []
    wide = len(rows[0]) if rows else 0
    heads = [[str(cell).strip() for cell in row] for row in rows[:KEY_ROW]]
    titles, keys = (heads + [[""] * wide] * KEY_ROW)[:KEY_ROW]
    return Grid(sheet.name, titles, keys, rows[KEY_ROW:])


def placed(values: dict[str, Any], column: Column, value: Any) -> None:
    """Puts a value where the path of its column leads."""
    *way, last = column.path
    target: dict[Any, Any] = values
    for part in way:
        target = target.setdefault(part, {})
    target[last] = value


def listed(values: dict[str, Any]) -> dict[str, Any]:
    """Numbered rows as lists, in the order of their numbers."""
    for name, held in values.items():
        if isinstance(held, dict) and all(isinstance(number, int) for number in held):
            values[name] = [held[number] for number in sorted(held)]
    return values


def blank(cell: Any) -> bool:
    """Whether nothing stands in the cell."""
    return cell == "" or cell is None or (isinstance(cell, str) and cell.isspace())
