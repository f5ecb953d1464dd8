"""The reasoning behind a decision, line by line: who was there, the ballots, each person's votes, what is next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflows.engine.findings import N_
from workflows.engine.law import Law

from .count import KINDS, ROUNDS, Count
from .law import base_of, governs, quorum_needed
from .remarks import BASES, NOBODY, called
from .result import Somebody, majority_of

if TYPE_CHECKING:
    from .decide import Decision

HEADING = N_("%(on)s %(kind)s，%(round)s：应选 %(seats)s 人，候选人 %(candidates)s 人")
ATTENDANCE = N_("应到会 %(due)s 人，实到会 %(present)s 人，至少须到 %(needed)s 人")
BALLOTS = N_(
    "投票 %(voters)s 人，发出选票 %(issued)s 张，收回 %(collected)s 张，其中废票 %(void)s 张，空白票 %(blank)s 张（作弃权计）"
)
HALF = N_("赞成票须超过%(base)s %(number)s 人的一半，至少 %(needed)s 票")
MOST_VOTES = N_("只在票数相等的人中再次投票，得票多的当选")
ENOUGH = N_("%(name)s：赞成 %(votes)s 票，过半数")
NOT_ENOUGH = N_("%(name)s：赞成 %(votes)s 票，没有过半数")
VOTES = N_("%(name)s：赞成 %(votes)s 票")
MORE_THAN_SEATS = N_("过半数的 %(passed)s 人多于应选 %(seats)s 人，按得票从多到少取")
ELECTED = N_("当选：%(names)s")
CHOSEN = N_("列为正式候选人：%(names)s")
TIED = N_("%(names)s 都是 %(votes)s 票，余下的名额 %(left)s 个，不能确定")
LEFT = N_("还缺 %(left)s 人")
PRE_ENDED = N_("预选到此结束，下一步：正式选举")
NEXT = {
    "none": N_("应选名额已经选足"),
    "revote_tied": N_("下一步：只就票数相等的人再次投票"),
    "separate_election": N_("下一步：缺额另行选举"),
    "repeat_ballot": N_("选举无效，重新投票"),
    "manual": N_("下一步：由人决定，并登记理由和表决"),
}


def why(decision: "Decision") -> list[str]:
    """The lines, in the order in which one reckons."""
    count, law = decision.count, decision.law
    lines = [*_opening(count, law), *(found.message % found.facts for found in decision.findings if found.refuses)]
    if decision.valid:
        lines += _votes(count, law)
        lines += _outcome(decision)
    return [*lines, PRE_ENDED if count.round == "pre" and decision.next == "none" else NEXT[decision.next]]


def _opening(count: Count, law: Law) -> Iterator[str]:
    facts = {"on": count.on, "kind": KINDS[count.kind], "round": ROUNDS[count.round]}
    yield HEADING % {**facts, "seats": count.seats, "candidates": len(count.candidates)}
    if not governs(law):
        return
    yield ATTENDANCE % {"due": count.due, "present": count.present, "needed": quorum_needed(count.due, law)}
    yield BALLOTS % {
        "voters": count.voted,
        "issued": count.handed_out,
        "collected": count.collected,
        "void": count.void,
        "blank": count.blank,
    }


def _votes(count: Count, law: Law) -> Iterator[str]:
    base, people = base_of(count, law), count.people
    if base is None:
        yield MOST_VOTES
        yield from (VOTES % facts for facts in _facts(count, people))
        return
    needed = majority_of(base)
    yield HALF % {"base": BASES[law.readings["winner_base"]], "number": base, "needed": needed}
    for facts in _facts(count, people):
        yield (ENOUGH if facts["votes"] >= needed else NOT_ENOUGH) % facts
    passed = sum(each.in_favour >= needed for each in people)
    if passed > count.seats:
        yield MORE_THAN_SEATS % {"passed": passed, "seats": count.seats}


def _facts(count: Count, people: list[Somebody]) -> Iterator[dict]:
    names = called(count, people)
    return ({"name": name, "votes": each.in_favour} for name, each in zip(names, people, strict=True))


def _outcome(decision: "Decision") -> Iterator[str]:
    count, elected, tied = decision.count, decision.elected, decision.tied
    if elected:
        yield (CHOSEN if count.round == "pre" else ELECTED) % {"names": "、".join(called(count, elected))}
    else:
        yield NOBODY
    left = decision.seats_left
    if tied:
        yield TIED % {"names": "、".join(called(count, tied)), "votes": tied[0].in_favour, "left": left}
    elif left:
        yield LEFT % {"left": left}
