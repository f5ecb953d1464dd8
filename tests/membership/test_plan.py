"""What is still ahead of a dossier: each step on its first lawful day, and a plan that is itself lawful."""

from datetime import date

import pytest

from workflows import flow
from workflows.engine.check import fold
from workflows.engine.intake import read_paper
from workflows.engine.plan import plan
from workflows.membership.sample import AFTER_APPLY, lawful
from workflows.rules import law_book

FLOW, LAWS = flow("membership"), law_book()
ON = date(2026, 6, 1)


def ahead(upto: str, meeting: date | None = None, **changes):
    paper = read_paper(FLOW, lawful(upto, ON, LAWS.calendar, **changes), ON)
    return list(plan(fold(FLOW, paper, LAWS)[0], LAWS, ON, meeting))


def days(rows):
    return {row.step.name: (row.earliest, row.latest) for row in rows}


@pytest.mark.parametrize("upto", AFTER_APPLY)
def test_a_plan_leads_to_the_archive(upto):
    rows = ahead(upto)
    names = [row.step.name for row in rows]
    assert names[-1:] == ([] if upto == "archive" else ["archive"])
    assert all(row.earliest for row in rows)
    assert [row.earliest for row in rows] == sorted(row.earliest for row in rows)


def test_the_year_and_the_notice_hold_the_listing_back():
    rows = ahead("decide_activist")
    planned = days(rows)
    assert planned["propose_prospective"][0] == date(2027, 6, 1)
    why = next(row.why for row in rows if row.step.name == "propose_prospective")
    assert "G05" in why and "2026-06-01" in why
    begun = planned["post_notice"][0]
    assert planned["list_prospective"][0] == LAWS.calendar.first_after(begun, and_workdays=5, since=begun)


def test_reviews_are_planned_before_they_are_overdue():
    reviews = [row for row in ahead("assign_contacts") if row.step.name == "review_activist"]
    assert reviews and all(row.earliest <= row.latest for row in reviews)


def test_a_fixed_meeting_moves_the_pre_review_into_the_month_before_it():
    meeting = date(2026, 12, 10)
    planned = days(ahead("examine", meeting))
    assert planned["admit"][0] == meeting
    assert planned["pre_review"] == (date(2026, 11, 10), meeting)
    assert planned["fill_form"][1] == meeting
    assert planned["resolve_conversion"][0] == date(2027, 12, 10)


def test_a_notice_that_was_too_short_stops_the_plan():
    short = {"post_notice": {"begins_on": "2026-05-25", "ends_on": "2026-05-27"}}
    rows = ahead("post_notice", facts=short)
    assert rows[-1].step.name == "list_prospective"
    assert rows[-1].earliest is None and "G08" in rows[-1].why


def test_the_dossier_is_not_changed_by_planning():
    paper = read_paper(FLOW, lawful("talk", ON, LAWS.calendar), ON)
    dossier = fold(FLOW, paper, LAWS)[0]
    before = (dict(dossier.standing), dossier.stage, dossier.count)
    list(plan(dossier, LAWS, ON))
    assert (dict(dossier.standing), dossier.stage, dossier.count) == before
