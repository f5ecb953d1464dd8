"""Opens a workbook only after its outside was looked at: what it is, how large it grows, how far its cells reach."""

import re
import zipfile
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from workflows.engine.findings import N_
from workflows.engine.intake import Unusable

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
MOST_BYTES = 200_000_000
MOST_RATIO = 200
CHUNK = 1 << 20
OVERLAP = 200
FAR = re.compile(rb"""\br\s*=\s*["'](?:[A-Z]{3,}\d|[A-Z]*0*(?:[2-9]\d{5}|[1-9]\d{6,})["'])""")
"""A reference beyond column ZZ or row 199,999: one such cell would cost gigabytes, because the reader fills the rest."""
FAULT = re.compile(rb"""<c\s[^>]*\br="([A-Z]+\d+)"[^>]*\bt="e"|<c\s[^>]*\bt="e"[^>]*\br="([A-Z]+\d+)\"""")
"""A cell whose formula failed; the reader would show it as empty."""
UNCOMPUTED = re.compile(
    rb"<c\s(?![^>]*\bt=\"str\")[^>]*\br=\"([A-Z]+\d+)\"[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A formula whose result was never computed; the reader would show it as empty as well."""
TOO_LARGE = N_("文件解压后过大，没有打开：请把档案分成几个文件，只保留模板中的工作表")
FAR_OUT = N_("表格超过 199,999 行或者 702 列：请删去远处多余的单元格，或者分成几个文件")


def opened(path: Path) -> CalamineWorkbook:
    """The workbook; raises Unusable when it is none, or too large to be opened safely."""
    try:
        with path.open("rb") as file:
            if file.read(4) == OLD_OFFICE:
                raise Unusable("", N_("这是旧版 .xls 或者加了密码的文件：请去掉密码，另存为 .xlsx 再试"))
        with zipfile.ZipFile(path) as archive:
            _refuse_declared(archive)
            _refuse_real(archive)
        return load_workbook(path)
    except OSError as error:
        raise Unusable("", N_("文件读不出来：%(reason)s") % {"reason": error.strerror or error}) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, CalamineError, EOFError):
        raise Unusable("", N_("不是可以读的 .xlsx 文件，或者文件已损坏：请重新另存为 .xlsx")) from None


def _refuse_declared(archive: zipfile.ZipFile) -> None:
    """Refuses by the archive's own table of contents, before anything is unpacked."""
    parts = archive.infolist()
    large, small = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if large > MOST_BYTES or large > MOST_RATIO * max(small, 1):
        raise Unusable("", TOO_LARGE)


def _refuse_real(archive: zipfile.ZipFile) -> None:
    """Counts what really comes out, whatever the table of contents says, and looks into the sheets."""
    total = 0
    for part in archive.infolist():
        part.file_size = MOST_BYTES + 2 * CHUNK  # read to the real end
        is_sheet, before = part.filename.startswith("xl/worksheets/"), b""
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > MOST_BYTES:
                    raise Unusable("", TOO_LARGE)
                if is_sheet:
                    _refuse_cells(before + chunk)
                    before = chunk[-OVERLAP:]


def _refuse_cells(xml: bytes) -> None:
    if FAR.search(xml):
        raise Unusable("", FAR_OUT)
    fault = FAULT.search(xml) if b't="e"' in xml else None
    if fault:
        cell = (fault[1] or fault[2]).decode()
        raise Unusable("", N_("单元格 %(cell)s 的公式出错（如 #DIV/0!）：请改正或者清空") % {"cell": cell})
    waiting = UNCOMPUTED.search(xml) if b"<f" in xml else None
    if waiting:
        message = N_("单元格 %(cell)s 的公式没有结果：请用表格软件打开后保存一次，或者改成数值")
        raise Unusable("", message % {"cell": waiting[1].decode()})
