"""A hundred thousand elections on paper, counted ballot by ballot, agree with `decide`; whole elections with `decide_rounds`."""

from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from tests.election.counting import paper
from tests.election.counting.paper import Meeting, Outcome, counted, meeting, report
from tests.election.counting.samples import names
from workflows.election.counting import Count, Decision, decide, decide_rounds
from workflows.engine.law import LawBook
from workflows.rules import law_book

PARTS, EACH, WHOLE = 10, 10_000, 3_000
SEED = 20200713


@cache
def laws(*readings: tuple[str, str]) -> LawBook:
    return law_book(readings=dict(readings))


def laws_of(held: Meeting) -> LawBook:
    return laws(*held.readings.items())


def agrees(outcome: Outcome, decision: Decision) -> bool:
    """Validity, winners in the order of their votes, the tied, the seats left, and what is next."""
    elected = names(decision.elected)
    for group in outcome.elected:
        if set(elected[: len(group)]) != group:
            return False
        elected = elected[len(group) :]
    left = decision.count.seats - len(outcome.winners)
    found = (decision.valid, decision.next, set(names(decision.tied)), decision.seats_left, elected)
    return found == (outcome.valid, outcome.next, outcome.tied, left, [])


@pytest.mark.parametrize("part", range(PARTS), ids=lambda part: f"seed-{SEED + part}")
def test_a_hundred_thousand_elections_on_paper(part):
    seed = SEED + part
    print(f"seed {seed}")
    chance, seen = Random(seed), Counter()
    for number in range(EACH):
        held = meeting(chance)
        outcome, count = counted(held), Count.read(report(held))
        decision = decide(count, laws_of(held).on(count.on))
        assert agrees(outcome, decision), (seed, number, held, outcome, decision.why)
        seen.update([decision.next, "valid" if decision.valid else "invalid"])
        seen["written in"] += bool(outcome.winners & set(paper.WRITTEN_IN))
        seen["tied for several seats"] += len(outcome.tied) > decision.seats_left > 1
    assert all(seen[kind] >= EACH // 200 for kind in KINDS), seen


KINDS = ("none", "revote_tied", "separate_election", "repeat_ballot", "manual", "invalid", "written in")


def test_whole_elections_on_paper():
    print(f"seed {SEED}")
    chance, ends, lengths = Random(SEED), Counter(), Counter()
    for number in range(WHOLE):
        held, outcomes = whole(chance)
        course = decide_rounds([Count.read(report(each)) for each in held], laws_of(held[0]))
        pairs = zip(outcomes, course.decisions, strict=True)
        assert all(agrees(*pair) for pair in pairs), (SEED, number, held, outcomes, course.why)
        assert set(course.names) == set().union(*(each.winners for each in outcomes))
        ends[course.last.next] += 1
        lengths[len(held)] += 1
    assert ends.keys() == {"none", "manual"}
    assert all(lengths[rounds] > WHOLE // 200 for rounds in (1, 2, 3)), lengths


def whole(chance: Random) -> tuple[list[Meeting], list[Outcome]]:
    """Ballot after ballot until nothing more is to be voted on."""
    held = next(each for each in iter(lambda: meeting(chance), None) if each.round == "formal")
    rounds, outcomes, elected, tries = [held], [counted(held)], set(), Counter()
    while (last := outcomes[-1]).next not in ("none", "manual"):
        elected |= last.winners
        held = following(chance, rounds[-1], last, elected)
        rounds.append(held)
        outcomes.append(counted(held, tries["separate"], tries["tie"]))
        if outcomes[-1].valid:
            tries["tie"] = tries["tie"] + 1 if held.round == "tie" else 0
            tries[held.round] += held.round == "separate"
    return rounds, outcomes


def following(chance: Random, held: Meeting, outcome: Outcome, elected: set[str]) -> Meeting:
    """The next ballot: the same again, the tied, or those who are left."""
    seats = held.seats - len(outcome.winners)
    everybody = dict.fromkeys([*held.candidates, *sorted(outcome.tied)])
    match outcome.next:
        case "repeat_ballot":
            after = replace(held, present=held.due, voters=held.due, issued=held.due)
        case "revote_tied":
            after = replace(held, round="tie", seats=seats, candidates=tuple(n for n in everybody if n in outcome.tied))
        case _:
            people = tuple(name for name in everybody if name not in elected) or ("外三",)
            after = replace(held, round="separate", seats=seats, candidates=people)
    after.scrutineer = paper.WATCHES
    after.box = paper.box(chance, after, after.voters)
    return after
