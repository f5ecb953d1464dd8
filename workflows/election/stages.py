"""The stages of an election, the offices that decide, and their Chinese titles."""

from enum import StrEnum

from workflows.offices import TITLES


class Stage(StrEnum):
    """Where an election stands, in the order of the way."""

    REMINDED = "reminded"
    PLANNED = "planned"
    NOMINATING = "nominating"
    READY = "ready"
    MEETING = "meeting"
    ELECTED = "elected"
    SEATED = "seated"
    ENDED = "ended"


class Office(StrEnum):
    """Organs that decide; `models.offices` says which posts may record for them."""

    ORGANISATION = "organisation"
    OUTGOING_COMMITTEE = "outgoing_committee"
    ELECTORS = "electors"
    TELLERS = "tellers"
    SUPERIOR = "superior"
    DEPARTMENT = "department"


STAGE_TITLES: dict[StrEnum, str] = {
    Stage.REMINDED: "已提醒换届",
    Stage.PLANNED: "筹备选举",
    Stage.NOMINATING: "酝酿候选人",
    Stage.READY: "候选人已确定",
    Stage.MEETING: "选举大会",
    Stage.ELECTED: "已选出",
    Stage.SEATED: "新一届任职",
    Stage.ENDED: "已终止",
}

OFFICE_TITLES: dict[StrEnum, str] = {office: TITLES[office] for office in Office}

OUTCOME_TITLES = {
    "done": "已办理",
    "agreed": "同意",
    "not_agreed": "不同意",
    "carried": "表决通过",
    "lost": "表决未通过",
    "decided": "选出",
    "revote_tied": "票数相等，再次投票",
    "separate_election": "未选足，另行选举",
    "repeat_ballot": "投票无效，重新投票",
    "manual": "须大会决定",
    "separate": "另行选举",
    "reduce": "减少名额",
    "vacant": "留空待补",
    "approved": "批准",
    "filed": "已备案",
    "seated": "已备案，任职",
    "refused": "不批准",
    "passed": "合格",
    "again": "须重新选举",
}

ENDED_TITLES = {"voided": "认定无效", "called_off": "取消"}
