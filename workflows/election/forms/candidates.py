"""Candidates: nominated by members, proposed by the committee, fixed by the members."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from workflows.election.words import POSITIONS
from workflows.engine.findings import N_
from workflows.engine.forms import field
from workflows.engine.people import Person
from workflows.engine.values import Short

from .common import Recorded

Position = Literal[
    "members", "discipline", "standing", "secretary", "deputy", "discipline_secretary", "discipline_deputy"
]
TWICE = N_("%(position)s候选人中有人出现两次：请删去重复的一行")


class Nominee(Person):
    """A person named for a position."""

    once: ClassVar[bool] = False

    position: Position = field("拟任职务")
    supporters: int | None = field("推荐人数", "人", default=None, ge=0)


class Nominated(Recorded):
    """酝酿推荐：一个党小组或者全体党员推荐的人选。"""

    group: Short | None = field("党小组", default=None)
    present: int | None = field("参加酝酿的党员", "人", default=None, ge=0)
    nominees: list[Nominee] = field("推荐人选", max_length=300)


class Candidate(Person):
    """A person who stands for a position."""

    once: ClassVar[bool] = False

    position: Position = field("职务")


class Standing(Recorded):
    """Who stands for which position; nobody stands twice for the same one."""

    candidates: list[Candidate] = field(
        "候选人", max_length=300, help="委员按姓氏笔画为序，书记、副书记按上级批准的顺序"
    )

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        known = [each for each in self.known("candidates") or () if each.person is not None]
        for position in dict.fromkeys(each.position for each in known):
            people = [each.person for each in known if each.position == position]
            if len(set(people)) < len(people):
                yield "candidates", TWICE, {"position": POSITIONS[position]}


class Proposed(Standing):
    """提出候选人预备人选。"""


class CandidatesFixed(Standing):
    """酝酿确定候选人。"""
