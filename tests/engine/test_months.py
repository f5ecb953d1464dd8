"""Calendar months: the same day number, clamped to the month's end, counted from the anchor and never chained."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflows.engine.months import add_months, add_years

DAYS = st.dates(date(1921, 7, 1), date(2199, 12, 31))
MONTHS = st.integers(-240, 240)


@pytest.mark.parametrize(
    "day, months, expected",
    [
        ("2026-05-11", 1, "2026-06-11"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-06-30", 6, "2027-12-30"),
        ("2027-06-30", 12, "2028-06-30"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-06-15", 0, "2026-06-15"),
    ],
)
def test_months(day, months, expected):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "day, years, expected",
    [
        ("2026-06-30", 1, "2027-06-30"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2008-02-29", 18, "2026-02-28"),
        ("2026-02-28", -2, "2024-02-28"),
    ],
)
def test_years(day, years, expected):
    assert add_years(date.fromisoformat(day), years) == date.fromisoformat(expected)


@given(DAYS, MONTHS)
def test_it_lands_in_the_month_and_clamps_only_to_its_end(day, months):
    found = add_months(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(DAYS, DAYS, MONTHS)
def test_a_later_day_never_comes_out_earlier(one, other, months):
    earlier, later = sorted((one, other))
    assert add_months(earlier, months) <= add_months(later, months)


@given(DAYS, MONTHS, MONTHS)
def test_more_months_never_come_out_earlier(day, one, other):
    fewer, more = sorted((one, other))
    assert add_months(day, fewer) <= add_months(day, more)
    assert (fewer == more) == (add_months(day, fewer) == add_months(day, more))


@given(DAYS, st.integers(0, 120), st.integers(0, 120))
@example(date(2026, 1, 31), 1, 1)
def test_chained_months_can_only_lose_days(day, first, then):
    """So nothing may be chained: the end of a second month is not a month after the end of the first."""
    assert add_months(add_months(day, first), then) <= add_months(day, first + then)


def test_the_day_number_is_kept_over_a_short_month():
    assert add_months(add_months(date(2026, 1, 31), 1), 1) == date(2026, 3, 28)
    assert add_months(date(2026, 1, 31), 2) == date(2026, 3, 31)


@given(DAYS, st.integers(-20, 20))
def test_a_year_is_twelve_months(day, years):
    assert add_years(day, years) == add_months(day, 12 * years)
