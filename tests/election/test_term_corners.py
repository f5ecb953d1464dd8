"""Corners of the guards on the term: which end a request is about, what is not known, extension and advance apart."""

from datetime import date
from typing import Any

import pytest

from tests.election.driver import FLOW, Driver
from tests.election.test_guard_corners import LAWS, vacancy
from tests.election.way import Way
from workflows.election import guards
from workflows.election.course import term_election
from workflows.election.guards.term import end_of, original_of
from workflows.election.term import agreed, recorded
from workflows.engine.dossier import Act
from workflows.engine.findings import Finding

ON = date(2026, 9, 1)
ENDS, LATER, GRANTED = date(2026, 12, 20), date(2026, 12, 25), date(2027, 3, 1)


def planned(**known: Any) -> Way:
    """An election that is planned, with what was known of the term then; nothing of it is filled in."""
    driver = Driver()
    driver.term_known = False
    driver.without = {"remind", "acknowledge"}
    way = Way(driver, LAWS)
    way.go("decide_election", ON, included=False)
    way.take("decide_election", ON, **{name: str(day) for name, day in known.items()})
    return way


def ask(way: Way, direction: str, until: date, on: date = ON, **known: Any) -> Any:
    """The form of a request that knows this of the term."""
    told = {"on": str(on), "direction": direction, "until": str(until), "reason": "示例"}
    return FLOW["request_extension"].form.read({**told, **{name: str(day) for name, day in known.items()}})


def extended(way: Way) -> Way:
    """The same, after an extension was granted."""
    way.take("request_extension", ON, direction="extend", until=str(GRANTED))
    way.take("reply_extension", ON, agreed=True)
    return way


@pytest.mark.parametrize(
    ("granted", "direction", "ends"),
    [(False, "extend", LATER), (True, "extend", GRANTED), (False, "advance", LATER), (True, "advance", LATER)],
)
def test_a_request_is_about_the_end_it_tells_unless_that_was_extended(granted, direction, ends):
    way = planned(expires_on=ENDS, original_expires_on=ENDS)
    if granted:
        extended(way)
    form = ask(way, direction, date(2027, 6, 1), expires_on=LATER, original_expires_on=LATER)
    assert end_of(way.dossier, form) == ends


@pytest.mark.parametrize(
    ("earlier", "told", "original"),
    [
        ({"original_expires_on": ENDS}, {"original_expires_on": LATER, "expires_on": GRANTED}, LATER),
        ({"original_expires_on": ENDS}, {"expires_on": GRANTED}, ENDS),
        ({"expires_on": ENDS}, {"expires_on": GRANTED}, ENDS),
        ({}, {"expires_on": GRANTED}, GRANTED),
        ({}, {}, None),
    ],
)
def test_the_original_end_is_what_the_request_tells_else_an_earlier_step(earlier, told, original):
    way = planned(**earlier)
    assert original_of(way.dossier, ask(way, "extend", date(2027, 6, 1), **told)) == original


NOT_KNOWN = "任期届满日没有登记：请先在党组织页面登记任期"


def test_without_an_end_nothing_can_be_extended():
    nowhere, earlier = planned(), planned(expires_on=ENDS)
    assert said("extension_within_a_year", nowhere, ask(nowhere, "extend", GRANTED)) == NOT_KNOWN
    assert said("extension_within_a_year", nowhere, ask(nowhere, "advance", GRANTED)) == NOT_KNOWN
    assert (
        said("extension_within_a_year", earlier, ask(earlier, "extend", GRANTED)) == NOT_KNOWN
    )  # it tells none itself
    granted = extended(planned())
    assert original_of(granted.dossier, ask(granted, "extend", LATER)) is None
    assert said("extension_within_a_year", granted, ask(granted, "extend", date(2027, 6, 1))) == NOT_KNOWN


def said(name: str, way: Way, form: Any) -> str | None:
    """What a guard says of a request."""
    found = getattr(guards, name).ask(way.dossier, Act(FLOW["request_extension"], form.on, form), LAWS.on(form.on))
    return None if found is None else str(found.message)


@pytest.mark.parametrize(
    ("direction", "on", "until", "begins"),
    [
        ("extend", "2026-12-20", "2027-03-01", None),
        ("extend", "2026-12-21", "2027-03-01", "延期须在任期届满前请示"),
        ("extend", "2026-12-21", "2026-12-20", "延期须在任期届满前请示"),
        ("advance", "2026-10-01", "2026-10-01", None),
        ("advance", "2026-10-02", "2026-10-01", "拟提前到"),
        ("advance", "2026-12-21", "2026-12-22", None),
        ("advance", "2026-12-21", "2026-12-20", "拟提前到"),
    ],
)
def test_an_extension_is_asked_for_before_the_end_an_advance_before_its_day(direction, on, until, begins):
    way = planned(expires_on=ENDS, original_expires_on=ENDS)
    form = ask(way, direction, date.fromisoformat(until), date.fromisoformat(on), expires_on=ENDS)
    found = said("extension_requested_in_time", way, form)
    assert (found or "").startswith(begins or "") and (found is None) is (begins is None)


def test_of_an_end_nobody_knows_no_request_is_late():
    way = planned()
    assert said("extension_requested_in_time", way, ask(way, "extend", GRANTED)) is None


def told(name: str, way: Way, on: date) -> Finding | None:
    """What a guard says of the meeting on a day."""
    return getattr(guards, name).ask(way.dossier, Act(FLOW["open_meeting"], on), LAWS.on(on))


def test_only_a_whole_body_is_elected_within_a_term():
    """A vacancy is filled before or after; an end is known in both."""
    whole, filled = planned(expires_on=ENDS, original_expires_on=ENDS), vacancy("members", "transferred", [])
    ends = recorded(filled.dossier, "expires_on")
    assert ends is not None and not term_election(filled.dossier) and term_election(whole.dossier)
    late, early = date(ends.year + 2, 1, 1), date(ends.year - 2, 1, 1)
    assert told("held_within_the_term", whole, late) and not told("held_within_the_term", filled, late)
    assert told("not_ahead_of_time", whole, early) and not told("not_ahead_of_time", filled, early)
    assert not told("held_within_the_term", planned(), late) and not told("not_ahead_of_time", planned(), early)


def test_where_somebody_is_appointed_no_term_begins():
    driver = Driver()
    driver.begins = "appoint"
    way = Way(driver, LAWS)
    way.go("appoint", ON, included=True)
    assert not term_election(way.dossier)


def test_an_answer_without_a_request_agrees_to_nothing():
    way = planned(expires_on=ENDS)
    way.take("reply_extension", ON, agreed=True)
    assert agreed(way.dossier, "extend") == agreed(way.dossier, "advance") == []


def test_what_a_later_step_does_not_tell_an_earlier_one_did():
    way = planned()
    assert recorded(way.dossier, "expires_on") is None
    way.take("request_extension", ON, direction="extend", until=str(GRANTED), expires_on=str(ENDS))
    assert recorded(way.dossier, "expires_on") == ENDS
