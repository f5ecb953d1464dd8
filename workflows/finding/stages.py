"""The stages of a finding, the offices that take its steps, and their Chinese titles."""

from enum import StrEnum

from workflows.offices import TITLES


class Stage(StrEnum):
    """Where a finding stands."""

    RAISED = "raised"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Office(StrEnum):
    """The auditors in or above the organisation, and the organisation itself."""

    AUDIT = "audit"
    ORGANISATION = "organisation"


STAGE_TITLES: dict[StrEnum, str] = {
    Stage.RAISED: "等待答复和认可",
    Stage.ACCEPTED: "答复已认可",
    Stage.CLOSED: "已办结",
}
OFFICE_TITLES: dict[StrEnum, str] = {Office.AUDIT: "审计人员", Office.ORGANISATION: TITLES["organisation"]}
OUTCOME_TITLES = {"done": "已办理", "accepted": "认可", "not_accepted": "不认可，重新答复"}
ENDED_TITLES = {"closed": "已办结"}
