"""The quorum of an election as the sum it is: so many times those who came against so many times those who are due."""

from typing import NamedTuple

from web.pages.language import said
from workflows.election.counting.law import QUORUM, governs, quorum_needed
from workflows.engine.findings import N_
from workflows.engine.law import Law

NEEDED = N_("应到会 %(due)s 人的 %(denominator)s 分之 %(numerator)s，至少须到 %(needed)s 人")
REACHED = N_(
    "实到会 %(present)s 人 × %(denominator)s = %(there)s，应到会 %(due)s 人 × %(numerator)s = %(asked)s：达到规定人数"
)
MISSED = N_(
    "实到会 %(present)s 人 × %(denominator)s = %(there)s，应到会 %(due)s 人 × %(numerator)s = %(asked)s：不足规定人数，"
    "至少须到 %(needed)s 人"
)


class Quorum(NamedTuple):
    """How many are due, how many came (None: not counted yet), how many are needed, and the sum in words."""

    due: int
    present: int | None
    needed: int
    said: str

    @property
    def reached(self) -> bool:
        """Whether enough came."""
        return self.present is not None and self.present >= self.needed


def quorum_of(due: int, present: int | None, law: Law) -> Quorum | None:
    """The quorum by the law of a day; None where no edition says one."""
    if not governs(law):
        return None
    needed, numerator, denominator = quorum_needed(due, law), law[QUORUM], law["quorum_denominator_count"]
    facts = {"due": due, "needed": needed, "numerator": numerator, "denominator": denominator}
    if present is None:
        return Quorum(due, None, needed, said(NEEDED, **facts))
    sums = {"present": present, "there": present * denominator, "asked": due * numerator}
    return Quorum(due, present, needed, said(REACHED if present >= needed else MISSED, **facts, **sums))
