"""A ledger as a spreadsheet: real days, widths, frozen and repeated headings, landscape A4; no text becomes a formula."""

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]

from web.ledgers.cells import Say, said_text
from web.ledgers.columns import Ledger
from web.ledgers.lines import Line
from web.ledgers.values import Value

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
DAY_FORMAT = "yyyy-mm-dd"
A4 = 9
HEAD = 2
"""The row of the headings, counted from 0: below the title and the line that says of whom and when."""
LONGEST_FOOT = 200


class Drawn(NamedTuple):
    """What stands around a ledger: its title, of which organisation and when, who drew it, and that moment."""

    title: str
    about: str
    foot: str
    at: datetime


def workbook(ledger: Ledger, lines: Iterable[Line], drawn: Drawn, say: Say) -> bytes:
    """The ledger as the bytes of an .xlsx file."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        book.set_properties({"title": drawn.title, "created": drawn.at.replace(tzinfo=None)})
        sheet, looks = book.add_worksheet(drawn.title[:31]), _looks(book)
        _head(sheet, looks, ledger, drawn, say)
        for row, line in enumerate(lines, HEAD + 1):
            for index, column in enumerate(ledger.columns):
                _cell(sheet, row, index, column.value(line), looks, say)
        _paper(sheet, drawn)
    return target.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "valign": "top", "font_size": 9}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "about": book.add_format({"font_size": 9}),
        "head": book.add_format({**cell, "bold": True, "text_wrap": True, "bg_color": "#F2F2F2"}),
        "day": book.add_format({**cell, "num_format": DAY_FORMAT, "align": "left"}),
        "whole": book.add_format({**cell, "num_format": "0"}),
        "text": book.add_format({**cell, "num_format": "@", "text_wrap": True}),
    }


def _head(sheet: Any, looks: dict[str, Any], ledger: Ledger, drawn: Drawn, say: Say) -> None:
    sheet.write_string(0, 0, drawn.title, looks["title"])
    sheet.write_string(1, 0, drawn.about, looks["about"])
    for index, column in enumerate(ledger.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(HEAD, index, say(column.title), looks["head"])


def _cell(sheet: Any, row: int, index: int, value: Value, looks: dict[str, Any], say: Say) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, index, value, looks["day"])
    elif isinstance(value, int):
        sheet.write_number(row, index, value, looks["whole"])
    elif value:
        sheet.write_string(row, index, said_text(value, say), looks["text"])
    else:
        sheet.write_blank(row, index, None, looks["text"])


def _paper(sheet: Any, drawn: Drawn) -> None:
    """How it is printed: landscape, as wide as the paper, the headings on every page, page numbers and who drew it."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0, HEAD)
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.set_footer("&L" + footer(drawn.foot) + "&R&P / &N")


def footer(text: str) -> str:
    """A text in a footer, where `&` begins a code, doubled it is not read alike everywhere, and 255 characters are the most."""
    return text[:LONGEST_FOOT].replace("&", "＆")
