"""The kinds of value a form may hold, and how strictly a file must write them."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

from .findings import N_

FIRST_DAY = date(1921, 7, 1)
LAST_DAY = date(2199, 12, 31)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_read: dict[str, date] = {}


def read_day(value: Any) -> date:
    """A day as files write it, `YYYY-MM-DD` from 1921-07-01 on; raises ValueError with the reason."""
    if type(value) is str and value in _read:
        return _read[value]
    if type(value) is date:
        return _not_before_the_first(value)
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise ValueError(N_("日期须写成 2026-06-05 的格式"))
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(N_("日历上没有这一天，请核对")) from None
    if len(_read) > 100_000:
        _read.clear()
    _read[value] = _not_before_the_first(day)
    return day


def _not_before_the_first(day: date) -> date:
    if day < FIRST_DAY:
        raise ValueError(N_("日期早于 1921-07-01，请核对年份"))
    if day > LAST_DAY:
        raise ValueError(N_("日期晚于 2199-12-31，请核对年份"))
    return day


Day = Annotated[date, BeforeValidator(read_day)]
"""A calendar day."""

Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, pattern=r"^[^\p{Cc}\p{Cf}\s]([^\p{Cc}\p{Cf}]*[^\p{Cc}\p{Cf}\s])?$"),
]
"""A person's or an organisation's name: 1 to 60 characters, rare ideographs and the middle dot included."""

Text = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=4000,
        pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*[^\x00-\x20\x7f\s][^\x00-\x08\x0b-\x1f\x7f]*$",
    ),
]
"""An opinion or a reason: 1 to 4,000 characters, lines allowed."""

Short = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$")]
"""A number or a place: 1 to 60 characters on one line."""
