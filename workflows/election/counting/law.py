"""What the law of a day asks of a count: who must be there, and of how many more than half is needed. Whole numbers only."""

from workflows.engine.law import Law
from workflows.rules import XJ20, XJ90

from .count import Count

QUORUM = "quorum_numerator_count"
SCRUTINEERS = (XJ20.art(22),)
SECRET = (XJ20.art(24),)
BALLOTS = (XJ20.art("E-42"), XJ90.art("E-42"))
MAJORITY = (XJ20.art("E-45"), XJ90.art("E-45"))
CONSENT = (XJ20.art(14),)
SUMS = {
    "G51": (XJ20.art(24),),
    "S06": (XJ20.art("E-43"),),
    "S07": (XJ20.art(25),),
    "S09": (XJ20.art("E-48"),),
}
"""Where it is said that a sum cannot be; the other sums are arithmetic."""


def governs(law: Law) -> bool:
    """Whether a regulation on elections is in force."""
    return QUORUM in law


def quorum_needed(due: int, law: Law) -> int:
    """The smallest number of voters present: 4/5 of all due, or the first above it (reading C-14)."""
    surplus = 1 if law.readings["election_quorum"] == "more_than" else law["quorum_surplus_count"]
    return -(-(law[QUORUM] * due + surplus) // law["quorum_denominator_count"])


def base_of(count: Count, law: Law) -> int | None:
    """Of how many more than half is needed (reading C-4); None where the most votes decide (reading C-6)."""
    if count.round == "tie" and law.readings["tie_needs_majority"] == "no":
        return None
    return count.present if law.readings["winner_base"] == "present" else count.due
