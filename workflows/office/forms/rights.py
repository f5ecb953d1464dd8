"""Detention of a member, its end, and the decisions that suspend and resume a detained member's rights."""

from typing import Literal

from workflows.engine.forms import field
from workflows.engine.values import Day, Short

from .people import Concerning

DetentionKind = Literal["custody", "arrest"]


class Detained(Concerning):
    """登记留置、逮捕。"""

    on: Day = field("留置、逮捕日期", help="中止党员权利须另行决定，并另行登记。")
    kind: DetentionKind = field("种类")


class Released(Concerning):
    """登记解除留置、逮捕。"""

    on: Day = field("解除日期", help="当日起不再被留置、逮捕；已经中止的党员权利不随之恢复，须另行登记。")


class RightsSuspended(Concerning):
    """登记中止党员权利的决定：按照管理权限由党组织作出。"""

    on: Day = field("决定日期", help="当日起没有表决权、选举权和被选举权。")
    number: Short = field("文号")


class RightsResumed(Concerning):
    """登记恢复被中止的党员权利的决定。"""

    on: Day = field("恢复日期", help="当日起恢复表决权、选举权和被选举权。")
    number: Short | None = field("文号", default=None)
