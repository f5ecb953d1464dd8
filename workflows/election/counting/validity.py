"""Whether a ballot counts at all: quorum, ballots, candidates, scrutineers; every reason at once."""

from collections.abc import Iterator
from typing import Any

from workflows.engine.findings import N_, Citation, Finding, Severity, block
from workflows.engine.law import Law

from .candidates import bounds
from .count import Count
from .law import BALLOTS, QUORUM, SCRUTINEERS, SUMS, quorum_needed
from .sums import impossible

ABSENT = N_("到会人数不足：应到 %(due)s 人，实到 %(present)s 人，至少须到 %(needed)s 人，选举无效：请另定日期重新召开")
ABOVE_ISSUED = N_("收回选票 %(collected)s 张，多于发出的 %(issued)s 张，选举无效：请重新投票")
ABOVE_VOTERS = N_("收回选票 %(collected)s 张，多于投票人数 %(voters)s 人，选举无效：请重新投票")
TOO_FEW = N_("候选人 %(candidates)s 人，应选 %(seats)s 人，候选人至少须 %(least)s 人：请先依程序增加候选人")
TOO_MANY = N_("候选人 %(candidates)s 人，应选 %(seats)s 人，候选人最多 %(most)s 人：请先依程序确定候选人")
SCRUTINEER_STANDS = N_(
    "监票人 %(name)s 是候选人：监票人须从不是候选人的人中推选并经表决，请另推监票人后重新选举；只是同名的，各写编号（ref）"
)


def refusals(count: Count, law: Law, equal_number: bool = False) -> list[Finding]:
    """Why the ballot does not count; empty when it does."""
    found = [*_candidates(count, law, equal_number), *_scrutineers(count, law), *_quorum(count, law)]
    found += _ballots(count, law)
    found += (ruled(each, each.code, block, count, law.cited(SUMS.get(each.code, ()))) for each in impossible(count))
    return found


def _quorum(count: Count, law: Law) -> Iterator[Finding]:
    needed = quorum_needed(count.due, law)
    if count.present < needed:
        found = Finding(ABSENT, {"due": count.due, "present": count.present, "needed": needed})
        yield ruled(found, "G46", block, count, (law.limits[QUORUM].citation,))


def _ballots(count: Count, law: Law) -> Iterator[Finding]:
    """Reading C-5: against the ballots handed out, against those who voted, or both; says which failed."""
    limit, collected = law.readings["ballots_limit"], count.collected
    if limit != "voters" and collected > count.handed_out:
        found = Finding(ABOVE_ISSUED, {"collected": collected, "issued": count.handed_out})
        yield ruled(found, "G47", block, count, law.cited(BALLOTS))
    if limit != "issued" and collected > count.voted:
        found = Finding(ABOVE_VOTERS, {"collected": collected, "voters": count.voted})
        yield ruled(found, "G47", block, count, law.cited(BALLOTS))


def _candidates(count: Count, law: Law, equal_number: bool) -> Iterator[Finding]:
    asked, standing = bounds(count, law, equal_number), len(count.candidates)
    facts: dict[str, Any] = {"candidates": standing, "seats": count.seats}
    if standing < asked.least:
        yield ruled(Finding(TOO_FEW, {**facts, "least": asked.least}), "G43", block, count, asked.cited)
    if asked.most is not None and standing > asked.most:
        yield ruled(Finding(TOO_MANY, {**facts, "most": asked.most}), "G43", block, count, asked.cited)


def _scrutineers(count: Count, law: Law) -> Iterator[Finding]:
    for each in count.scrutineers:
        if any(each.is_same(candidate) for candidate in count.candidates):
            found = Finding(SCRUTINEER_STANDS, {"name": each.name})
            yield ruled(found, "G45", block, count, law.cited(SCRUTINEERS))


def ruled(found: Finding, code: str, severity: Severity, count: Count, cited: tuple[Citation, ...]) -> Finding:
    """The finding with its rule, on the day of the ballot."""
    return found.under(code, severity, "", count.on, cited)
