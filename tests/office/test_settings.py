"""Settings: kept by the root, in the rules every process reads, and the table of offices."""

import json

import pytest
from sqlalchemy import select

from models.installation import NO_RULES, Installation
from models.offices import DEFAULTS, OfficePost
from models.organisations import KINDS
from models.posts import POSTS
from tests.office.conftest import LONG_AGO, TODAY, day
from workflows.engine.errors import BadForm, Refused
from workflows.engine.perform.installation import book_from
from workflows.office import forms


def rules(office) -> dict:
    return json.loads(office.work.session.scalar(select(Installation.rules)))


def test_settings_are_written_into_the_rules(office):
    office.take(office.root, "set_reading", name="development_quorum", option="half", number="示组〔2026〕1号")
    office.take(office.root, "set_overlay", name="example", enabled=True)
    days = [{"day": "2027-01-01", "worked": False}, {"day": "2027-02-07", "worked": True}]
    office.take(office.root, "confirm_calendar", year=2027, days=days)
    held = rules(office)
    assert held["readings"] == {"development_quorum": "half"} and held["overlays"] == ["example"]
    book = book_from(office.work.session.scalar(select(Installation.rules)))
    assert book.calendar.is_workday(day("2027-02-07")) and 2027 in book.calendar.certain_years
    assert office.differences() == []


def test_what_is_set_last_counts_and_an_overlay_is_switched_off_again(office):
    for enabled in (True, False):
        office.take(office.root, "set_overlay", name="example", enabled=enabled)
    assert json.dumps(rules(office), sort_keys=True) == json.dumps(json.loads(NO_RULES), sort_keys=True)
    assert office.differences() == []


@pytest.mark.parametrize(
    "step, values",
    [
        ("set_reading", {"name": "no_such_reading", "option": "half"}),
        ("set_reading", {"name": "development_quorum", "option": "no_such_option"}),
        ("set_overlay", {"name": "no_such_overlay", "enabled": True}),
        ("confirm_calendar", {"year": 2027, "days": [{"day": "2026-01-01", "worked": False}]}),
        ("confirm_calendar", {"year": 2027, "days": [{"day": "2027-01-01", "worked": False}] * 2}),
    ],
)
def test_unknown_settings_are_not_accepted(office, step, values):
    with pytest.raises(BadForm):
        office.take(office.root, step, **values)


def test_only_the_root_keeps_settings(office):
    with pytest.raises(Refused, match="根组织"):
        office.take(office.branch, "set_overlay", name="example", enabled=True)


def table(office, on: str) -> set[tuple[str, str, str]]:
    rows = select(OfficePost).where(OfficePost.holds_on(day(on)))
    return {(each.office, each.post, each.organisation_kind) for each in office.work.session.scalars(rows)}


def test_the_table_of_offices_is_changed_from_a_day_on(office):
    member, deputy = ("branch", "member", "branch"), ("branch", "deputy", "branch")
    assert member not in table(office, TODAY) and deputy in table(office, TODAY)
    names = ("office", "post", "organisation_kind")
    office.take(office.root, "change_office_table", office.other, **dict(zip(names, member, strict=True)), allowed=True)
    office.take(
        office.root, "change_office_table", office.other, **dict(zip(names, deputy, strict=True)), allowed=False
    )
    assert member in table(office, TODAY) and member not in table(office, "2026-06-14")
    assert deputy not in table(office, TODAY) and deputy in table(office, "2026-06-14")
    office.take(office.root, "change_office_table", office.other, **dict(zip(names, deputy, strict=True)), allowed=True)
    assert deputy in table(office, TODAY) and deputy in table(office, LONG_AGO)
    assert office.differences() == []


def test_forms_know_the_words_of_the_tables():
    assert set(forms.Founded.model_fields["kind"].annotation.__args__) == set(KINDS)
    assert set(forms.PostProposed.model_fields["post"].annotation.__args__) == set(POSTS)
    offices = {office for office, _, _ in DEFAULTS}
    assert set(forms.OfficeTableChanged.model_fields["office"].annotation.__args__) == offices
