"""From which paper each field of a step is filled in, where a step rests on several; the papers are those of the step."""

from collections.abc import Mapping

COUNTED = ("票决结果说明",)
MINUTES = ("支部大会会议记录",)
REPLY = ("批复",)
COMMITTEE = ("审批会议记录",)

VOTE: Mapping[str, tuple[str, ...]] = {
    "on": MINUTES,
    "due": MINUTES,
    "present": MINUTES,
    "in_favour": COUNTED,
    "against": COUNTED,
    "abstain": COUNTED,
    "written_in_favour": COUNTED,
    "secret_ballot": ("表决票",),
    "one_by_one": MINUTES,
    "excluded": MINUTES,
    "sponsors_present": MINUTES,
}
APPROVAL: Mapping[str, tuple[str, ...]] = {
    "on": COMMITTEE,
    "number": REPLY,
    "received_on": ("审批请示",),
    "approved": REPLY,
    "committee_members": COMMITTEE,
    "committee_present": COMMITTEE,
    "committee_in_favour": COMMITTEE,
    "approver": REPLY,
    "delay_reason": COMMITTEE,
}
SOURCES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "decide_activist": {"on": ("支委会会议记录",), "recommended_by": ("推荐入党积极分子登记表",)},
    "file_activist": {"on": ("备案表",), "number": ("备案表",)},
    "review_activist": {"on": ("入党积极分子培养考察登记表",)},
    "propose_prospective": {"on": ("支委会会议记录",), "opinions": ("征求意见记录",)},
    "agree_prospective": {"on": REPLY, "number": REPLY, "agreed": REPLY},
    "post_notice": {
        "begins_on": ("公示",),
        "ends_on": ("公示",),
        "places": ("公示",),
        "objections": ("公示情况说明",),
        "objections_cleared": ("公示情况说明",),
    },
    "review_politically": {
        "on": ("政治审查结论性材料",),
        "conclusion": ("政治审查结论性材料",),
        "places": ("政审函调信", "回函"),
        "number": ("政治审查结论性材料",),
    },
    "train": {"begins_on": ("培训登记表",), "exempt": ("培训登记表",), "number": ("结业证",)},
    "examine": {"on": ("支委会会议记录",), "passed": ("支委会会议记录",)},
    "pre_review": {
        "on": ("预审批复",),
        "number": ("预审批复",),
        "passed": ("预审批复",),
        "expected_leave_on": ("预审登记表",),
    },
    "admit": VOTE,
    "resolve_conversion": {**VOTE, "outcome": MINUTES, "extend_until": MINUTES},
    "approve_admission": APPROVAL,
    "approve_conversion": {name: APPROVAL[name] for name in APPROVAL if name not in ("approver", "delay_reason")},
}
"""Step to field to papers; a field that is not named here is filled in from all papers of its step."""
