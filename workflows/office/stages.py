"""The stages of an organisation, the offices of its journal, and their Chinese titles."""

from enum import StrEnum


class Stage(StrEnum):
    """Whether an organisation exists."""

    STANDING = "standing"
    DISSOLVED = "dissolved"


class Office(StrEnum):
    """Who keeps the office journal: the administrators of the organisation or of one above it, the security administrators
    for posts granted; a branch for its people."""

    ADMINISTRATION = "administration"
    SECURITY = "security"
    BRANCH = "branch"


STAGE_TITLES: dict[StrEnum, str] = {Stage.STANDING: "存续", Stage.DISSOLVED: "已撤销"}
OFFICE_TITLES: dict[StrEnum, str] = {
    Office.ADMINISTRATION: "系统管理员",
    Office.SECURITY: "安全管理员",
    Office.BRANCH: "党支部",
}
OUTCOME_TITLES = {"done": "已办理"}
ENDED_TITLES = {"dissolved": "已撤销", "merged": "已合并"}
