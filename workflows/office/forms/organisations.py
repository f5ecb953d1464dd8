"""Organisations: founded, changed from a day on, dissolved."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import Form, Row, field
from workflows.engine.values import Day, Name, Short

from .people import Status

Kind = Literal[
    "department", "committee", "work_committee", "general_branch", "branch", "group", "party_group", "temporary"
]
MAY_APPROVE = ("committee", "work_committee")
LARGEST = 2**63 - 1  # the largest number a column holds
NO_POWER = N_("只有党委、党工委可以有审批预备党员的权限")


class Founded(Form):
    """设立党组织。没有上级的是全系统的根。"""

    on: Day = field("设立日期")
    name: Name = field("名称")
    kind: Kind = field("类别")
    parent: int | None = field("上级党组织编号", default=None, ge=1, chooses="organisation")
    has_committee: bool = field("设有支部委员会", default=False)
    has_groups: bool = field("划分党小组", default=False)
    approval_power: bool = field("有审批预备党员的权限", default=False)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if self.known("approval_power") and self.known("kind") not in MAY_APPROVE:
            yield "approval_power", NO_POWER, {}


class Changed(Form):
    """变更党组织：只填变更的项目，其余照旧。"""

    on: Day = field("变更日期")
    name: Name | None = field("名称", default=None)
    kind: Kind | None = field("类别", default=None)
    parent: int | None = field("上级党组织编号", default=None, ge=1, chooses="organisation")
    has_committee: bool | None = field("设有支部委员会", default=None)
    has_groups: bool | None = field("划分党小组", default=None)
    approval_power: bool | None = field("有审批预备党员的权限", default=None)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if not any(self.known(name) is not None for name in type(self).model_fields if name != "on"):
            yield "name", N_("没有填写变更的项目"), {}


class Dissolved(Form):
    """撤销党组织。"""

    on: Day = field("撤销日期", help="当日起不再存续。")


class Merged(Form):
    """合并党组织：当日起不再存续，党员、办理中的案件一并转往并入的党组织，职务随之终止。"""

    on: Day = field("合并日期", help="当日起不再存续。")
    into: int = field("并入的党组织", ge=1, le=LARGEST, chooses="organisation")
    number: Short | None = field("文号", default=None)


class TakenOver(Row):
    """A membership that goes on in the organisation the person's own one was merged into."""

    person: int = field("人员编号", ge=1, chooses="person")
    status: Status = field("党籍状况")
    from_on: Day = field("起始日期")
    until_on: Day | None = field("截止日期", default=None)

    def known(self, name: str) -> Any:
        """The value of `name`, asked as a form is."""
        return getattr(self, name)


class OrganisationTakenOver(Form):
    """接收并入的党组织：由“合并党组织”一并记入，不单独办理。"""

    on: Day = field("合并日期")
    merged: int = field("并入前的党组织编号", ge=1, internal=True)
    name: Name = field("并入前的党组织")
    number: Short | None = field("文号", default=None)
    members: list[TakenOver] = field("随同转入的党籍", default=[])
