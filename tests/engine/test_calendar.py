"""Working days: the State Council's calendar for the years it is known, Monday to Friday elsewhere."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.calendar import Calendar
from workflows.rules.load import calendar

ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(1, 15)
CALENDARS = st.builds(Calendar, st.dictionaries(DAYS, st.booleans(), max_size=40), st.just([2026]))


def worked(days: Calendar, day: date) -> bool:
    return days.is_workday(day)


def naive_nth(days: Calendar, day: date, count: int) -> date:
    """Walks on day by day and ticks off the working days."""
    while count:
        day += ONE_DAY
        count -= worked(days, day)
    return day


def naive_count(days: Calendar, after: date, until: date) -> int:
    return sum(worked(days, date.fromordinal(number)) for number in range(after.toordinal() + 1, until.toordinal() + 1))


@given(DAYS, st.dictionaries(DAYS, st.booleans(), max_size=40))
def test_an_exception_decides_and_the_weekday_otherwise(day, exceptions):
    expected = exceptions.get(day, day.isoweekday() <= 5)
    assert Calendar(exceptions, []).is_workday(day) is expected


@given(CALENDARS, DAYS, st.integers(0, 15))
def test_nth_workday_after(days, day, count):
    assert days.nth_workday_after(day, count) == naive_nth(days, day, count)


@given(CALENDARS, DAYS, st.integers(-10, 60))
def test_workdays_between(days, after, length):
    until = after + timedelta(days=length)
    assert days.workdays(after, until) == naive_count(days, after, until)


@given(CALENDARS, DAYS, COUNTS)
def test_the_nth_workday_closes_a_period_of_n_workdays(days, day, count):
    last = days.nth_workday_after(day, count)
    assert days.workdays(day, last) == count
    assert days.workdays(day, last - ONE_DAY) == count - 1


@given(CALENDARS, DAYS, st.integers(0, 20), COUNTS)
def test_first_after(days, since, length, count):
    """The first working day on which both the period and the working days are over."""
    ends = since + timedelta(days=length)
    expected = since
    while not (expected > ends and worked(days, expected) and naive_count(days, since, expected - ONE_DAY) >= count):
        expected += ONE_DAY
    assert days.first_after(ends, and_workdays=count, since=since) == expected


@pytest.mark.parametrize(
    "begins, ends, earliest",
    [
        ("2026-06-01", "2026-06-08", "2026-06-09"),
        ("2026-05-29", "2026-06-05", "2026-06-08"),
        ("2026-09-24", "2026-10-09", "2026-10-10"),
    ],
)
def test_a_notice_of_five_working_days_in_2026(begins, ends, earliest):
    """The three vectors of the specification: plain, over a weekend, over two holidays with days worked instead."""
    days, begun = calendar(), date.fromisoformat(begins)
    ended = days.nth_workday_after(begun, 5)
    assert str(ended) == ends
    assert str(days.first_after(ended, and_workdays=5, since=begun)) == earliest


@pytest.mark.parametrize(
    "day, expected",
    [
        ("2026-10-01", False),  # a holiday on a Thursday
        ("2026-10-10", True),  # a Saturday worked instead of a holiday
        ("2026-02-14", True),  # the same before the Spring Festival
        ("2026-06-06", False),  # a plain Saturday
        ("2026-06-08", True),  # a plain Monday
    ],
)
def test_days_of_2026(day, expected):
    assert calendar().is_workday(date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    "first, last, provisional",
    [
        ("2026-01-01", "2026-12-31", False),
        ("2010-01-01", "2010-01-01", False),
        ("2009-12-31", "2010-01-01", True),
        ("2026-12-31", "2027-01-01", True),
        ("2027-06-01", "2027-06-02", True),
    ],
)
def test_only_years_whose_notice_is_known_are_certain(first, last, provisional):
    assert calendar().is_provisional(date.fromisoformat(first), date.fromisoformat(last)) is provisional


def test_a_confirmed_year_is_certain_and_leaves_the_old_calendar_alone():
    holiday = date(2027, 10, 1)
    old = calendar()
    new = old.extended({holiday: False}, [2027])
    assert not new.is_workday(holiday) and old.is_workday(holiday)
    assert not new.is_provisional(holiday, holiday) and old.is_provisional(holiday, holiday)
    assert new.stamp != old.stamp


def test_a_folder_of_years_is_read(tmp_path):
    (tmp_path / "2030.csv").write_text(
        "day,kind,name\n2030-01-01,holiday,元旦\n2030-01-05,workday,调休\n", encoding="utf-8"
    )
    (tmp_path / "README.md").write_text("not a year", encoding="utf-8")
    days = Calendar.load(tmp_path)
    assert days.certain_years == {2030}
    assert not days.is_workday(date(2030, 1, 1))
    assert days.is_workday(date(2030, 1, 5))
    assert days.is_workday(date(2030, 1, 2))
