"""Counting: pure functions from the numbers of a ballot to what they decide."""

from .candidates import least_candidates, most_candidates
from .count import Candidate, Count, Scrutineer, WriteIn
from .decide import Before, Decision, decide
from .law import quorum_needed
from .remarks import reveals
from .result import majority_of, result
from .rounds import Course, decide_rounds

__all__ = [
    "Before",
    "Candidate",
    "Count",
    "Course",
    "Decision",
    "Scrutineer",
    "WriteIn",
    "decide",
    "decide_rounds",
    "least_candidates",
    "majority_of",
    "most_candidates",
    "quorum_needed",
    "result",
    "reveals",
]
