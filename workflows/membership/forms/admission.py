"""Admission: examination, pre-review, the form, the meeting's vote, the interview and the approval."""

from collections.abc import Iterator
from typing import Any, Literal

from workflows.engine.findings import N_
from workflows.engine.forms import field
from workflows.engine.values import Day, Short, Text

from .application import NO_AS_WELL, Recorded, Replied
from .votes import Voted

FIT = ("合格", "不合格")
COUNTS_ALONE = "党委会的三项人数可以都不填：三项都填的，系统核对是否都超过半数（C-27）；没有填齐的不核对，以批复为准"


class Examined(Recorded):
    """支部委员会审查。"""

    passed: bool = field("审查合格", default=True, own=True, answers=FIT, help=NO_AS_WELL)


class PreReviewed(Replied):
    """上级党委预审的书面结果。"""

    passed: bool = field("预审合格", own=True, answers=FIT, help=NO_AS_WELL)
    expected_leave_on: Day | None = field("预计离开工作、学习单位的日期", default=None, ahead=True, own=True)


class FormFilled(Recorded):
    """填写入党志愿书。"""

    form_no: Short = field("入党志愿书编号", own=True)


class Admitted(Voted):
    """支部大会讨论接收预备党员：到会和票决情况。"""


class Interviewed(Replied):
    """上级党委派人谈话。"""

    by: Literal["committee_member", "organiser"] = field("谈话人", help="committee_member 党委委员，organiser 组织员")


class Approved(Replied):
    """What both approvals record: receipt, answer, and the committee's own vote where it is given."""

    received_on: Day = field("收到支部决议的日期")
    approved: bool = field("批准", own=True, answers=("批准", "不批准"), help=NO_AS_WELL)
    committee_members: int | None = field("党委委员总数", "人", ge=1, default=None, help=COUNTS_ALONE)
    committee_present: int | None = field("到会党委委员", "人", ge=0, default=None)
    committee_in_favour: int | None = field("党委委员赞成", "票", ge=0, default=None, own=True)

    def contradictions(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        on, received = self.known("on"), self.known("received_on")
        members, present = self.known("committee_members"), self.known("committee_present")
        if on and received and received > on:
            yield "received_on", N_("收到日期 %(received_on)s 晚于审批日期 %(on)s"), {"received_on": received, "on": on}
        if members is not None and present is not None and present > members:
            yield (
                "committee_present",
                N_("到会委员 %(present)s 人多于委员总数 %(members)s 人"),
                {"present": present, "members": members},
            )
        if present is not None and (self.known("committee_in_favour") or 0) > present:
            yield "committee_in_favour", N_("赞成委员多于到会委员 %(present)s 人"), {"present": present}


class AdmissionApproved(Approved):
    """上级党委审批预备党员。"""

    approver: Literal["committee", "work_committee", "general_branch", "party_group", "temporary"] = field(
        "审批组织",
        help="committee 党委，work_committee 党工委，general_branch 党总支，party_group 党组，temporary 临时党组织",
    )
    delay_reason: Text | None = field("延长审批时间的理由", default=None, personal=True, own=True)
