"""A list of the pack as a spreadsheet: what it is, of which organisation, as of which day, how many; then the rows."""

from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from web.inspection_pack.lists import Listed
from web.ledgers.workbook import OPTIONS

HEAD = 2
"""The row of the headings, counted from 0."""


def sheet(listed: Listed, about: str) -> bytes:
    """The list as the bytes of an .xlsx file; no text becomes a formula."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        page = book.add_worksheet(listed.title[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#F2F2F2"})
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left", "border": 1})
        page.write_string(0, 0, listed.title, book.add_format({"bold": True, "font_size": 16}))
        page.write_string(1, 0, f"{about}；共 {len(listed.rows)} 行")
        for index, (title, width) in enumerate(listed.heads.items()):
            page.set_column(index, index, width)
            page.write_string(HEAD, index, title, bold)
        for number, row in enumerate(listed.rows, HEAD + 1):
            for index, value in enumerate(row):
                _cell(page, number, index, value, plain, day)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, HEAD)
        page.freeze_panes(HEAD + 1, 0)
        page.set_footer("&R&P / &N")
    return target.getvalue()


def _cell(page: Any, row: int, column: int, value: Any, plain: Any, day: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, value, day)
    elif isinstance(value, int):
        page.write_number(row, column, value, plain)
    else:
        page.write_string(row, column, "" if value is None else str(value), plain)
