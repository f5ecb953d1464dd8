"""Application: what holds for the whole case, the application, the talk, and the plain form of a day."""

from workflows.engine.forms import Form, field
from workflows.engine.people import Person
from workflows.engine.values import Day, Short

NO_AS_WELL = "两种答复都在此登记：选“否”也是办理，结果照实记入，以后可以重新办理"


class Setting(Form):
    """What holds for a case from a day on: the person's birth and how the branch is built."""

    born_on: Day = field("出生日期", personal=False, past=True)
    has_committee: bool = field("党支部设有支部委员会", default=True)
    has_groups: bool = field("党支部划分党小组")
    floating: bool = field("流动人员", default=False, own=True)
    general_branch: bool = field("党支部之上设有党总支", default=False)
    begun_in: int | None = field("最初的党组织编号", default=None, ge=1, internal=True)


class Recorded(Form):
    """A step of which only the day is recorded."""

    on: Day = field("日期")


class Replied(Recorded):
    """A superior's step: it may carry the number of the reply (文号)."""

    number: Short | None = field("文号", default=None)


class Applied(Recorded):
    """递交入党申请书：收到申请书的日期。"""


class Talked(Recorded):
    """派人谈话。"""

    talkers: list[Person] = field("谈话人", max_length=20)
