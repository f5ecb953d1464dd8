"""Every published case on membership development: the verdict and each computed number come out of the engine."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.published.completed import Completed, with_overlay
from workflows.engine.months import add_months
from workflows.rules import law_book

CASES = tomllib.loads(Path(__file__).with_name("membership.toml").read_text(encoding="utf-8"))
IDS = (
    *("MEM-001", "MEM-004", "MEM-007", "MEM-011", "MEM-012", "MEM-026", "MEM-028"),
    *("MEM-042", "MEM-043", "MEM-044", "MEM-057", "MEM-059", "MEM-069"),
)
LOCAL_MONTHS_TO_ACTIVIST = 6

DAYS: dict[str, Callable[[Completed], Any]] = {
    "join_date": lambda case: case.answer["computed"]["probation_from"],
    "probation_end": lambda case: case.answer["computed"]["probation_to"],
    "full_member_date": lambda case: case.answer["computed"]["full_member_on"],
    "party_age_start": lambda case: case.answer["computed"]["standing_from"],
    "earliest_candidate_date": lambda case: case.next("propose_prospective")["earliest"],
    "earliest_candidate": lambda case: case.next("propose_prospective")["earliest"],
    "earliest_conversion_meeting": lambda case: case.finding("G24")["earliest"],
    "approval_deadline": lambda case: case.next("approve_admission")["latest"],
}
NUMBERS: dict[str, Callable[[Completed], int]] = {
    "votes_needed": lambda case: votes_counted(case, in_favour=0, against=0, written_in_favour=0)["needed"],
    "votes_for": lambda case: votes_counted(case, due=1000)["votes"],
    "quorum_needed": lambda case: case.with_vote(present=0, in_favour=0, against=0).finding("G16")["facts"]["needed"],
}


def votes_counted(case: Completed, **counts: int) -> dict[str, int]:
    """What the engine says of the vote when the motion is lost: votes in favour and votes needed."""
    return case.with_vote(**counts).finding("G17")["facts"]


@pytest.fixture
def case(request) -> Completed:
    """The published facts, completed to a dossier that is lawful in all they do not tell."""
    row = CASES[request.param]
    return Completed(row["facts"], law_book(readings=row.get("readings", {})))


def test_every_published_case_is_here():
    assert tuple(CASES) == IDS


def told(*kinds: dict[str, Any]) -> list[Any]:
    """(case, name, published value) for the computed values that the engine answers in one of these ways."""
    rows = [(number, name, value) for number, row in CASES.items() for name, value in row["computed"].items()]
    known = {name for kind in kinds for name in kind}
    return [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in rows if row[1] in known]


@pytest.mark.parametrize("case", [number for number in IDS if number != "MEM-057"], indirect=True)
def test_verdict(case, request):
    row = CASES[request.node.callspec.params["case"]]
    findings = [(found["code"], found["severity"], found["message"]) for found in case.answer.get("findings", ())]
    assert case.answer.get("verdict") == row["verdict"], findings or case.answer


@pytest.mark.parametrize(("case", "name", "published"), told(DAYS, NUMBERS), indirect=["case"])
def test_computed(case, name, published):
    assert (DAYS | NUMBERS)[name](case) == published


def test_every_computed_value_is_tested():
    elsewhere = {"earliest_activist_local", "ends"}
    assert {name for row in CASES.values() for name in row["computed"]} == set(DAYS) | set(NUMBERS) | elsewhere


@pytest.mark.parametrize("case", ["MEM-043"], indirect=True)
def test_day_that_rests_on_a_local_rule(case, tmp_path):
    laws = with_overlay(tmp_path, activist_wait_months=LOCAL_MONTHS_TO_ACTIVIST)
    published = CASES["MEM-043"]["computed"]["earliest_activist_local"]
    assert case.next("decide_activist", laws)["earliest"] == published
    assert case.next("decide_activist")["earliest"] < published  # the central text knows no wait


@pytest.mark.parametrize("number", range(2))
def test_months_at_the_end_of_a_month(number):
    """MEM-057"""
    facts, ends = CASES["MEM-057"]["facts"], CASES["MEM-057"]["computed"]["ends"]
    assert add_months(facts["starts"][number], facts["months"][number]) == ends[number]


@pytest.mark.parametrize("case", ["MEM-011"], indirect=True)
def test_earliest_meeting_is_also_what_comes_next(case):
    """The finding's day and the day told beforehand are one."""
    assert case.next("resolve_conversion")["earliest"] == CASES["MEM-011"]["computed"]["earliest_conversion_meeting"]


@pytest.mark.parametrize(
    ("number", "count", "verdict"),
    [("MEM-026", {"in_favour": 11, "against": 9}, "valid"), ("MEM-028", {"written_in_favour": 0}, "invalid")],
)
def test_one_vote_decides(number, count, verdict):
    assert Completed(CASES[number]["facts"], law_book()).with_vote(**count).answer["verdict"] == verdict


def test_a_day_sooner_is_too_early():
    """MEM-007 and MEM-059: the published day is the first lawful one."""
    for number, name in (("MEM-007", "earliest_candidate_date"), ("MEM-059", "earliest_candidate")):
        case, first = Completed(CASES[number]["facts"], law_book()), CASES[number]["computed"][name]
        assert isinstance(first, date)
        for day, verdict in ((first, "valid"), (first.replace(day=first.day - 1), "invalid")):
            assert Completed({**case.facts, "candidate_new_unit": day}, case.laws).answer["verdict"] == verdict
