"""The stages of membership development, the offices that decide, and their Chinese titles."""

from enum import StrEnum

from workflows.offices import TITLES


class Stage(StrEnum):
    """Where a person stands, in the order of the way."""

    APPLICANT = "applicant"
    ACTIVIST = "activist"
    PROSPECTIVE = "prospective"
    PROBATIONARY = "probationary"
    FULL = "full"
    ENDED = "ended"


class Office(StrEnum):
    """Organs that decide; `models.offices` says which posts may record for them."""

    BRANCH = "branch"
    BRANCH_COMMITTEE = "branch_committee"
    MEMBER_MEETING = "member_meeting"
    GENERAL_BRANCH = "general_branch"
    SUPERIOR = "superior"
    DEPARTMENT = "department"


STAGE_TITLES = {
    Stage.APPLICANT: "入党申请人",
    Stage.ACTIVIST: "入党积极分子",
    Stage.PROSPECTIVE: "发展对象",
    Stage.PROBATIONARY: "预备党员",
    Stage.FULL: "正式党员",
    Stage.ENDED: "已终止",
}

OFFICE_TITLES: dict[StrEnum, str] = {office: TITLES[office] for office in Office}

OUTCOME_TITLES = {
    "done": "已办理",
    "agreed": "同意",
    "not_agreed": "不同意",
    "no_objection": "公示无碍",
    "pending": "异议待查",
    "upheld": "异议成立",
    "passed": "合格",
    "failed": "不合格",
    "completed": "完成",
    "insufficient": "不足规定时间",
    "carried": "表决通过",
    "lost": "表决未通过",
    "approved": "批准",
    "refused": "不批准",
    "on_time": "按期转正",
    "extend": "延长预备期",
    "cancel": "取消预备党员资格",
    "died": "身故",
    "transferred": "转出",
    "closed": "终止",
}

ENDED_TITLES = {
    "withdrawn": "本人撤回",
    "refused": "停止培养",
    "cancelled": "取消预备党员资格",
    "transferred": "转出",
    "died": "身故",
    "not_recognised": "不予承认",
    "closed": "终止",
}
