"""Files that are no workbook, or one that must not be opened."""

import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.web.workbooks import read
from web.sheets.columns import DOSSIERS
from workflows.engine.intake import Unusable


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "档案.xlsx"


def corrupted(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def bomb(path: Path, size: int, declared: int | None = None) -> Path:
    """A template whose sheet holds `size` blanks, maybe with a lying table of contents."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * size)
    if declared is not None:
        raw = bytearray(path.read_bytes())
        at = raw.rindex(b"PK\x01\x02") + 24
        raw[at : at + 4] = struct.pack("<I", declared)
        path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: corrupted(path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "旧版 .xls"),
        (lambda path: corrupted(path, b"ref,name\n"), "不是可以读的 .xlsx 文件"),
        (lambda path: corrupted(path, b""), "不是可以读的 .xlsx 文件"),
        (lambda path: corrupted(path, b"PK\x03\x04" + bytes(100)), "不是可以读的 .xlsx 文件"),
        (lambda path: path, "文件读不出来"),
        (lambda path: bomb(path, 300_000_000), "解压后过大"),
        (lambda path: bomb(path, 30_000_000), "解压后过大"),
        (lambda path: bomb(path, 210_000_000, declared=5_000), "解压后过大"),
    ],
    ids=["xls", "csv", "empty", "torn", "absent", "large", "dense", "lying"],
)
def test_files_that_are_no_workbook(path, make, said):
    with pytest.raises(Unusable, match=said):
        read(make(path))


@pytest.mark.parametrize("cell", [(1_048_575, 16_383), (1_048_575, 0), (5, 702), (199_999, 1)])
def test_cells_far_out_do_not_fill_the_memory(path, cell):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(DOSSIERS)
        sheet.write(0, 0, "x")
        sheet.write(*cell, "y")
    with pytest.raises(Unusable, match=r"199,999 行或者 702 列"):
        read(path)


def test_failed_formula_is_not_an_absent_fact(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(DOSSIERS)
        sheet.write_row(1, 0, ["ref", "admit.due"])
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    with pytest.raises(Unusable, match="单元格 B3 的公式出错"):
        read(path)
