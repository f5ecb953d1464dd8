"""The reasoning to the letter: majority, ranking, ties, shortfalls, and the vote on the tied."""

import pytest

from tests.election.counting.samples import decided

OPENING = [
    "2026-09-12 支部委员会委员，正式选举：应选 2 人，候选人 3 人",
    "应到会 9 人，实到会 9 人，至少须到 8 人",
    "投票 9 人，发出选票 9 张，收回 9 张，其中废票 0 张，空白票 0 张（作弃权计）",
    "赞成票须超过实到会人数 9 人的一半，至少 5 票",
]
REASONS = {
    (8, 5, 4): ["陈刚：赞成 8 票，过半数", "何静：赞成 5 票，过半数", "孙丽：赞成 4 票，没有过半数", "当选：陈刚、何静", "应选名额已经选足"],
    (7, 6, 5): [
        "陈刚：赞成 7 票，过半数", "何静：赞成 6 票，过半数", "孙丽：赞成 5 票，过半数",
        "过半数的 3 人多于应选 2 人，按得票从多到少取", "当选：陈刚、何静", "应选名额已经选足",
    ],
    (6, 5, 5): [
        "陈刚：赞成 6 票，过半数", "何静：赞成 5 票，过半数", "孙丽：赞成 5 票，过半数",
        "过半数的 3 人多于应选 2 人，按得票从多到少取", "当选：陈刚", "何静、孙丽 都是 5 票，余下的名额 1 个，不能确定",
        "下一步：只就票数相等的人再次投票",
    ],
    (4, 4, 4): [
        "陈刚：赞成 4 票，没有过半数", "何静：赞成 4 票，没有过半数", "孙丽：赞成 4 票，没有过半数",
        "没有人当选", "还缺 2 人", "下一步：缺额另行选举",
    ],
}  # fmt: skip


@pytest.mark.parametrize("votes", REASONS)
def test_line_by_line(votes):
    assert decided(votes, seats=2, present=9).why == [*OPENING, *REASONS[votes]]


def test_the_vote_on_the_tied_by_the_most_votes():
    decision = decided((4, 3), {"tie_needs_majority": "no"}, seats=1, present=9, round="tie")
    assert decision.why[3:] == [
        "只在票数相等的人中再次投票，得票多的当选",
        "陈刚：赞成 4 票",
        "何静：赞成 3 票",
        "当选：陈刚",
        "应选名额已经选足",
    ]


def test_a_pre_election_leads_to_the_formal_one():
    decision = decided((8, 5, 4), seats=2, present=9, round="pre")
    assert decision.why[-2:] == ["列为正式候选人：陈刚、何静", "预选到此结束，下一步：正式选举"]
    assert decided((4, 4, 4), seats=2, present=9, round="pre").why[-1] == "下一步：缺额另行选举"


def test_a_remark_is_no_reason():
    decision = decided((8, 5, 4), seats=2, present=9, scrutineers=[])
    assert decision.findings and decision.why == [*OPENING, *REASONS[8, 5, 4]]
