"""From which paper each field of a step is filled in, where a step rests on several; the papers are those of the step."""

from collections.abc import Mapping

MINUTES = ("党员大会会议记录",)

SOURCES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "nominate": {
        "on": ("酝酿推荐情况记录",),
        "group": ("酝酿推荐情况记录",),
        "present": ("酝酿推荐情况记录",),
        "nominees": ("推荐汇总表",),
    },
    "propose_candidates": {"on": ("委员会会议记录",), "candidates": ("候选人预备人选名册",)},
    "request_exclusion": {
        "on": ("不计入应到会人数请示",),
        "number": ("不计入应到会人数请示",),
        "members": ("不计入应到会名单",),
    },
    "open_meeting": {"on": ("到会人数报告单",), "chair": ("到会人数报告单",), "attending": ("签到表",)},
    "pass_method": {name: MINUTES for name in ("on", "in_favour", "against", "abstain")},
    "confirm_scrutineers": {
        "scrutineers": ("监票人、计票人名单",),
        "helper_number": ("监票人、计票人名单",),
        **{name: MINUTES for name in ("on", "in_favour", "against", "abstain")},
    },
    "key_count": {
        "issued": ("发出收回选票报告单",),
        "collected": ("发出收回选票报告单",),
        **{name: ("计票结果报告单",) for name in ("void", "blank", "votes", "write_ins")},
    },
}
