"""After the election: the first meeting, the report, the superior's answers, handing over, the archive; an election voided."""

from typing import ClassVar, Literal

from workflows.engine.forms import field
from workflows.engine.people import Person
from workflows.engine.values import Short, Text

from .common import ByNumber, Recorded, Replied
from .meeting import Passed, ScrutineersConfirmed


class Gathered(Recorded):
    """Which elected body meets, who chairs it, and who came."""

    body: Literal["members", "discipline"] = field(
        "哪一委员会", default="members", help="members 委员会，discipline 纪委"
    )
    chair: list[Person] = field("主持人", max_length=1, help="由上届委员会推荐的新当选委员")
    attending: ByNumber = field("到会的委员", chooses="elected")


class FirstMeetingHeld(ScrutineersConfirmed, Gathered):
    """新一届委员会第一次全体会议，以及会上通过的监票人。"""


class HeadsPassed(Passed):
    """委员会对纪委选出的书记、副书记的表决。"""

    body: ClassVar[str] = "members"


class Duty(Person):
    """Who of the committee looks after what."""

    once: ClassVar[bool] = False

    duty: Literal["organisation", "publicity", "discipline", "youth", "women", "other"] = field("分工")


class WorkDivided(Recorded):
    """委员分工。"""

    duties: list[Duty] = field("分工", max_length=99)


class MembersFiled(Replied):
    """委员备案。"""

    written_in_accepted: bool | None = field("另选当选的人，资格审查合格", default=None)


class HeadsApproved(Replied):
    """书记、副书记的批复。"""

    approved: bool = field("批准")


class CommitteeSeated(Recorded):
    """交接。"""

    items: Text | None = field("交接清单", default=None, personal=True)


class Archived(Recorded):
    """选举材料归档。"""

    place: Short | None = field("存放处", default=None)


class Voided(Replied):
    """上级认定选举无效，经再上一级批准。"""

    approved_number: Short = field("再上一级批准文号")
    reason: Text = field("理由和处理办法", personal=True)
