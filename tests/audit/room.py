"""Who works in the auditors' room: an auditor and an audit administrator of the committee, beside the people of a town."""

from tests.live.town import Town

AUDITOR, ADMINISTRATOR, ELSEWHERE = "审小红", "审管员", "审外人"
POSTS = {
    AUDITOR: ("auditor", "镇党委"),
    ADMINISTRATOR: ("audit_administrator", "镇党委"),
    ELSEWHERE: ("auditor", "总支"),
}


def furnished(town: Town) -> Town:
    """The town with the people of POSTS."""
    for name, (post, place) in POSTS.items():
        town.person(name)
        town.change(town.post(name, post, place))
    return town
