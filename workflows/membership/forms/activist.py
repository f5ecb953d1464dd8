"""Activists: the decision, the contacts, the half-yearly review, the proposal, the superior's consent and the notice."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import Form, field
from workflows.engine.people import Person
from workflows.engine.values import Day, Short, Text

from .application import NO_AS_WELL, Recorded, Replied


class Decided(Recorded):
    """确定入党积极分子。"""

    recommended_by: list[Literal["members", "league"]] = field("推荐方式", help="members 党员推荐，league 群团推优")


class ContactsAssigned(Recorded):
    """指定培养联系人。"""

    contacts: list[Person] = field("培养联系人", max_length=20, own=True)


class Reviewed(Recorded):
    """考察意见。"""

    opinion: Text = field("考察意见", personal=True, own=True)


class Proposed(Recorded):
    """支部委员会讨论拟列发展对象，并听取了谁的意见。"""

    opinions: list[Literal["group", "contacts", "members", "masses"]] = field(
        "已听取意见", help="group 党小组，contacts 培养联系人，members 党员，masses 群众"
    )


class Agreed(Replied):
    """上级党委对拟列发展对象的意见。"""

    agreed: bool = field("同意", own=True, answers=("同意", "不同意"), help=NO_AS_WELL)


class Noticed(Form):
    """公示：起止日期、地点和结果；可先登记计划的截止日期，期满再登记结果。"""

    begins_on: Day = field("公示开始日期")
    ends_on: Day = field("公示截止日期", ahead=True)
    places: list[Short] = field("公示地点", max_length=20)
    objections: bool | int = field("收到异议", default=False, ge=0, help="没有的填“无”，有的填件数")
    objections_cleared: bool | None = field("异议已查清，不影响列为发展对象", default=None, help="没有异议的不填")

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        begins, ends = self.known("begins_on"), self.known("ends_on")
        if begins and ends and ends < begins:
            yield (
                "ends_on",
                N_("公示截止日期 %(ends_on)s 早于开始日期 %(begins_on)s"),
                {"ends_on": ends, "begins_on": begins},
            )
