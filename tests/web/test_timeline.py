"""What a timeline draws: bars, deadlines, late stretches and plans of known cases, and what holds of the picture of any."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from web.catalogue import translated
from web.timeline import Span, State, joined, timed, timeline
from web.timeline_axis import EDGE, axis_of, width_of
from web.timeline_picture import Picture, picture_of
from workflows import flow
from workflows.engine.cases import Kept
from workflows.engine.findings import Message
from workflows.engine.intake import Unusable, read_paper
from workflows.membership.sample import AFTER_APPLY, FACTS, lawful
from workflows.rules import law_book

FLOW, LAWS = flow("membership"), law_book()
FAR = date(2199, 12, 31)


def say(message: str, language: str = "zh", **facts: Any) -> str:
    return translated(Message(message) % facts if facts else message, language)


def kept(dossier: dict[str, Any]) -> list[Kept]:
    return [Kept(number, act, 1, b"") for number, act in enumerate(read_paper(FLOW, dossier, FAR).acts, 1)]


def case(upto: str, on: date, today: date, meeting: date | None = None, **changes: Any):
    return timeline(FLOW, kept(lawful(upto, on, LAWS.calendar, **changes)), LAWS, today, meeting)


def lines(found, step: str):
    return [line for line in found.lines if line.step.name == step]


def lane(found, step: str):
    return next((lane for lane in found.lanes if lane.step.name == step), None)


def test_a_talk_in_time_has_a_bar_from_the_application_to_its_deadline():
    found = case("talk", date(2026, 6, 20), date(2026, 6, 25), given={"apply": date(2026, 6, 1)})
    (talk,) = lines(found, "talk")
    assert (talk.state, talk.on, talk.late) == (State.TAKEN, date(2026, 6, 20), None)
    assert talk.bar == Span(date(2026, 6, 1), date(2026, 7, 1))
    assert lane(found, "talk").deadlines == [date(2026, 7, 1)]


@pytest.mark.parametrize(
    "on, late", [(date(2026, 7, 1), None), (date(2026, 7, 2), Span(date(2026, 7, 2), date(2026, 7, 2)))]
)
def test_late_is_from_the_day_after_the_deadline_to_the_act(on, late):
    found = case("talk", on, date(2026, 8, 1), given={"apply": date(2026, 6, 1)})
    assert lines(found, "talk")[0].late == late


@pytest.mark.parametrize(
    "today, late", [(date(2026, 7, 1), None), (date(2026, 7, 9), Span(date(2026, 7, 2), date(2026, 7, 9)))]
)
def test_what_was_not_done_is_late_up_to_today_and_planned_on_the_same_lane(today, late):
    found = case("apply", date(2026, 6, 1), today)
    (talk,) = lines(found, "talk")
    assert (talk.state, talk.on, talk.late) == (State.PLANNED, today, late)
    assert talk.bar == Span(date(2026, 6, 1), date(2026, 7, 1))


def test_a_window_without_a_deadline_reaches_to_the_act():
    found = case("propose_prospective", date(2026, 9, 1), date(2026, 9, 2), given={"decide_activist": date(2025, 8, 1)})
    (proposed,) = lines(found, "propose_prospective")
    assert proposed.bar == Span(date(2026, 8, 1), date(2026, 9, 1))
    assert lane(found, "propose_prospective").deadlines == []


def test_an_act_before_its_day_leaves_the_bar_where_it_opens():
    days = {"decide_activist": date(2025, 8, 1), "assign_contacts": date(2025, 8, 5)}
    found = case("propose_prospective", date(2026, 6, 1), date(2026, 9, 2), given=days)
    (proposed,) = lines(found, "propose_prospective")
    assert proposed.bar == Span(date(2026, 8, 1), date(2026, 8, 1))


def test_a_step_whose_needs_were_met_after_its_deadline_keeps_the_bar_of_its_window():
    days = {"pre_review": date(2026, 6, 1), "fill_form": date(2026, 7, 20)}
    found = case("admit", date(2026, 7, 25), date(2026, 8, 1), given=days)
    (admitted,) = lines(found, "admit")
    assert admitted.bounds.earliest == date(2026, 7, 20)
    assert admitted.bar == Span(date(2026, 6, 1), date(2026, 7, 1))
    assert admitted.late == Span(date(2026, 7, 2), date(2026, 7, 25))


def test_bars_of_reviews_end_where_the_next_begins():
    found = case("propose_prospective", date(2026, 9, 1), date(2026, 9, 2))
    reviews = lane(found, "review_activist")
    assert len(reviews.bars) == len(lines(found, "review_activist")) > 1
    assert all(before.last == after.first for before, after in pairwise(reviews.bars))


def test_a_review_that_came_late_is_hatched_and_the_next_window_follows():
    dossier = lawful("assign_contacts", date(2026, 1, 15), LAWS.calendar, given={"decide_activist": date(2026, 1, 10)})
    dossier["steps"].append({"step": "review_activist", "on": "2026-08-01", **FACTS["review_activist"]})
    found = timeline(FLOW, kept(dossier), LAWS, date(2026, 8, 5))
    reviews = lane(found, "review_activist")
    assert reviews.late == [Span(date(2026, 7, 11), date(2026, 8, 1))]
    assert reviews.bars == [
        Span(date(2026, 1, 15), date(2026, 7, 10)),
        Span(date(2026, 8, 1), date(2027, 2, 1)),
    ]


def test_approval_counts_from_the_day_the_resolution_came_in():
    facts = {"approve_admission": {"received_on": "2026-10-10"}}
    found = case(
        "approve_admission", date(2026, 11, 2), date(2026, 11, 3), facts=facts, given={"admit": date(2026, 9, 20)}
    )
    assert lines(found, "approve_admission")[0].bounds.latest == date(2027, 1, 10)


def test_a_fact_that_was_not_recorded_leaves_its_window_out():
    dossier = lawful("approve_admission", date(2026, 11, 2), LAWS.calendar)
    dossier["steps"][-1] = {"step": "approve_admission", "on": "2026-11-02"}
    (approved,) = lines(timeline(FLOW, kept(dossier), LAWS, date(2026, 11, 3)), "approve_admission")
    assert (approved.on, approved.bounds) == (date(2026, 11, 2), None)


def test_a_refused_consent_is_drawn_as_undone_and_planned_again():
    found = case(
        "agree_prospective", date(2026, 9, 1), date(2026, 9, 2), facts={"agree_prospective": {"agreed": False}}
    )
    assert [line.state for line in lines(found, "agree_prospective")] == [State.UNDONE, State.PLANNED]
    assert [line.state for line in lines(found, "propose_prospective")] == [State.TAKEN, State.PLANNED]


def test_a_meeting_moves_the_plan():
    plain, fixed = (case("fill_form", date(2026, 10, 20), date(2026, 11, 2), day) for day in (None, date(2026, 11, 12)))
    assert [lines(found, "admit")[0].on for found in (plain, fixed)] == [date(2026, 11, 2), date(2026, 11, 12)]
    assert lines(fixed, "admit")[0].bounds.earliest == date(2026, 10, 20)


def test_a_plan_that_stops_says_why_and_has_no_lane():
    short = {"post_notice": {"begins_on": "2026-05-25", "ends_on": "2026-05-27"}}
    found = case("post_notice", date(2026, 5, 25), date(2026, 6, 1), facts=short)
    (listed,) = lines(found, "list_prospective")
    assert (listed.state, listed.on) == (State.PLANNED, None) and "G08" in listed.why
    assert lane(found, "list_prospective") is None


def test_an_archived_case_ends_with_its_last_day():
    found = case("archive", date(2020, 8, 17), date(2026, 11, 2))
    assert not found.open and picture_of(found, LAWS.calendar, say).axis.last < date(2021, 12, 31)
    assert [upright.kind for upright in picture_of(found, LAWS.calendar, say).uprights] == []


def test_a_case_that_ended_shows_the_day_and_plans_nothing():
    dossier = lawful("decide_activist", date(2026, 5, 20), LAWS.calendar)
    dossier["steps"].append({"step": "withdraw", "on": "2027-09-01"})
    found = timeline(FLOW, kept(dossier), LAWS, date(2027, 11, 2))
    assert (found.ended_on, found.ended, found.open) == (date(2027, 9, 1), "本人撤回", False)
    assert [upright.kind for upright in picture_of(found, LAWS.calendar, say).uprights] == ["ended"]


def test_a_case_of_which_nothing_stands_shows_the_plan():
    found = timeline(FLOW, [], LAWS, date(2026, 11, 2))
    assert [line.state for line in found.lines][:2] == [State.PLANNED, State.PLANNED]
    assert picture_of(found, LAWS.calendar, say) is not None


def test_before_every_edition_there_is_nothing_to_draw():
    found = timeline(FLOW, [], LAWS, date(1930, 1, 1))
    assert found.lines == [] and picture_of(found, LAWS.calendar, say) is None


def test_a_workflow_without_windows_has_no_timeline():
    assert timed(FLOW) and not timed(flow("office"))


def test_years_without_their_notice_are_provisional():
    axis = axis_of([date(2025, 5, 1), date(2028, 3, 1)], LAWS.calendar, say)
    ((box, label),) = axis.provisional
    assert (box.x, round(box.x + box.width, 1)) == (axis.x(date(2027, 1, 1)), axis.right)
    assert label.text == "暂算"


def test_an_axis_that_ends_with_a_year_marks_nothing_of_the_next():
    assert axis_of([date(2026, 2, 1), date(2026, 12, 31)], LAWS.calendar, say).provisional == []


@pytest.mark.parametrize("years, count", [(1, 2), (40, 9), (270, 4)])
def test_the_longer_the_time_the_fewer_years_are_named(years, count):
    axis = axis_of([date(1925, 1, 1), date(1925 + years, 1, 1)], LAWS.calendar, say)
    assert len(axis.years) >= count and axis.right <= 4100
    assert (not axis.months) == (years > 1)


def test_one_day_makes_an_axis_of_half_a_year():
    axis = axis_of([date(2026, 11, 2)], LAWS.calendar, say)
    assert (axis.first, axis.last) == (date(2026, 11, 1), date(2027, 4, 30))


def test_the_name_of_a_step_is_never_cut(monkeypatch):
    """Names of twenty characters stand whole, whether there is room beside what is drawn or not."""
    long = "上级党组织组织部门复核审查并且备案登记归档"
    picture = picture_of(
        case("archive", date(2020, 8, 17), date(2021, 1, 1)),
        LAWS.calendar,
        lambda message, **facts: long if message in {step.title for step in FLOW} else say(message, **facts),
    )
    assert all(long in row.label.text and row.label.width >= len(long) * 14 for row in picture.rows)
    inside(picture)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9))))
def test_joined_spans_hold_the_same_days_and_lie_apart(rows):
    day = date(2026, 1, 1)
    spans = [Span(day + timedelta(first), day + timedelta(first + length)) for first, length in rows]
    found = joined(spans)
    assert all(one.last < other.first for one, other in pairwise(found))
    held = {number for first, length in rows for number in range(first, first + length + 1)}
    assert {(each.first - day).days + n for each in found for n in range((each.last - each.first).days + 1)} >= held


@st.composite
def dossiers(draw) -> dict[str, Any]:
    """A lawful dossier with days moved, steps left out, answers turned to no, reviews and an end added."""
    upto = draw(st.sampled_from(list(AFTER_APPLY)))
    on = draw(st.dates(date(1925, 1, 1), date(2030, 12, 31)))
    without = draw(st.sets(st.sampled_from(list(AFTER_APPLY)[1:]), max_size=4))
    dossier = lawful(upto, on, LAWS.calendar, without=without)
    for row in dossier["steps"]:
        if draw(st.integers(0, 3)) == 0:
            _moved(row, draw(st.integers(-900, 900)))
        if draw(st.integers(0, 5)) == 0:
            row.update({name: False for name in ("agreed", "passed", "approved") if name in row})
    for days in draw(st.lists(st.integers(-500, 2000), max_size=12)):
        step = draw(st.sampled_from(["review_activist", "review_probationer", "withdraw"]))
        dossier["steps"].append({"step": step, "on": str(on + timedelta(days)), **FACTS.get(step, {})})
    return dossier


def _moved(row: dict[str, Any], days: int) -> None:
    for name in ("on", "begins_on", "ends_on", "received_on"):
        if name in row:
            row[name] = str(date.fromisoformat(row[name]) + timedelta(days))


def inside(picture: Picture) -> None:
    """Whatever is drawn lies in the picture, and no two texts of the axis run into each other."""
    for row in picture.rows:
        for box in (*row.bars, *row.late):
            assert box.width > 0 and box.x >= EDGE and box.x + box.width <= picture.width
            assert box.y >= 0 and box.y + box.height <= picture.bottom
        assert all(before.x + before.width <= after.x + 2.1 for before, after in pairwise(row.bars))
        for x in (*row.deadlines, *(mark.x for mark in row.marks)):
            assert EDGE <= x <= picture.width
    labels = [*(row.label for row in picture.rows), *(upright.label for upright in picture.uprights)]
    bands = [label for _, label in picture.axis.provisional if label]
    for label in (*labels, *picture.axis.years, *picture.axis.months, *bands):
        assert label.x >= 0 and label.x + label.width <= picture.width and 0 < label.y <= picture.height
        assert label.width >= width_of(label.text)
    for row in (picture.axis.years, picture.axis.months, bands):
        assert all(one.x + one.width <= other.x for one, other in pairwise(row))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    dossiers(),
    st.dates(date(1950, 1, 1), date(2040, 1, 1)),
    st.none() | st.integers(0, 3650),
    st.sampled_from(["zh", "en"]),
)
def test_the_picture_of_any_dossier_holds_all_its_days(dossier, today, ahead, language):
    try:
        acts = kept(dossier)
    except Unusable:
        assume(False)
    found = timeline(FLOW, acts, LAWS, today, None if ahead is None else today + timedelta(ahead))
    for each in found.lanes:
        for span in (*each.bars, *each.late):
            assert span.first <= span.last
        assert all(before.last <= after.first for before, after in pairwise(each.bars))
    assert {line.on for line in found.lines if line.number} == {act.act.on for act in acts if act.act.step.main}
    picture = picture_of(found, LAWS.calendar, lambda message, **facts: say(message, language, **facts))
    if picture:
        assert all(picture.axis.holds(day) for line in found.lines for day in line.days)
        inside(picture)
