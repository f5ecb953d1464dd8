"""The meeting: the roll of its day, who came, what it passed by a show of hands, who watches the count."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import Row, field
from workflows.engine.people import Person
from workflows.engine.values import Short

from .common import ByNumber, Recorded

MORE_THAN_THERE = N_("赞成、反对、弃权共 %(cast)s 人，多于有表决权的到会 %(present)s 人：请核对")


class Elector(Row):
    """One line of the roll: who, with which rights, counted or not, and why."""

    person: int = field("人员编号", ge=1, chooses="person")
    votes: bool = field("有选举权")
    stands: bool = field("有被选举权")
    counted: bool = field("计入应到会")
    why: str = field("理由")


class RollFrozen(Recorded):
    """冻结选举人名册：以大会当日的党籍和权利为准。"""

    electors: list[Elector] = field("选举人名册", internal=True)


class MeetingOpened(Recorded):
    """大会开幕，清点到会人数。"""

    chair: list[Person] = field("主持人", max_length=5)
    attending: ByNumber = field("实到会的选举人", chooses="elector")
    by_proxy: int = field("要求委托他人投票的", "人", ge=0, default=0, help="缺席的不能委托他人投票")


class Passed(Recorded):
    """What the meeting votes on by a show of hands."""

    in_favour: int = field("赞成", "人", ge=0)
    against: int = field("反对", "人", ge=0)
    abstain: int = field("弃权", "人", ge=0)


class Scrutineer(Person):
    """Who watches the count (监票人) or counts (计票人)."""

    task: Literal["scrutineer", "teller"] = field("任务")


class ScrutineersConfirmed(Passed):
    """通过监票人，宣布计票人。"""

    scrutineers: list[Scrutineer] = field("监票人、计票人", max_length=60)
    helper_number: Short | None = field("上级派人监票的文号", default=None, help="监票人由上级派来的填写")

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        rows = self.known("scrutineers")
        if rows is not None and not any(row.task == "scrutineer" for row in rows):
            yield "scrutineers", N_("至少须有一名监票人"), {}
