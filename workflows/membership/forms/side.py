"""Side procedures: deliberation, transfer, postponement, recognition refused, and the ways a case ends."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import create_model

from workflows.engine.findings import N_
from workflows.engine.forms import field
from workflows.engine.values import Day, Name, Short, Text

from .application import Recorded


class Deliberated(Recorded):
    """党总支审议。"""

    about: Literal[
        "propose_prospective",
        "agree_prospective",
        "examine",
        "pre_review",
        "admit",
        "approve_admission",
        "resolve_conversion",
        "approve_conversion",
    ] = field("审议事项")
    opinion: Text = field("审议意见", personal=True)


class HandedOver(Recorded):
    """转出：原单位党组织移交材料。"""

    to: Name = field("转往党组织")
    organisation: int | None = field("转往党组织的编号", default=None, ge=1, internal=True, chooses="organisation")


Received = create_model(
    "Received",
    __base__=Recorded,
    __doc__="转入：新单位党组织接收并审查。",
    __module__=__name__,
    **{"from": (Name, field("转出党组织"))},  # a keyword cannot be written as an attribute
    examined=(bool, field("已对有关材料进行审查")),
    organisation=(int | None, field("转入党组织的编号", default=None, ge=1, internal=True)),
)


class Postponed(Recorded):
    """推迟讨论转正。"""

    until: Day = field("推迟至", ahead=True)
    reason: Text = field("推迟理由", personal=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        on, until = self.known("on"), self.known("until")
        if on and until and until < on:
            yield "until", N_("推迟至 %(until)s，早于作出决定的 %(on)s"), {"until": until, "on": on}


class RecognitionRefused(Recorded):
    """不予承认。"""

    ground: Text = field("不予承认的理由", personal=True)
    number: Short | None = field("文号", default=None)


class Recognised(Recorded):
    """追认为党员。"""

    number: Short | None = field("文号", default=None)


class TrainingStopped(Recorded):
    """停止培养。"""

    reason: Text = field("停止培养的理由", personal=True)


class Closed(Recorded):
    """终止办理。"""

    reason: Literal["died", "transferred", "closed"] = field(
        "终止原因", help="died 身故，transferred 转出，closed 其他"
    )
    remark: Text | None = field("说明", default=None, personal=True)
