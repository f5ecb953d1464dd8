"""Members who are not counted in 应到会: asked for by category, agreed by the superior, voted by the meeting."""

from typing import Literal

from workflows.engine.forms import field
from workflows.engine.people import Person
from workflows.engine.values import Short, Text

from .common import Agreed, Replied
from .meeting import Passed

Category = Literal["illness", "abroad", "sentence", "frail", "away", "retired_home"]


class Excluded(Person):
    """A member who cannot attend, for one of six reasons."""

    category: Category = field("情形")
    evidence: Text | None = field("依据的材料", default=None, personal=True)


class ExclusionRequested(Replied):
    """不计入应到会人数的请示。"""

    members: list[Excluded] = field("不计入应到会的党员", max_length=300)


class ExclusionAgreed(Agreed):
    """上级对不计入应到会的答复；同意的文号是扣除的依据。"""

    number: Short = field("文号")


class ExclusionVoted(Passed):
    """党员大会表决不计入应到会的名单。"""

    due: int = field("应到会（未扣除拟不计入的党员）", "人", ge=1, internal=True)
