"""What does not stand in the way of a count and is said all the same: other readings, write-ins, numbers that tell too much."""

from collections.abc import Iterator, Sequence

from workflows.engine.findings import N_, Finding, irregular, note
from workflows.engine.law import Law

from .count import Candidate, Count
from .law import BALLOTS, CONSENT, MAJORITY, SCRUTINEERS, SECRET, base_of
from .result import Result, Somebody, result
from .validity import ruled

NO_SCRUTINEER = N_("没有登记监票人：请按计票报告单补登监票人")
MORE_ISSUED = N_("发出选票 %(issued)s 张，多于投票人数 %(voters)s 人：请核对并收回多发的选票")
FEW_LEFT = N_("另行选举的候选人 %(candidates)s 人不多于名额 %(seats)s 人：谁参加由大会决定，请登记决定和表决（C-7）")
OTHER_BASE = N_("按%(other)s计算结果不同：%(elected)s（C-4，现按%(base)s计算）")
WRITE_IN_WINS = N_("另选的 %(name)s 得票足以当选：事先没有经过上级审查，须报上级确认（C-34）")
REVEALS = N_("公布 %(name)s 的票数（赞成 %(for)s、不赞成 %(against)s、弃权 %(abstain)s）就等于公布各人所投：请谨慎公布")
BASES = {"present": N_("实到会人数"), "due": N_("应到会人数")}
NOBODY = N_("没有人当选")


def remarks(count: Count, law: Law, found: Result) -> list[Finding]:
    """What does not stand in the way and is said all the same."""
    return [
        *_beside(count, law),
        *_other_base(count, law, found),
        *_write_ins(count, law, found),
        *_telling(count, law),
    ]


def reveals(count: Count, law: Law) -> Iterator[Candidate]:
    """Candidates whose numbers alone tell how others voted: all alike, or one against the rest of very few."""
    if not count.ballots or count.void or count.collected != count.voted:
        return
    alone = 1 if count.ballots <= law["revealing_ballots_count"] else 0
    for each in count.candidates:
        if max(each.in_favour, each.against, each.abstain) >= count.ballots - alone:
            yield each


def _beside(count: Count, law: Law) -> Iterator[Finding]:
    if not count.scrutineers:
        yield ruled(Finding(NO_SCRUTINEER), "G45", irregular, count, law.cited(SCRUTINEERS))
    if count.handed_out > count.voted:
        found = Finding(MORE_ISSUED, {"issued": count.handed_out, "voters": count.voted})
        yield ruled(found, "G47", note, count, law.cited(BALLOTS))
    if count.round == "separate" and len(count.candidates) <= count.seats:
        found = Finding(FEW_LEFT, {"candidates": len(count.candidates), "seats": count.seats})
        yield ruled(found, "G43", note, count, ())


def _other_base(count: Count, law: Law, found: Result) -> Iterator[Finding]:
    base = base_of(count, law)
    if base is None:
        return
    here, there = ("due", "present") if law.readings["winner_base"] == "due" else ("present", "due")
    other = result(count.people, count.seats, getattr(count, there))
    if set(map(id, other.elected)) != set(map(id, found.elected)) or len(other.tied) != len(found.tied):
        elected = "、".join(called(count, other.elected)) or NOBODY
        facts = {"other": BASES[there], "base": BASES[here], "elected": elected}
        yield ruled(Finding(OTHER_BASE, facts), "G49", note, count, law.cited(MAJORITY))


def _write_ins(count: Count, law: Law, found: Result) -> Iterator[Finding]:
    for each in (*found.elected, *found.tied):
        if not isinstance(each, Candidate):
            yield ruled(Finding(WRITE_IN_WINS, {"name": each.name}), "G44", note, count, law.cited(CONSENT))


def _telling(count: Count, law: Law) -> Iterator[Finding]:
    for each in reveals(count, law):
        facts = {"name": each.name, "for": each.in_favour, "against": each.against, "abstain": each.abstain}
        yield ruled(Finding(REVEALS, facts), "S10", note, count, law.cited(SECRET))


def called(count: Count, people: Sequence[Somebody]) -> list[str]:
    """The names; the reference where two on the report have one name."""
    names = [each.name for each in count.people]
    if len(set(names)) == len(names):
        return [each.name for each in people]
    return [each.ref or each.name if names.count(each.name) > 1 else each.name for each in people]
