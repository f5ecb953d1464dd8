"""How people write days and whole numbers: read generously in form, never in meaning."""

import re
import unicodedata

from workflows.engine.findings import N_
from workflows.engine.values import read_day

DAY = re.compile(
    r"(\d{4})\s*(?:-\s*(\d{1,2})\s*-\s*(\d{1,2})"
    r"|\.\s*(\d{1,2})\s*\.\s*(\d{1,2})"
    r"|/\s*(\d{1,2})\s*/\s*(\d{1,2})"
    r"|年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"
    r"|(\d{2})(\d{2}))",
    re.ASCII,
)
WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)


def plain(text: str) -> str:
    """The text without outer blanks, full-width digits and marks as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def iso_day(text: str) -> str:
    """`2026-06-05` from that, 2026.6.5, 2026/6/5, 20260605 or 2026年6月5日, full-width digits too; raises ValueError."""
    found = DAY.fullmatch(plain(text))
    if found is None:
        raise ValueError(N_("日期须写成 2026-06-05、2026.6.5、2026/6/5、20260605 或者 2026年6月5日"))
    year, month, day = (part for part in found.groups() if part)
    written = f"{year}-{month:0>2}-{day:0>2}"
    read_day(written)
    return written


def whole(text: str) -> int:
    """A whole number from its digits; raises ValueError."""
    digits = plain(text)
    if not WHOLE.fullmatch(digits):
        raise ValueError(N_("须为整数"))
    return int(digits)
