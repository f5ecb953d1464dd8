"""Probation: the vote on conversion, its approval, the archive."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import field
from workflows.engine.values import Day, Short

from .admission import Approved
from .application import Recorded
from .votes import Voted


class GroupAssigned(Recorded):
    """编入党支部和党小组；不设党小组的支部不填名称。"""

    version = 2  # the group's name is not asked for in version 1
    group: Short | None = field(
        "党小组", default=None, help="编入的党小组的名称，如“第一党小组”；不划分党小组的，或者还没有编组的不填"
    )


class ConversionResolved(Voted):
    """支部大会讨论转正：提出什么，票决如何。"""

    outcome: Literal["on_time", "extend", "cancel"] = field(
        "讨论事项", help="on_time 按期转正，extend 延长预备期，cancel 取消预备党员资格", own=True
    )
    extend_until: Day | None = field("延长至", default=None, ahead=True, own=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        yield from super().contradictions()
        outcome, until = self.known("outcome"), self.known("extend_until")
        if until and outcome not in (None, "extend"):
            yield "extend_until", N_("讨论事项不是延长预备期，不应填写“延长至”"), {}


class ConversionApproved(Approved):
    """上级党委审批转正、延长或者取消。"""


class Archived(Recorded):
    """材料归档。"""

    items: list[
        Literal[
            "admission_form",
            "application",
            "activist_form",
            "political_review",
            "probation_form",
            "conversion_application",
        ]
    ] = field(
        "归档材料",
        help="admission_form 入党志愿书，application 入党申请书，activist_form 入党积极分子培养考察登记表，"
        "political_review 政治审查材料，probation_form 预备党员教育考察登记表，conversion_application 转正申请书",
    )
