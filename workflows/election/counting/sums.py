"""Sums of a count that cannot be: each with its own code, and what to do about it."""

from collections.abc import Iterator
from typing import Any

from workflows.engine.findings import N_, Finding, block

from .count import Count

PRESENT = N_("实到 %(present)s 人多于应到 %(due)s 人：请核对签到和选举人名册")
VOTERS = N_("投票 %(voters)s 人多于实到 %(present)s 人：没有到会的不能投票，也不能委托，请核对签到")
VOID = N_("废票 %(void)s 张多于收回的选票 %(collected)s 张：请重新清点")
BLANK = N_("空白票 %(blank)s 张多于有效票 %(ballots)s 张（收回减去废票）：请重新清点")
SUM = N_(
    "%(name)s 的赞成、不赞成、弃权合计 %(sum)s 票，应等于有效票 %(ballots)s 张（收回减去废票）：请在监票人监督下重新计票"
)
ABSTENTIONS = N_("%(name)s 的弃权 %(abstain)s 票少于空白票 %(blank)s 张：空白票对每一名候选人都是弃权，请重新计票")
CHOICES = N_(
    "赞成票和另选他人共 %(choices)s 票，%(ballots)s 张写有选择的有效票最多能选 %(most)s 人次（每张最多 %(seats)s 人）："
    "请重新计票，所选人数超过应选名额的选票作废"
)
WRITTEN_IN = N_("另选他人共 %(written)s 票，多于不赞成票 %(against)s 票：只有投不赞成票的才能另选他人，请重新计票")
ONE_WRITTEN_IN = N_("另选的 %(name)s 得 %(votes)s 票，多于写有选择的有效票 %(ballots)s 张：请重新计票")
TIE_WRITTEN_IN = N_("再次投票只在票数相等的人中进行，不能另选他人：另选了 %(written)s 票，请重新投票")


def impossible(count: Count) -> Iterator[Finding]:
    """Every sum that cannot be, each under its code."""
    yield from _of_people(count)
    if count.void > count.collected:
        yield _wrong("S02", VOID, void=count.void, collected=count.collected)
    elif count.blank > count.ballots:
        yield _wrong("S03", BLANK, blank=count.blank, ballots=count.ballots)
    else:
        yield from _of_candidates(count)
        yield from _of_write_ins(count)


def _of_people(count: Count) -> Iterator[Finding]:
    if count.present > count.due:
        yield _wrong("S01", PRESENT, present=count.present, due=count.due)
    if count.voted > count.present:
        yield _wrong("G51", VOTERS, voters=count.voted, present=count.present)


def _of_candidates(count: Count) -> Iterator[Finding]:
    ballots, blank = count.ballots, count.blank
    for each in count.candidates:
        if (cast := each.in_favour + each.against + each.abstain) != ballots:
            yield _wrong("S04", SUM, name=each.name, sum=cast, ballots=ballots)
        elif each.abstain < blank:
            yield _wrong("S05", ABSTENTIONS, name=each.name, abstain=each.abstain, blank=blank)
    choices, marked = sum(each.in_favour for each in count.people), ballots - blank
    if choices > (most := count.seats * marked):
        yield _wrong("S06", CHOICES, choices=choices, ballots=marked, most=most, seats=count.seats)


def _of_write_ins(count: Count) -> Iterator[Finding]:
    if not count.write_ins:
        return
    written, against = sum(each.in_favour for each in count.write_ins), sum(each.against for each in count.candidates)
    marked = count.ballots - count.blank
    if count.round == "tie" and written:
        yield _wrong("S09", TIE_WRITTEN_IN, written=written)
    elif written > against:
        yield _wrong("S07", WRITTEN_IN, written=written, against=against)
    for each in count.write_ins:
        if each.in_favour > marked:
            yield _wrong("S08", ONE_WRITTEN_IN, name=each.name, votes=each.in_favour, ballots=marked)


def _wrong(code: str, message: str, **facts: Any) -> Finding:
    return Finding(message, facts, severity=block, code=code)
