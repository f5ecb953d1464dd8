"""The offices of all workflows by their Chinese titles: organs that decide, whoever records for them."""

TITLES = {
    "branch": "党支部",
    "branch_committee": "支部委员会",
    "member_meeting": "支部党员大会",
    "general_branch": "党总支",
    "superior": "上级党委",
    "department": "组织部门",
    "organisation": "本级党组织",
    "outgoing_committee": "本届委员会",
    "electors": "党员大会",
    "tellers": "计票人员",
}
