"""Count files: one count, or the rounds of an election; read strictly, and answered as `zhibu tally --json` prints."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from workflows.engine.errors import BadForm
from workflows.engine.findings import N_, Finding
from workflows.engine.strict import Unusable, parsed, utf8

from .count import Count
from .decide import Decision
from .remarks import called
from .rounds import Course

NO_OBJECT = N_("计票文件须是一个 JSON 对象（花括号）")
NO_READINGS = N_("“readings”须是“名称到选项”的对应表")
OTHER_READINGS = N_("各轮的解释口径须一致，“%(name)s”先后不同：请统一")
ONLY_ROUNDS = N_("不认识的项目“%(name)s”：各轮计票的文件只有“rounds”一项")
MISSING_ROUNDS = N_("缺少“rounds”：须是各轮计票的列表；只有一轮的，请去掉 --rounds")
SEVERAL = N_("文件里是各轮计票：请加上 --rounds")


class Paper(NamedTuple):
    """What a file holds: the counts in their order, and the readings they were counted by."""

    counts: list[Count]
    readings: dict[str, str]


def read_paper(content: bytes, rounds: bool = False) -> Paper:
    """The counts of a file; raises Unusable for the first thing that is wrong."""
    value = parsed(utf8(content))
    if not isinstance(value, dict):
        raise Unusable("", NO_OBJECT)
    if not rounds:
        if "rounds" in value:
            raise Unusable("rounds", SEVERAL)
        count, readings = read_count(value)
        return Paper([count], readings)
    return _read_rounds(value)


def _read_rounds(value: Mapping[str, Any]) -> Paper:
    rows = value.get("rounds")
    if not isinstance(rows, list):
        raise Unusable("rounds", MISSING_ROUNDS)
    for name in value.keys() - {"rounds"}:
        raise Unusable(name, ONLY_ROUNDS % {"name": name[:60]})
    counts: list[Count] = []
    readings: dict[str, str] = {}
    for number, row in enumerate(rows):
        try:
            count, given = read_count(row)
        except Unusable as problem:
            raise problem.within(f"rounds[{number}]") from None
        for name, option in given.items():
            if readings.setdefault(name, option) != option:
                raise Unusable(f"rounds[{number}].readings", OTHER_READINGS % {"name": name})
        counts.append(count)
    return Paper(counts, readings)


def read_count(value: Any) -> tuple[Count, dict[str, str]]:
    """One count and the readings beside it; raises Unusable."""
    if not isinstance(value, dict):
        raise Unusable("", NO_OBJECT)
    values = dict(value)
    readings = values.pop("readings", {})
    if not isinstance(readings, dict) or not all(isinstance(option, str) for option in readings.values()):
        raise Unusable("readings", NO_READINGS)
    try:
        count: Any = Count.read(values)
    except BadForm as bad:
        raise Unusable(*bad.errors[0]) from None
    return count, readings


def answer(found: Decision) -> dict[str, Any]:
    """What is printed for one count."""
    return {
        "valid": found.valid,
        "elected": called(found.count, found.elected),
        "tied": called(found.count, found.tied),
        "seats_left": found.seats_left,
        "next": found.next,
        "findings": [shown(each) for each in found.findings],
        "why": list(found.why),
    }


def answer_of(course: Course) -> dict[str, Any]:
    """What is printed for a whole election: where it stands, and the answer of every round."""
    last = answer(course.last)
    summed = {
        **last,
        "elected": course.names,
        "findings": [shown(each) for each in course.findings],
        "why": list(course.why),
    }
    return {**summed, "rounds": [answer(each) for each in course.decisions]}


def shown(finding: Finding) -> dict[str, Any]:
    """A finding as it is printed, its message in Chinese."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "on": finding.on,
        "edition": finding.edition,
        "article": finding.article,
        "message": finding.message % finding.facts,
        "facts": dict(finding.facts),
    }
