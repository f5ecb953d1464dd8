"""The fold: it goes by day, whatever the order in the file; a refused act changes nothing; a missing step is missed."""

import json
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steps.book import Book
from workflows import flow
from workflows.engine.check import answer
from workflows.engine.dossier import Dossier
from workflows.engine.errors import BadForm, OutOfTurn, Refused
from workflows.engine.intake import Raw, read_paper
from workflows.membership.sample import AFTER_APPLY, COUNTS, FACTS, lawful
from workflows.rules import law_book

FLOW = flow("membership")
LAWS = law_book()
ARCHIVED = {"XZ14": date(2020, 8, 17), "XZ26": date(2029, 9, 3), "both": date(2027, 3, 1)}
"""The day on which a full lawful dossier closes: all of it under one edition, or the edition changing on the way."""

OPTIONAL = {"XZ14": {"archive", "post_notice", "review_probationer"}, "XZ26": {"archive", "review_probationer"}}
"""By hand: what a dossier may lack and still be lawful. The archive has no deadline; the 2014 edition knew no notice,
and neither edition prescribes how often a probationer is reviewed."""

LOST = {**COUNTS, "in_favour": 5, "against": 7}
NEGATIVE: dict[str, dict[str, Any]] = {
    "agree_prospective": {"agreed": False},
    "review_politically": {"conclusion": "fail"},
    "train": {"days": 1, "hours": 1},
    "examine": {"passed": False},
    "pre_review": {"passed": False},
    "admit": LOST,
    "approve_admission": {"approved": False},
    "resolve_conversion": LOST,
    "approve_conversion": {"approved": False},
}
"""Answers that reopen the chain, and so make the order of acts matter."""


@cache
def _full(edition: str) -> str:
    return json.dumps(lawful("archive", ARCHIVED[edition], LAWS.calendar))


def full(edition: str) -> dict[str, Any]:
    """A full lawful dossier, new each time."""
    return json.loads(_full(edition))


def judged(dossier: dict[str, Any]) -> dict[str, Any]:
    return answer(FLOW, Raw("fold", dossier), LAWS, date(2029, 12, 31))


def unordered(found: dict[str, Any]) -> dict[str, Any]:
    """An answer with its findings as a set that keeps their number."""
    return {**found, "findings": sorted(json.dumps(row, default=str, sort_keys=True) for row in found["findings"])}


@given(st.sampled_from(list(ARCHIVED)), st.data())
def test_the_order_in_the_file_does_not_matter(edition, data):
    dossier = full(edition)
    shuffled = {**dossier, "steps": data.draw(st.permutations(dossier["steps"]))}
    assert judged(shuffled) == judged(dossier)


@given(st.sampled_from(sorted(NEGATIVE)), st.integers(0, 30), st.data())
def test_nor_does_it_with_a_negative_answer_on_the_way(step, days, data):
    """A step taken twice, the first time in vain: which taking came first is a matter of days, not of lines."""
    dossier = full("XZ26")
    again = next(row for row in dossier["steps"] if row["step"] == step)
    name = "begins_on" if "begins_on" in again else "on"
    earlier = str(date.fromisoformat(again[name]) - timedelta(days=days + 1))
    dossier["steps"].append({**again, **NEGATIVE[step], name: earlier, **_ending(again, earlier)})
    shuffled = {**dossier, "steps": data.draw(st.permutations(dossier["steps"]))}
    assert unordered(judged(shuffled)) == unordered(judged(dossier))


def _ending(row: dict[str, Any], day: str) -> dict[str, str]:
    return {name: day for name in ("ends_on", "received_on") if name in row}


@given(st.data())
def test_nor_does_it_when_steps_fall_on_one_day(data):
    """Acts of one day come in the order that opens their turns; so lines may stand in any order there too."""
    dossier = full("XZ26")
    steps = dossier["steps"]
    for number in range(1, len(steps)):
        if data.draw(st.booleans(), label=f"{steps[number]['step']} on the day before it"):
            _move(steps[number], steps[number - 1].get("on") or steps[number - 1]["begins_on"])
    shuffled = {**dossier, "steps": data.draw(st.permutations(steps))}
    assert unordered(judged(shuffled)) == unordered(judged(dossier))


def _move(row: dict[str, Any], day: str) -> None:
    row["on" if "on" in row else "begins_on"] = day
    row.update(_ending(row, day))


def test_a_day_decides_before_a_line():
    """The same two answers, in both orders of days: the later one stands."""
    for first, then, agreed in ((False, True, True), (True, False, False)):
        dossier = lawful(
            "agree_prospective", date(2026, 6, 15), LAWS.calendar, facts={"agree_prospective": {"agreed": then}}
        )
        dossier["steps"].append({"step": "agree_prospective", "on": "2026-06-14", "agreed": first})
        fold = Book(FLOW, LAWS, read_paper(FLOW, dossier, date(2026, 6, 15))).dossier
        assert ("agree_prospective" in fold.standing) is agreed


def state(dossier: Dossier) -> Any:
    """All that a fold holds."""
    return (
        dossier.stage,
        dossier.ended_reason,
        dossier.last_on,
        dossier.count,
        dossier.setting.__dict__,
        {
            name: [(t.on, t.outcome, t.number, t.form.__dict__) for t in takings]
            for name, takings in dossier.takings.items()
        },
        {name: taking.number for name, taking in dossier.standing.items()},
    )


def complete(step: str, on: date) -> dict[str, Any]:
    """The facts of a lawful act, as far as the step alone decides."""
    side = {
        "deliberate": {"about": "admit", "opinion": "同意上报。"},
        "hand_over": {"to": "乙单位党支部"},
        "receive": {"from": "甲单位党支部", "examined": True},
        "postpone_conversion": {"until": str(on), "reason": "转入不久。"},
        "refuse_recognition": {"ground": "查无材料"},
        "stop_training": {"reason": "不宜继续培养"},
        "close_case": {"reason": "closed"},
    }
    facts = {FLOW[step].form.day_field(): str(on), **FACTS.get(step, {}), **side.get(step, {})}
    if step in ("post_notice", "train"):
        facts["ends_on"] = str(on)
    if step in ("approve_admission", "approve_conversion"):
        facts["received_on"] = str(on)
    return facts


@given(st.sampled_from(list(AFTER_APPLY)), st.sampled_from(list(FLOW.steps)), st.integers(0, 400))
@settings(max_examples=300)
def test_a_refused_act_changes_nothing(upto, step, days):
    so_far = lawful(upto, date(2026, 6, 15), LAWS.calendar)
    book = Book(FLOW, LAWS, read_paper(FLOW, so_far, date(2099, 12, 31)))
    before, lines = state(book.dossier), len(book.lines)
    on = date(2026, 6, 15) + timedelta(days=days)
    try:
        book.take(step, complete(step, on))
    except (OutOfTurn, Refused):
        assert [line.kind for line in book.lines[lines:]] == ["refusal"]
        assert state(book.dossier) == before
    except BadForm:
        assert len(book.lines) == lines
        assert state(book.dossier) == before
    else:
        assert [line.kind for line in book.lines[lines:]] == ["act"]
        assert state(book.dossier) != before


def test_some_acts_are_refused_and_some_are_taken():
    """So that the property above is not about nothing."""
    taken = {"withdraw", "receive"}
    for step, kind in [
        (step, "act" if step in taken else "refusal") for step in ("withdraw", "receive", "talk", "archive")
    ]:
        book = Book(FLOW, LAWS, read_paper(FLOW, lawful("talk", date(2026, 6, 15), LAWS.calendar), date(2099, 12, 31)))
        with suppress(OutOfTurn, Refused):
            book.take(step, complete(step, date(2026, 6, 20)))
        assert book.lines[-1].kind == kind


@pytest.mark.parametrize("edition", OPTIONAL)
@pytest.mark.parametrize("step", AFTER_APPLY)
def test_a_missing_step_is_missed(step, edition):
    dossier = full(edition)
    assert answer(FLOW, Raw("fold", dossier), LAWS, ARCHIVED[edition])["verdict"] == "valid"
    dossier["steps"] = [row for row in dossier["steps"] if row["step"] != step]
    found = answer(FLOW, Raw("fold", dossier), LAWS, ARCHIVED[edition])
    assert (found["verdict"] == "valid") == (step in OPTIONAL[edition]), [row["message"] for row in found["findings"]]


@pytest.mark.parametrize("edition", OPTIONAL)
def test_a_missing_review_is_missed(edition):
    """The steps that repeat, one taking at a time."""
    rows = full(edition)["steps"]
    reviews = [number for number, row in enumerate(rows) if row["step"] == "review_activist"]
    assert len(reviews) > 1
    for number in reviews:
        dossier = {**full(edition), "steps": rows[:number] + rows[number + 1 :]}
        assert judged(dossier)["verdict"] == "flagged"
