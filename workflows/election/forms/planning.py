"""Planning an election: what is to be elected and how; extension and advance of the term."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import field
from workflows.engine.values import Day, Text

from .common import Agreed, Recorded, Replied

MOST_SEATS = 99
HEADS_WITH_SEATS = N_("不设委员会的只选书记、副书记：委员名额请填 0")
NO_SEATS = N_("设委员会的须填委员名额")
NO_COMMISSION = N_("不选举纪委的没有纪委副书记：名额请填 0")


class Planned(Recorded):
    """研究换届：选什么、怎样选。"""

    body: Literal["committee", "heads"] = field("组织形式")
    meeting: Literal["member_meeting", "congress"] = field("会议形式")
    seats: int = field("委员名额", "名", ge=0, le=MOST_SEATS)
    deputies: int = field("副书记名额", "名", ge=0, le=9, default=1)
    discipline_seats: int = field("纪委委员名额", "名", ge=0, le=MOST_SEATS, default=0, help="不选举纪委的填 0")
    discipline_deputies: int = field("纪委副书记名额", "名", ge=0, le=9, default=0, help="不选举纪委的填 0")
    standing_seats: int = field("常委名额", "名", ge=0, le=MOST_SEATS, default=0, help="不设常务委员会的填 0")
    dispersed: bool = field("党员驻地分散", default=False)
    pre_election: bool = field("先差额预选", default=False)
    delegates: int | None = field("代表名额", "名", default=None, ge=1, le=999, help="召开党员代表大会的填写")
    meets_on: Day | None = field("拟召开大会的日期", default=None, ahead=True)
    full_members: int | None = field("正式党员", "人", default=None, ge=0, internal=True)
    members: int | None = field("党员（含预备党员）", "人", default=None, ge=0, internal=True)
    expires_on: Day | None = field("任期届满日", default=None, ahead=True, internal=True)
    original_expires_on: Day | None = field("原定任期届满日", default=None, ahead=True, internal=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        body, seats = self.known("body"), self.known("seats")
        if body == "heads" and seats:
            yield "seats", HEADS_WITH_SEATS, {}
        if body == "committee" and seats == 0:
            yield "seats", NO_SEATS, {}
        if self.known("discipline_deputies") and self.known("discipline_seats") == 0:
            yield "discipline_deputies", NO_COMMISSION, {}
        if self.known("meeting") == "congress" and not self.known("delegates"):
            yield "delegates", N_("召开党员代表大会的须填代表名额"), {}


class ExtensionRequested(Replied):
    """延期或者提前换届的请示。"""

    direction: Literal["extend", "advance"] = field("延期或者提前")
    until: Day = field("拟换届的日期", ahead=True)
    reason: Text = field("理由", personal=True)
    expires_on: Day | None = field("任期届满日", default=None, ahead=True, internal=True)
    original_expires_on: Day | None = field("原定任期届满日", default=None, ahead=True, internal=True)


class ExtensionReplied(Agreed):
    """延期或者提前换届的批复。"""
