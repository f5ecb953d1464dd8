"""The stages of an organisation, the one office of its journal, and their Chinese titles."""

from enum import StrEnum


class Stage(StrEnum):
    """Whether an organisation exists."""

    STANDING = "standing"
    DISSOLVED = "dissolved"


class Office(StrEnum):
    """Who keeps the office journal: the administrators of the organisation or of one above it; a branch for its people."""

    ADMINISTRATION = "administration"
    BRANCH = "branch"


STAGE_TITLES: dict[StrEnum, str] = {Stage.STANDING: "存续", Stage.DISSOLVED: "已撤销"}
OFFICE_TITLES: dict[StrEnum, str] = {Office.ADMINISTRATION: "系统管理员", Office.BRANCH: "党支部"}
OUTCOME_TITLES = {"done": "已办理"}
ENDED_TITLES = {"dissolved": "已撤销", "merged": "已合并"}
