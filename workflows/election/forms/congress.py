"""A congress: seats allotted to units, what each unit reports of its election, credentials, the preparatory meeting."""

from collections.abc import Iterator
from typing import Any

from workflows.engine.findings import N_
from workflows.engine.forms import Row, field
from workflows.engine.people import Person
from workflows.engine.values import Text

from .common import Recorded, Replied
from .counting import MOST_BALLOTS, Votes

TWICE = N_("有选举单位出现两次：请合并为一行")


class Allotted(Row):
    """The seats of one electing unit."""

    unit: int = field("选举单位", ge=1, chooses="organisation")
    seats: int = field("代表名额", "名", ge=1, le=300)


class DelegatesAllotted(Replied):
    """分配代表名额。"""

    units: list[Allotted] = field("各选举单位的名额", max_length=300)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        units = [row.unit for row in self.known("units") or ()]
        if len(set(units)) < len(units):
            yield "units", TWICE, {}


class DelegateVotes(Votes):
    """The votes of one candidate of a unit."""

    person: int = field("候选人", ge=1, chooses="person")


class DelegatesReported(Recorded):
    """选举单位报告代表选举结果；谁当选由系统按规定推算。"""

    unit: int = field("选举单位", ge=1, chooses="organisation")
    due: int = field("应到会有选举权的党员", "人", ge=1, le=MOST_BALLOTS)
    present: int = field("实到会有选举权的党员", "人", ge=0, le=MOST_BALLOTS)
    issued: int = field("发出选票", "张", ge=0, le=MOST_BALLOTS)
    collected: int = field("收回选票", "张", ge=0, le=MOST_BALLOTS)
    void: int = field("废票", "张", ge=0, le=MOST_BALLOTS, default=0)
    blank: int = field("白票（全部弃权）", "张", ge=0, le=MOST_BALLOTS, default=0)
    votes: list[DelegateVotes] = field("各候选人得票", max_length=300)
    elected: list[int] = field("选出", internal=True, people=True)
    next: str = field("下一步", internal=True)


class CredentialsExamined(Recorded):
    """代表资格审查：产生程序不合规定的单位重新选举，不具备资格的代表由原单位另选。"""

    units_again: list[Allotted] = field("须重新选举的单位", max_length=300, default=[])
    unqualified: list[Person] = field("不具备资格的代表", max_length=300, default=[])
    reason: Text | None = field("理由", default=None, personal=True)


class PreparatoryMeetingHeld(Recorded):
    """预备会议：通过代表资格审查报告、主席团和秘书长名单。"""

    present: int = field("到会代表", "人", ge=0, le=MOST_BALLOTS)
    in_favour: int = field("赞成", "人", ge=0, le=MOST_BALLOTS)
    against: int = field("反对", "人", ge=0, le=MOST_BALLOTS)
    abstain: int = field("弃权", "人", ge=0, le=MOST_BALLOTS)
    presidium: list[Person] = field("主席团成员", max_length=100)
    secretary_general: list[Person] = field("秘书长", max_length=1)
