"""Random elections: whatever steps are tried with whatever data, what must hold of an election holds after each of them."""

from collections import Counter
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.election.chance import Chance
from tests.election.driver import FLOW
from tests.election.must_hold import violations
from tests.election.walk import LAWS, Walk, told
from workflows.election.counting.count import ROUNDS
from workflows.election.rounds import courses, written_in
from workflows.engine.dossier import Dossier

WALKS, FEW, AT_A_TIME, LENGTH = 400, 100, 10, 80
RANDOMS = st.randoms(use_true_random=False)
MUST_REACH = {
    "confirm_count:decided",
    "confirm_count:revote_tied",
    "confirm_count:separate_election",
    "confirm_count:repeat_ballot",
    "confirm_count:manual",
    "resolve_round:separate",
    "resolve_round:reduce",
    "resolve_round:vacant",
    "resolve_round:lost",
    "hold_first_meeting:lost",
    "pass_discipline_heads:carried",
    "pass_discipline_heads:lost",
    "approve_heads:approved",
    "approve_heads:refused",
    "archive_election:done",
}
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Elections are long: shrinking one takes minutes, and the steps taken are told anyhow."""
BODIES = {"members", "discipline", "secretary", "deputy"}
CODES_REFUSING = {"G00", "G40", "G41", "G43", "G44", "G45", "G46", "G47", "G49", "G51", "G52", "G53"}


def check(walk: Walk) -> None:
    """What holds after every step, taken or refused."""
    assert list(violations(walk.dossier, walk.driver.register)) == []
    if walk.refusal is not None:
        assert told(walk.dossier) == walk.before, f"a refused step changed the election: {walk.refusal}"


def outcomes(walk: Walk) -> Counter[str]:
    """How often each step came out how."""
    return Counter(f"{taking.step}:{taking.outcome}" for takings in walk.dossier.takings.values() for taking in takings)


def folded_again(walk: Walk) -> Dossier:
    """The election folded from its acts alone."""
    dossier = Dossier(FLOW, FLOW.setting.recall(walk.driver.setting))
    for act in walk.acts:
        dossier.take(act, LAWS.on(act.on))
    return dossier


class Election(RuleBasedStateMachine):
    """Steps, made-up papers, and members whose rights change meanwhile."""

    walk: Walk

    @initialize(random=RANDOMS)
    def begin(self, random):
        self.walk = Walk(Chance(random))

    @rule(random=RANDOMS, steps=st.integers(1, 8))
    def go_on(self, random, steps):
        self.walk.chance = Chance(random)
        for _ in range(steps):
            self.walk.onward()
            check(self.walk)

    @rule(random=RANDOMS)
    def try_anything(self, random):
        self.walk.chance = Chance(random)
        self.walk.wander()

    @precondition(lambda self: self.walk.dossier.stage not in ("seated", "ended"))
    @rule(random=RANDOMS)
    def somebody_changes(self, random):
        self.walk.chance = Chance(random)
        self.walk.life()

    @invariant()
    def all_holds(self):
        check(self.walk)

    def teardown(self):
        if not hasattr(self, "walk"):
            return
        assert told(folded_again(self.walk)) == told(self.walk.dossier)
        event(f"ended up {self.walk.dossier.stage}")
        for name in outcomes(self.walk):
            event(name)


TestElection = Election.TestCase
TestElection.settings = settings(
    max_examples=200, phases=UNSHRUNK, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


@cache
def walked(first: int) -> list[Walk]:
    """The walks of some seeds, the same in every run; each checked after each step."""
    walks = []
    for seed in range(first, first + AT_A_TIME):
        walk = Walk(Chance(Random(seed)))
        for _ in range(LENGTH):
            happens = walk.chance.number(0, 19)
            (walk.life if happens == 0 else walk.wander if happens < 3 else walk.onward)()
            check(walk)
        walks.append(walk)
    return walks


@pytest.fixture(scope="module")
def seeded() -> list[Walk]:
    """All the walks."""
    return [walk for first in range(0, WALKS, AT_A_TIME) for walk in walked(first)]


@pytest.mark.parametrize("first", range(0, FEW, AT_A_TIME))
def test_what_must_hold_holds_after_every_step(first):
    for walk in walked(first):
        assert told(folded_again(walk)) == told(walk.dossier)


def test_seeded_walks_reach_every_outcome(seeded):
    reached = sum((outcomes(walk) for walk in seeded), Counter())
    assert reached.keys() >= MUST_REACH
    assert reached["archive_election:done"] >= WALKS // 3
    assert any(written_in(walk.dossier) for walk in seeded), "nobody was elected by write-in"
    assert {each.kind for walk in seeded for course in courses(walk.dossier) for each in course.rounds} >= set(ROUNDS)
    assert {course.ballot.position for walk in seeded for course in courses(walk.dossier) if course.elected} >= BODIES


def test_seeded_walks_are_refused_for_every_kind_of_reason(seeded):
    """The walks try what is forbidden: otherwise nothing that holds would say much."""
    assert {code for walk in seeded for code in walk.codes} >= CODES_REFUSING
