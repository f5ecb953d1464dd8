"""The count: keyed by two people from the paper, confirmed by a scrutineer, and what the meeting decides where votes do not."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import Row, field
from workflows.engine.people import Person
from workflows.engine.values import Text

from .candidates import Position
from .common import Recorded
from .meeting import Passed

MOST_BALLOTS = 100_000
COUNTED_TWICE = N_("有人在计票单上出现两次：请核对")


class Keyed(Recorded):
    """What says which count it is: the ballot and its round."""

    ballot: Position = field("选票")
    round: int = field("第几轮", ge=1, le=99)


class Votes(Row):
    """The votes of one candidate."""

    person: int = field("候选人", ge=1, chooses="candidate")
    in_favour: int = field("赞成", "票", ge=0, le=MOST_BALLOTS)
    against: int = field("不赞成", "票", ge=0, le=MOST_BALLOTS)
    abstain: int = field("弃权", "票", ge=0, le=MOST_BALLOTS)


class WrittenIn(Row):
    """Votes for somebody who was written in (另选他人)."""

    person: int = field("另选的人", ge=1, chooses="elector")
    in_favour: int = field("赞成", "票", ge=1, le=MOST_BALLOTS)


class CountKeyed(Keyed):
    """录入计票：按计票单录入，两人各录一遍，互不可见。"""

    issued: int = field("发出选票", "张", ge=0, le=MOST_BALLOTS)
    collected: int = field("收回选票", "张", ge=0, le=MOST_BALLOTS)
    void: int = field("废票", "张", ge=0, le=MOST_BALLOTS)
    blank: int = field("白票（全部弃权）", "张", ge=0, le=MOST_BALLOTS)
    votes: list[Votes] = field("各候选人得票", max_length=300)
    write_ins: list[WrittenIn] = field("另选他人", max_length=300, default=[])

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for name in ("votes", "write_ins"):
            people = [row.person for row in self.known(name) or ()]
            if len(set(people)) < len(people):
                yield name, COUNTED_TWICE, {}


class CountConfirmed(Keyed):
    """监票人确认计票结果；选出谁由系统按规定推算，不能填写。"""

    scrutineers: list[Person] = field("签字的监票人", max_length=20)
    elected: list[int] = field("选出", internal=True, people=True)
    tied: list[int] = field("票数相等", internal=True, people=True)
    seats_left: int = field("未选足的名额", ge=0, internal=True)
    next: str = field("下一步", internal=True)


class RoundResolved(Keyed, Passed):
    """未选足或者须决定的，由大会表决怎样办。"""

    choice: Literal["separate", "reduce", "vacant"] = field("决定")
    candidates: list[Person] = field("另行选举的候选人", max_length=300, default=[])
    reason: Text = field("理由", personal=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        choice, candidates = self.known("choice"), self.known("candidates")
        if choice == "separate" and not candidates:
            yield "candidates", N_("另行选举须列出候选人"), {}
        if choice in ("reduce", "vacant") and candidates:
            yield "candidates", N_("不另行选举的不填候选人"), {}


class Announced(Recorded):
    """宣布选举结果。"""
