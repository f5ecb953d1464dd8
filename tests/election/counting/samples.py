"""Counts for tests: what is not told is as it must be."""

from datetime import date
from typing import Any

from workflows.election.counting import Count, Decision, decide
from workflows.engine.law import Law
from workflows.rules import law_book

LAWS = law_book()
ON_2020, ON_1990 = date(2026, 9, 12), date(2019, 9, 12)
NAMES = ("陈刚", "何静", "孙丽", "吴强", "李明", "王芳", "赵强", "周敏", "郑涛", "冯雪", "韩冰", "唐文")
WATCHES = "施平"


def candidate(name: str, votes: int, ballots: int, abstain: int = 0, **more: Any) -> dict[str, Any]:
    """A candidate as a file writes him: who did not vote for him or abstain was against."""
    return {"name": name, "for": votes, "against": ballots - votes - abstain, "abstain": abstain, **more}


def values(votes: tuple[int, ...], *, seats: int, present: int, **more: Any) -> dict[str, Any]:
    """The content of a count file; everybody due is there, and every ballot comes back."""
    collected = more.get("collected", more.get("voters", present))
    ballots = collected - more.get("void", 0)
    rows = [candidate(name, each, ballots, more.get("blank", 0)) for name, each in zip(NAMES, votes, strict=False)]
    start = {"kind": "branch_committee", "on": str(ON_2020), "round": "formal", "seats": seats, "due": present}
    return {**start, "present": present, "collected": collected, "scrutineers": [WATCHES], "candidates": rows, **more}


def count(votes: tuple[int, ...], **more: Any) -> Count:
    """A count with these votes for NAMES in their order."""
    return Count.read(values(votes, **more))


def law(on: date = ON_2020, **readings: str) -> Law:
    """The law of a day under other readings than the defaults."""
    return (law_book(readings=readings) if readings else LAWS).on(on)


def decided(votes: tuple[int, ...], readings: dict[str, str] | None = None, **more: Any) -> Decision:
    """The decision on a count."""
    read = count(votes, **more)
    return decide(read, law(read.on, **(readings or {})))


def names(people: Any) -> list[str]:
    return [each.name for each in people]


def codes(decision: Decision, severity: str | None = None) -> list[str]:
    """The codes of the findings, of one severity or of all."""
    return [found.code for found in decision.findings if severity in (None, found.severity)]
