"""Deciding the counts of 300 ballots with 120 candidates each, against summing the same numbers."""

import statistics
from random import Random

from bench.perform import Cost, measured
from workflows.election.counting import Count, decide
from workflows.engine.law import LawBook
from workflows.rules import law_book

COUNTS, CANDIDATES, SEATS, ELECTORS = 300, 120, 100, 600
ROUNDS = 7


def main() -> None:
    """Alternating rounds in one process; a decision comes with its reasoning."""
    counts, laws = [one(number) for number in range(COUNTS)], law_book()
    decided(counts, laws)
    rounds = [(measured(lambda: summed(counts)), measured(lambda: decided(counts, laws))) for _ in range(ROUNDS)]
    said(rounds)


def one(number: int) -> Count:
    """A count of a congress: every ballot marks as many as there are seats at most."""
    chance = Random(number)
    votes = [chance.randint(0, ELECTORS * SEATS // CANDIDATES) for _ in range(CANDIDATES)]
    candidates = [
        {"name": f"候选人{row}", "for": favour, "against": ELECTORS - favour, "abstain": 0}
        for row, favour in enumerate(votes)
    ]
    counts = {"seats": SEATS, "due": ELECTORS, "present": ELECTORS, "collected": ELECTORS}
    return Count.read(
        {"kind": "delegates", "on": "2026-09-12", "round": "formal", "candidates": candidates, **counts}
        | {"scrutineers": ["周敏"]}
    )


def summed(counts: list[Count]) -> int:
    """The raw limit: every number added up."""
    for count in counts:
        sum(each.in_favour + each.against + each.abstain for each in count.candidates)
    return len(counts)


def decided(counts: list[Count], laws: LawBook) -> int:
    """Every decision, and why."""
    for count in counts:
        decision = decide(count, laws.on(count.on))
        assert decision.valid and decision.why
    return len(counts)


def said(rounds: list[tuple[Cost, Cost]]) -> None:
    """The ratio of processor time, and what a count costs."""
    ratios = [decision.cpu / summing.cpu for summing, decision in rounds]
    print(f"tally / sums, processor: {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f}) <= 30")
    costs = [statistics.median(each[n].cpu for each in rounds) * 1e6 for n in range(2)]
    print(f"  processor microseconds a count: sums {costs[0]:.0f}, decision {costs[1]:.0f}")


if __name__ == "__main__":
    main()
