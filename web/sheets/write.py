"""Writes the template: titles, keys, an example, then the dossiers given; words to choose from, formats and notes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

from web.sheets.columns import DOSSIERS, EXAMPLE, REPEATED, Column, repeated_columns, step_names, template_columns
from web.sheets.flat import flat
from web.sheets.kinds import Kind, Text
from workflows.engine.declare import Workflow
from workflows.engine.findings import N_
from workflows.membership.sample import lawful
from workflows.rules import law_book

FIRST, LAST = 3, 20_002
"""The rows that are prepared for dossiers, counted from 0."""
WORDS = "词表"
DAY_FORMAT = "yyyy-mm-dd"
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EXAMPLE_ON = date(2026, 6, 30)


def write_template(target: Path | IO[bytes], flow: Workflow, dossiers: Iterable[Mapping[str, Any]] = ()) -> None:
    """Writes the template with its example and the given dossiers; raises OSError or xlsxwriter's own error."""
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, OPTIONS) as book:
        pages = Pages(book, flow)
        for dossier in (example(flow), *dossiers):
            pages.add(dossier)


def example(flow: Workflow) -> dict[str, Any]:
    """The lawful sample under the reference that readers skip, with one deliberation for the second sheet."""
    dossier = lawful("archive", EXAMPLE_ON, law_book().calendar)
    steps = {row["step"]: row for row in dossier["steps"]}
    talk = {"about": "propose_prospective", "opinion": N_("同意支部意见。"), "on": steps["propose_prospective"]["on"]}
    dossier["steps"].append({"step": "deliberate", **talk})
    return {**dossier, "ref": EXAMPLE}


class Pages:
    """The two sheets of the template in a workbook, and the next free row of each."""

    def __init__(self, book: Any, flow: Workflow) -> None:
        self.book, self.flow = book, flow
        self.looks = {
            "title": book.add_format({"bold": True, "bg_color": "#F2DCDB", "text_wrap": True, "valign": "top"}),
            "key": book.add_format({"font_color": "#7F7F7F", "font_size": 9}),
            "day": book.add_format({"num_format": DAY_FORMAT}),
            "text": book.add_format({"num_format": "@"}),
            "whole": book.add_format({"num_format": "0"}),
        }
        self.dossiers = self._page(DOSSIERS, template_columns(flow), 2)
        self.repeated = self._page(REPEATED, _second_page(flow), 2)
        self.next = {DOSSIERS: FIRST - 1, REPEATED: FIRST - 1}

    def add(self, dossier: Mapping[str, Any]) -> None:
        """Writes a dossier into the next row, and what is left into the second sheet."""
        spread = flat(self.flow, dossier)
        self._row(DOSSIERS, self.dossiers, spread.row)
        for step, cells in spread.repeated:
            named = {"ref": dossier["ref"], "step": step_names(self.flow).show(step), **cells}
            self._row(REPEATED, self.repeated, named)

    def _page(self, name: str, columns: Sequence[Column], frozen: int) -> dict[str, int]:
        """A sheet with its heads; the columns of its keys."""
        sheet = self.book.add_worksheet(name)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, 14, self.looks[column.kind.shape])
            sheet.write_string(0, index, column.title, self.looks["title"])
            sheet.write_string(1, index, column.key, self.looks["key"])
            if column.note:
                sheet.write_comment(0, index, column.note, {"x_scale": 2})
            self._validate(sheet, index, column.kind)
        sheet.set_row(0, 48)
        sheet.freeze_panes(FIRST, frozen)
        return {column.key: index for index, column in enumerate(columns)}

    def _validate(self, sheet: Any, index: int, kind: Kind) -> None:
        rule: dict[str, Any] | None = None
        if kind.options:
            rule = {"validate": "list", "source": self._source(kind.options)}
        elif kind.shape == "whole":
            rule = {"validate": "integer", "criteria": ">=", "value": 0}
        if rule:
            said = {"error_title": N_("请核对"), "error_message": kind.note[:250], "error_type": "warning"}
            sheet.data_validation(FIRST - 1, index, LAST, index, {**rule, **said})

    def _source(self, options: tuple[str, ...]) -> list[str] | str:
        """The words themselves, or where they stand when they are too many for a cell's rule (255 characters)."""
        if len(",".join(options)) <= 255:
            return list(options)
        sheet = self.book.get_worksheet_by_name(WORDS) or self.book.add_worksheet(WORDS)
        sheet.write_column(0, 0, options)
        sheet.hide()
        return f"={WORDS}!$A$1:$A${len(options)}"

    def _row(self, name: str, columns: Mapping[str, int], cells: Mapping[str, Any]) -> None:
        sheet, row = self.book.get_worksheet_by_name(name), self.next[name]
        for key, value in cells.items():
            if isinstance(value, date):
                sheet.write_datetime(row, columns[key], value, self.looks["day"])
            else:
                sheet.write(row, columns[key], value)
        self.next[name] = row + 1


def _second_page(flow: Workflow) -> list[Column]:
    """Reference, step, and every field of every step once; a field of several steps carries all its titles."""
    columns: dict[str, Column] = {}
    for step in flow:
        for key, column in repeated_columns(flow, step.name, None).items():
            known = columns.get(key)
            columns[key] = _merged(known, column) if known else column
    ref = Column("ref", N_("编号"), Text(), N_("与工作表“档案”中的编号相同"), (), ("ref",))
    name = Column("step", N_("步骤"), step_names(flow), N_("从列表中选择"), (), ("step",))
    return [ref, name, *columns.values()]


def _merged(one: Column, other: Column) -> Column:
    title = one.title if other.title in one.title.split(" / ") else f"{one.title} / {other.title}"
    same = one.kind.options == other.kind.options and one.kind.shape == other.kind.shape
    return one._replace(title=title, kind=one.kind if same else Text(), note=one.note if same else "")
