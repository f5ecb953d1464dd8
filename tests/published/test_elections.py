"""Every published case on elections: verdict, numbers and winners come out of the counting, and a vote less tips them."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workflows import flow
from workflows.election.counting import Count, Decision, decide, least_candidates, majority_of, quorum_needed
from workflows.election.guards.planning import committee_where_there_is_one, committee_within_bounds, seats_as_usual
from workflows.engine.dossier import Act, Dossier
from workflows.rules import law_book

CASES = tomllib.loads(Path(__file__).with_name("elections.toml").read_text(encoding="utf-8"))
ON = date(2026, 9, 12)
LAW = law_book().on(ON)
IDS = (
    *("ELE-001", "ELE-002", "ELE-004", "ELE-006", "ELE-008", "ELE-010", "ELE-021", "ELE-029", "ELE-030", "ELE-032"),
    *("ELE-044", "ELE-051"),
)
HELD = [number for number in IDS if "facts" in CASES[number]]
SIZE = (committee_where_there_is_one, committee_within_bounds, seats_as_usual)
NEWS = [number for number in HELD if "votes" not in CASES[number]["facts"]]


def told(number: str) -> dict[str, Any]:
    return CASES[number]["facts"]


def completed(facts: Mapping[str, Any], **changed: Any) -> Count:
    """The published numbers as a count; what is not told is lawful: as many candidates as needed, the first ones win."""
    present = facts.get("present", facts.get("present_formal"))
    seats, collected, void = facts["seats"], facts.get("returned", present), facts.get("spoiled", 0)
    ballots, standing = collected - void, facts.get("candidates", least_candidates("delegates", seats, LAW))
    votes = facts.get("votes") or {f"第{row}": ballots if row <= seats else 0 for row in range(1, standing + 1)}
    votes = {**votes, **changed.pop("votes", {})}
    numbers = {"seats": seats, "due": facts.get("due", present), "present": present, "void": void}
    numbers |= {"collected": collected, "issued": facts.get("issued", present), **changed}
    rows = [{"name": name, "for": each, "against": ballots - each, "abstain": 0} for name, each in votes.items()]
    kind = {"kind": "delegates", "on": str(ON), "round": "formal", "scrutineers": ["监票人"]}
    return Count.read({**kind, "candidates": rows, **numbers})  # type: ignore[return-value]


def verdict(decision: Decision) -> str:
    """Valid when every seat is filled, flagged when something is left to vote on."""
    if not decision.valid:
        return "invalid"
    return "valid" if decision.next == "none" else "flagged"


def names(people: Any) -> list[str]:
    return [each.name for each in people]


def test_every_published_case_is_here():
    assert tuple(CASES) == IDS


@pytest.mark.parametrize("number", HELD)
def test_verdict(number):
    decision = decide(completed(told(number)), LAW)
    assert verdict(decision) == CASES[number]["verdict"], decision.why


NUMBERS = {
    "quorum_needed": lambda count: quorum_needed(count.due, LAW),
    "majority_needed": lambda count: majority_of(count.present),
    "valid_ballots": lambda count: count.ballots,
    "candidates_min": lambda count: least_candidates(count.kind, count.seats, LAW),
    "electors": lambda count: count.present,
    "elected": lambda count: names(decide(count, LAW).elected),
    "runoff": lambda count: names(decide(count, LAW).tied),
    "next": lambda count: decide(count, LAW).next,
    "unfilled": lambda count: decide(count, LAW).seats_left,
}


@pytest.mark.parametrize(("number", "name"), [(number, name) for number in HELD for name in CASES[number]["computed"]])
def test_computed(number, name):
    assert NUMBERS[name](completed(told(number))) == CASES[number]["computed"][name]


@pytest.mark.parametrize("number", [number for number in NEWS if "quorum_needed" in CASES[number]["computed"]])
def test_one_voter_less_is_no_quorum(number):
    facts, needed = told(number), CASES[number]["computed"]["quorum_needed"]
    fewer = {name: held for name, held in facts.items() if name not in ("issued", "returned", "spoiled")}
    for present, found in ((needed, "valid"), (needed - 1, "invalid")):
        assert verdict(decide(completed({**fewer, "present": present}), LAW)) == found


@pytest.mark.parametrize("number", [number for number in NEWS if "majority_needed" in CASES[number]["computed"]])
def test_one_vote_less_is_no_majority(number):
    """Half of those present decides, spoiled ballots or not."""
    needed = CASES[number]["computed"]["majority_needed"]
    for votes, found in ((needed, "valid"), (needed - 1, "flagged")):
        assert verdict(decide(completed(told(number), votes={"第1": votes}), LAW)) == found


@pytest.mark.parametrize(("row", "valid"), list(zip(CASES["ELE-010"]["rows"], CASES["ELE-010"]["valid"], strict=True)))
def test_quorum(row, valid):
    """ELE-010"""
    due, present = row
    assert decide(completed({"due": due, "present": present, "seats": 1}), LAW).valid is valid


@pytest.mark.parametrize(("row", "valid"), list(zip(CASES["ELE-021"]["rows"], CASES["ELE-021"]["valid"], strict=True)))
def test_ballots(row, valid):
    """ELE-021"""
    issued, returned = row
    facts = {"present": issued, "issued": issued, "returned": returned, "seats": 1}
    decision = decide(completed(facts), LAW)
    assert (decision.valid, decision.next) == (valid, decision.next if valid else "repeat_ballot")


@pytest.mark.parametrize(("row", "usual"), list(zip(CASES["ELE-044"]["rows"], CASES["ELE-044"]["valid"], strict=True)))
def test_size_of_a_committee(row, usual):
    """ELE-044: what is not usual is said, and refuses nothing."""
    full, seats = row
    election = flow("election")
    dossier = Dossier(election, election.setting.recall({"organisation_kind": "branch"}))
    step = election["decide_election"]
    body = {
        "body": "committee" if seats else "heads",
        "meeting": "member_meeting",
        "full_members": full,
        "seats": seats,
    }
    act = Act(step, ON, step.form.recall({"on": ON, **body}))
    found = [each for each in (rule.ask(dossier, act, LAW) for rule in SIZE) if each]
    assert bool(found) is not usual
    assert not any(each.refuses for each in found)


@pytest.mark.parametrize("row", range(5))
def test_candidates(row):
    """ELE-051"""
    case = CASES["ELE-051"]
    seats, standing = case["rows"][row]
    assert least_candidates("branch_committee", seats, LAW) == case["candidates_min"][row]
    votes = {f"第{number}": 10 if number <= seats else 0 for number in range(1, standing + 1)}
    decision = decide(completed({"present": 10, "seats": seats, "votes": votes}, kind="branch_committee"), LAW)
    assert (decision.valid, decision.next) == (case["valid"][row], "none" if case["valid"][row] else "manual")
