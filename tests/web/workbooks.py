"""Workbooks for tests: filled templates with a few keys, and what is read from them."""

from datetime import date
from pathlib import Path

import xlsxwriter

from web.sheets.columns import DOSSIERS, REPEATED
from web.sheets.read import raw_rows
from workflows import flow
from workflows.engine.intake import Raw, Unusable
from workflows.membership.sample import lawful
from workflows.rules import law_book

FLOW, LAWS = flow("membership"), law_book()
ON = date(2026, 11, 1)


def sample(ref: str, **more) -> dict:
    return {**lawful("archive", date(2026, 6, 30), LAWS.calendar, **more), "ref": ref}


def workbook(path: Path, *rows, keys=(), repeated=None, titles=True) -> Path:
    """A filled template with the given keys only: rows begin in row 3."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, heads, lines in ((DOSSIERS, keys, rows), (REPEATED, *(repeated or ((), ())))):
            if heads:
                sheet = book.add_worksheet(name)
                sheet.write_row(0, 0, [f"题{key}" for key in heads] if titles else [])
                sheet.write_row(1, 0, heads)
                for number, line in enumerate(lines, 2):
                    sheet.write_row(number, 0, line)
    return path


def read(path: Path) -> list[Raw]:
    return list(raw_rows(path))


def problem(path: Path) -> Unusable:
    """The one thing that is wrong with the first row."""
    value = read(path)[0].value
    assert isinstance(value, Unusable), value
    return value
