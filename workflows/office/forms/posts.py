"""Posts: proposed by one person, granted by another, ended; and which posts may record for which office."""

from typing import Literal

from workflows.engine.forms import field
from workflows.engine.values import Day

from .organisations import Kind
from .people import Concerning, Recorded

PostName = Literal[
    "secretary",
    "deputy",
    "organisation_commissioner",
    "member",
    "organiser",
    "staff",
    "administrator",
    "security_administrator",
    "audit_administrator",
    "auditor",
]
RecordingPost = Literal[
    "secretary",
    "deputy",
    "organisation_commissioner",
    "member",
    "organiser",
    "staff",
    "administrator",
    "auditor",
]
"""The posts the table may name; those of administrators and auditors were allowed before they were kept apart."""
OfficeName = Literal[
    "branch",
    "branch_committee",
    "member_meeting",
    "general_branch",
    "superior",
    "department",
    "organisation",
    "outgoing_committee",
    "electors",
    "tellers",
]


class PostProposed(Concerning):
    """提议任职：须由另一人确认，确认以前没有任何变化。"""

    post: PostName = field("职务")
    from_on: Day = field("任职起始日期", ahead=True)


class PostGranted(Recorded):
    """确认任职：由提议人以外的另一人确认。"""

    proposal: int = field("所确认的提议", "条", ge=1, help="本党组织设置纪实中提议的序号", chooses="proposal")


class PostEnded(Concerning):
    """免去职务。"""

    on: Day = field("最后任职日期")
    post: PostName = field("职务")


class OfficeTableChanged(Recorded):
    """调整登记权限：哪一类党组织的哪一职务可以代哪一主体登记。"""

    office: OfficeName = field("办理主体")
    post: RecordingPost = field("职务")
    organisation_kind: Kind = field("党组织类别")
    allowed: bool = field("可以登记")
