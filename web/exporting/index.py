"""The index of an export for people: its cases, entries, days, steps, verdicts and articles, as a page without scripts."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from web.catalogue import translated
from web.code_words import CODE, titles
from web.entries import KINDS, VERDICTS
from web.exporting.gathered import Gathered, Row
from web.handbook.site import environment
from web.wording import Wording, restored
from workflows import flow
from workflows.engine.findings import N_, Severity, worst
from workflows.engine.journal import canonical

REFUSED, WITHHELD = N_("不予办理"), N_("密封，暂不导出")
ERASED = N_("“%(field)s”已依决定删除（第 %(number)s 条）")
GONE = N_("“%(field)s”的原文已经不在")
LANGUAGE = "zh"


class Line(NamedTuple):
    """An entry in the index."""

    number: int
    place: int
    day: str
    recorded_at: str
    kind: str
    title: str
    verdict: str
    findings: list[str]
    gaps: list[str]
    files: list[str]


class Section(NamedTuple):
    """A case in the index: its workflow's title, whom or what it is about, and its lines."""

    case: int
    title: str
    about: str
    lines: Sequence[Line]


class Cover(NamedTuple):
    """What stands on top: the organisation, when and from which log the export was made, the short code of its checkpoint."""

    organisation: str
    made_at: datetime
    origin: str
    code: str
    public_key: str


def index(gathered: Gathered, cover: Cover, about: Callable[[Any], str]) -> bytes:
    """The page; `about` names whom or what a case is about."""
    page = environment(LANGUAGE).get_template("export/index.html")
    told = sections(gathered, about)
    return page.render(cover=cover, gathered=gathered, sections=told, codes=codes(told)).encode()


def codes(told: Iterable[Section]) -> list[tuple[str, str]]:
    """Every code in the findings shown, with what it is about."""
    found = {
        code for section in told for line in section.lines for each in line.findings for code in CODE.findall(each)
    }
    return [(code, translated(titles()[code], LANGUAGE)) for code in sorted(found & titles().keys())]


def sections(gathered: Gathered, about: Callable[[Any], str]) -> list[Section]:
    """Every case, in order."""
    held: dict[int, list[Any]] = {number: [] for number in sorted(gathered.cases)}
    for each in gathered.entries:
        held[each.row["case_id"]].append(each)
    return [_section(gathered, number, entries, about) for number, entries in held.items()]


def _section(gathered: Gathered, number: int, entries: Iterable[Any], about: Callable[[Any], str]) -> Section:
    case = gathered.cases[number]
    wording = Wording(flow(case.workflow), LANGUAGE)
    lines = [_line(gathered, wording, each) for each in sorted(entries, key=lambda each: each.row["number"])]
    return Section(number, wording.say(wording.flow.title), about(case), lines)


def _line(gathered: Gathered, wording: Wording, held: Any) -> Line:
    entry, hidden = Row(held.row), held.index in gathered.withheld
    on = entry.act_on or entry.recorded_at[:10]
    findings = [] if hidden else json.loads(entry.findings)
    return Line(
        entry.number,
        held.index,
        on,
        entry.recorded_at[:16],
        wording.say(KINDS[entry.kind]),
        wording.title(entry.step),
        WITHHELD if hidden else VERDICT_WORDS[verdict(held.row)],
        [wording.finding(each, on) for each in findings],
        [] if hidden else _gaps(gathered, held),
        [] if hidden else json.loads(entry.files),
    )


def _gaps(gathered: Gathered, held: Any) -> list[str]:
    """What was recorded and is not there any more, with the entry by which it was erased."""
    there = {text.field for text in held.texts}
    row, gaps = held.row, []
    for field in json.loads(row["commitments"]).keys() - there:
        number = gathered.erased.get((row["case_id"], row["number"], field))
        gaps.append((ERASED if number else GONE) % {"field": field, "number": number})
    return sorted(gaps)


def verdict(row: Mapping[str, Any]) -> str:
    """`refused`, the gravest finding's severity, or `sound`."""
    if row["kind"] == "refusal":
        return "refused"
    gravest = worst(restored(each) for each in json.loads(row["findings"]))
    return gravest.value if gravest else "sound"


VERDICT_WORDS = {"refused": REFUSED, "sound": VERDICTS[None], **{each.value: VERDICTS[each] for each in Severity}}


def verdicts(gathered: Gathered) -> bytes:
    """The same for machines: a line an entry, with the findings as they are stored; none of those withheld."""
    rows = (each for each in gathered.entries if each.index not in gathered.withheld)
    return b"".join(canonical(_verdict(each)) + b"\n" for each in rows)


def _verdict(held: Any) -> dict[str, Any]:
    row = held.row
    key = {"case": row["case_id"], "number": row["number"], "step": row["step"], "act_on": row["act_on"]}
    return {**key, "verdict": verdict(row), "findings": json.loads(row["findings"])}
