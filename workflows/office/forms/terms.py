"""Terms: the election day of a body as far as it is known, what kind of body it is, and how long terms last."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import field
from workflows.engine.values import Day

from .people import Recorded
from .settings import Decided

BodyName = Literal["branch", "general_branch", "village_or_community", "base_committee", "faculty_committee"]
EITHER = N_("请填写当选日期；确实查不到的，请选“当选日期不详”")
NOT_BOTH = N_("已填写当选日期，不能同时选“当选日期不详”")


class TermStated(Recorded):
    """初始登记任期：领导班子是哪一天选举产生的；届满之日由系统推算。"""

    elected_on: Day | None = field("当选日期", default=None, help="选举大会召开之日；届满之日由系统推算。")
    unknown: bool = field("当选日期不详", default=False)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        known, unknown = self.known("elected_on") is not None, bool(self.known("unknown"))
        if known == unknown:
            yield "elected_on", NOT_BOTH if known else EITHER, {}


class BodySet(Recorded):
    """登记领导班子类别：与党组织类别通常的领导班子不同的，如村、社区党组织。"""

    on: Day = field("起始日期", help="这一天起选举产生的领导班子按这一类别计算任期。")
    body: BodyName = field("领导班子类别")


class TermLengthSet(Decided):
    """调整任期年限：某一类领导班子自哪一天起每届任期几年。"""

    on: Day = field("起始日期", help="这一天起选举产生的领导班子适用。")
    body: BodyName = field("领导班子类别")
    years: int = field("任期", "年", ge=1, le=10)
