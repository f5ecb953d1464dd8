"""Calendar months: the same day number, clamped to the month's end (reading C-17)."""

from calendar import monthrange
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=65536)
def add_months(day: date, months: int) -> date:
    """The day `months` calendar months after `day` (before it when negative), clamped to the month's end."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The day `years` calendar years after `day`; 29 February becomes 28 February in a common year."""
    return add_months(day, 12 * years)
