"""Judges whole dossiers: folds the acts by day, judges each by the law of its day, and answers as `zhibu check` prints."""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import Any

from .declare import Workflow
from .dossier import Act, Dossier
from .findings import Finding, Severity, worst
from .intake import Paper, Raw, Unusable, parse, read_paper, utf8
from .judge import before_all_editions, governed, in_place, judge, taken_already, unmet_need, worded
from .law import Law, LawBook
from .outlook import overdue, possible

VERDICTS = {Severity.BLOCK: "invalid", Severity.OVERRIDE: "flagged", Severity.IRREGULAR: "flagged"}


def fold(flow: Workflow, paper: Paper, laws: LawBook) -> tuple[Dossier, list[Finding]]:
    """The dossier after all acts, by day, and everything found on the way. A block does not stop the fold."""
    dossier, findings = Dossier(flow, paper.setting), []
    law, judged, ungoverned = None, False, True
    for act in in_order(dossier, paper.acts, laws):
        if (of_its_day := laws.on(act.on)) is not law:
            law, judged = of_its_day, governed(dossier, of_its_day)
        dossier.settle(act)
        if judged:
            findings += judge(dossier, act, law)
        elif ungoverned:
            findings.append(before_all_editions(dossier, act, law))
            ungoverned = False
        dossier.take(act, law)
    return dossier, findings


def in_order(dossier: Dossier, acts: Iterable[Act], laws: LawBook) -> Iterator[Act]:
    """Acts by day; within a day the first in the table whose turn has come, so that the order in a file does not matter.

    The consumer folds each act into `dossier` before asking for the next one.
    """
    by_day, first = sorted(acts, key=attrgetter("on")), 0
    for after in range(1, len(by_day) + 1):
        if after < len(by_day) and by_day[after].on == by_day[first].on:
            continue
        waiting, first = by_day[first:after], after
        while len(waiting) > 1:
            law = laws.on(waiting[0].on)
            ready = _first_in_table(dossier, [act for act in waiting if _has_turn(dossier, act, law)] or waiting)
            waiting.remove(ready)
            yield ready
        yield waiting[0]


def _has_turn(dossier: Dossier, act: Act, law: Law) -> bool:
    if not in_place(dossier, act.step) or taken_already(dossier, act, law):
        return False
    return not any(unmet_need(dossier, act, law, need) for need in act.step.needs)


def _first_in_table(dossier: Dossier, acts: list[Act]) -> Act:
    order = list(dossier.flow.steps)
    return min(acts, key=lambda act: order.index(act.step.name))


def verdict(findings: Iterable[Finding]) -> str:
    """`invalid` when a block stands, `flagged` for an override not allowed or an irregularity, else `valid`."""
    gravest = worst(findings)
    return VERDICTS.get(gravest, "valid") if gravest else "valid"


def answer(flow: Workflow, raw: Raw, laws: LawBook, on: date) -> dict[str, Any]:
    """What `zhibu check --json` prints for one dossier, judged as of `on`."""
    try:
        paper = read_paper(flow, raw.value, on)
    except Unusable as problem:
        error = {"field": _writable(problem.field), "message": _writable(problem.message)}
        return {"source": raw.source, "ref": _ref(raw.value), "error": error}
    dossier, findings = fold(flow, paper, laws)
    findings += overdue(dossier, laws, on)
    return {
        "ref": paper.ref,
        "name": paper.name,
        "source": raw.source,
        "stage": dossier.stage,
        "ended_reason": dossier.ended_reason,
        "verdict": verdict(findings),
        "findings": [shown(flow, finding) for finding in findings],
        "computed": flow.computed(dossier, laws.on(on)),
        "next": [
            {"step": row.step.name, "earliest": row.earliest, "latest": row.latest}
            for row in possible(dossier, laws, on)
        ],
    }


def _ref(value: Any) -> str | None:
    """The reference of a dossier that could not be used, when at least that can be read."""
    if isinstance(value, Unusable):
        return value.ref
    try:
        value = parse(utf8(value)) if isinstance(value, bytes) else value
    except Unusable:
        return None
    ref = value.get("ref") if isinstance(value, dict) else None
    return _writable(ref[:60]) if isinstance(ref, str) else None


def _writable(text: str) -> str:
    """The text as it can be written to any file; JSON can hold halves of characters, files cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def shown(flow: Workflow, finding: Finding) -> dict[str, Any]:
    """A finding as it is printed, its message in Chinese (a `Message`, which can be translated)."""
    facts = dict(finding.facts)
    if finding.allowed:
        facts["allowed"] = finding.allowed
    return {
        "code": finding.code,
        "severity": finding.severity,
        "step": finding.step,
        "on": finding.on,
        "edition": finding.edition,
        "article": finding.article,
        "also": [{"edition": cited.edition, "article": cited.article} for cited in finding.also],
        "message": worded(finding, flow),
        "facts": facts,
        "earliest": finding.earliest,
        "latest": finding.latest,
    }
