"""The clock of terms: expiry by calendar years, and every state on both sides of its edge."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.engine.months import add_months
from workflows.terms import (
    Term,
    TermState,
    end_of,
    expires_on,
    latest_extension,
    reach,
    reminds_from,
    state_of,
)

ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 24)


def day(text: str) -> date:
    return date.fromisoformat(text)


def term(elected: str, years: int, extended: str | None = None) -> Term:
    return Term(day(elected), expires_on(day(elected), years), day(extended) if extended else None)


@pytest.mark.parametrize(
    "elected, years, expires",
    [
        ("2023-06-15", 3, "2026-06-15"),
        ("2021-06-15", 5, "2026-06-15"),
        ("2024-02-29", 3, "2027-02-28"),
        ("2024-02-29", 5, "2029-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2023-02-28", 5, "2028-02-28"),
        ("2023-03-01", 5, "2028-03-01"),
    ],
)
def test_a_term_expires_after_calendar_years(elected, years, expires):
    assert expires_on(day(elected), years) == day(expires)


@pytest.mark.parametrize(
    "on, state",
    [
        ("2023-06-15", TermState.RUNNING),
        ("2025-12-14", TermState.RUNNING),
        ("2025-12-15", TermState.DUE_SOON),
        ("2026-06-14", TermState.DUE_SOON),
        ("2026-06-15", TermState.DUE),
        ("2026-06-16", TermState.OVERDUE),
        ("2031-01-01", TermState.OVERDUE),
    ],
)
def test_states_from_the_election_to_long_after(on, state):
    assert state_of(term("2023-06-15", 3), day(on), 6) is state


@pytest.mark.parametrize(
    "expires, last_running",
    [
        ("2026-08-31", "2026-02-27"),
        ("2026-08-28", "2026-02-27"),
        ("2028-08-31", "2028-02-28"),
        ("2026-12-31", "2026-06-29"),
    ],
)
def test_the_reminder_begins_by_calendar_months(expires, last_running):
    """Six months before 31 August is the last day of February, whichever that is."""
    running = Term(day("2020-01-01"), day(expires))
    assert state_of(running, day(last_running), 6) is TermState.RUNNING
    assert state_of(running, day(last_running) + ONE_DAY, 6) is TermState.DUE_SOON


@pytest.mark.parametrize(
    "on, state",
    [
        ("2025-12-14", TermState.EXTENDED),
        ("2026-06-15", TermState.EXTENDED),
        ("2026-06-16", TermState.EXTENDED),
        ("2027-06-14", TermState.EXTENDED),
        ("2027-06-15", TermState.DUE),
        ("2027-06-16", TermState.OVERDUE),
    ],
)
def test_an_extension_moves_the_last_day(on, state):
    assert state_of(term("2023-06-15", 3, "2027-06-15"), day(on), 6) is state


def test_an_extension_never_shortens_a_term():
    same = term("2023-06-15", 3, "2026-06-15")
    earlier = term("2023-06-15", 3, "2026-06-14")
    for each in (same, earlier):
        assert each.ends_on == day("2026-06-15")
        assert state_of(each, day("2026-06-14"), 6) is TermState.DUE_SOON
    assert term("2023-06-15", 3, "2026-06-16").ends_on == day("2026-06-16")


def test_what_is_not_known_stays_unknown():
    assert state_of(Term(), day("2026-06-15"), 6) is TermState.UNKNOWN
    assert end_of(None, day("2026-06-15")) is None
    assert state_of(Term(None, None, day("2026-06-15")), day("2026-06-16"), 6) is TermState.UNKNOWN


def test_an_extension_lasts_a_year_at_most():
    assert latest_extension(day("2026-06-15"), 12) == day("2027-06-15")
    assert latest_extension(day("2028-02-29"), 12) == day("2029-02-28")


def test_the_reminder_is_one_of_months_not_of_days():
    assert reminds_from(day("2026-06-15"), 6) == day("2025-12-15")
    assert state_of(term("2023-06-15", 3), day("2026-03-14"), 3) is TermState.RUNNING
    assert state_of(term("2023-06-15", 3), day("2026-03-15"), 3) is TermState.DUE_SOON


@settings(max_examples=500)
@given(DAYS, st.integers(1, 10))
def test_an_expiry_keeps_the_month_and_clamps_the_day(elected, years):
    expires = expires_on(elected, years)
    assert (expires.year, expires.month) == (elected.year + years, elected.month)
    leap_day = (elected.month, elected.day) == (2, 29)
    assert expires.day == (elected.day if not leap_day or expires.year % 4 == 0 else 28)


@settings(max_examples=500)
@given(DAYS, st.integers(0, 400), DAYS, MONTHS)
def test_days_are_divided_without_gap_or_overlap(expires, later, on, months):
    extended = expires + timedelta(days=later)
    held = Term(add_months(expires, -36), expires, extended)
    state = state_of(held, on, months)
    assert (state is TermState.OVERDUE) == (on > extended)
    assert (state is TermState.DUE) == (on == extended)
    assert (state is TermState.EXTENDED) == (on < extended and later > 0)
    assert (state is TermState.DUE_SOON) == (later == 0 and add_months(expires, -months) <= on < expires)
    assert (state is TermState.RUNNING) == (later == 0 and on < add_months(expires, -months))


@settings(max_examples=1000)
@given(DAYS, MONTHS)
def test_the_reach_of_a_reminder_is_its_exact_inverse(on, months):
    """A list asks for all ends up to one day; the clock asks each end. Both must draw the same line."""
    last = reach(on, months)
    assert reminds_from(last, months) <= on < reminds_from(last + ONE_DAY, months)


@settings(max_examples=500)
@given(DAYS, st.integers(-40, 400), MONTHS)
def test_a_list_and_the_clock_agree_near_the_edge(on, distance, months):
    ends_on = add_months(on, months) + timedelta(days=distance % 7 - 3)
    assert (ends_on <= reach(on, months)) == (reminds_from(ends_on, months) <= on)
