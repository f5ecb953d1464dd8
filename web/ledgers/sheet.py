"""The whole-process sheet (全程纪实表): a line for every step of the chart, and what else the journal holds of the case."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from web.entries import KINDS
from workflows.engine.declare import Step
from workflows.engine.dossier import Dossier, Taking
from workflows.engine.findings import N_, Message
from workflows.engine.law import LawBook
from workflows.engine.newer import not_asked

AGAIN = N_("%(outcome)s（须重新办理）")
TIMES = N_("%(outcome)s（共 %(times)s 次）")
COUNTED = N_("%(kind)s %(count)s 条：第 %(numbers)s 条")
ALL_DAYS = N_("%(title)s各次：%(days)s")
BESIDE = N_("%(title)s %(on)s（第 %(number)s 条）")
MANY = N_("%(numbers)s 等")
NOT_ASKED = N_("当时不要求（%(since)s 起要求）")
MOST = 10
"""So many numbers of entries are listed at most, so that the sheet stays one page."""
REFERENCES = ("number", "form_no")

Number = Callable[[Taking], int | None]


class SheetLine(NamedTuple):
    """One step: its number on the chart, the day (of a period the first, and `until` the last), who recorded it, the number of the document, what came of it."""

    number: str
    title: str
    on: date | None = None
    by: str = ""
    reference: str = ""
    outcome: str = ""
    until: date | None = None


def sheet_lines(dossier: Dossier, by: Callable[[Taking], str], laws: LawBook) -> Iterator[SheetLine]:
    """Every step of the main line, taken or not; of one that was taken several times the last taking."""
    for step in dossier.flow:
        if step.main:
            number, taking = str(step.number or ""), _last(dossier, step)
            if taking is None:
                yield SheetLine(number, step.title, outcome=_why_not(dossier, step, laws))
            else:
                yield SheetLine(
                    number, step.title, taking.on, by(taking), reference(taking), outcome(dossier, step), taking.until
                )


def _why_not(dossier: Dossier, step: Step, laws: LawBook) -> str:
    """That a step was not asked for, and since when it is."""
    told = not_asked(dossier, step, laws)
    return NOT_ASKED % {"since": told.facts["since"]} if told else ""


def reference(taking: Taking) -> str:
    """The number of the document (文号), or of the admission form."""
    return next((held for name in REFERENCES if (held := taking.form.known(name))), "")


def outcome(dossier: Dossier, step: Step) -> str:
    """What came of the last taking: how often the step was taken, or that it must be taken again."""
    takings = dossier.takings[step.name]
    code = takings[-1].outcome
    said: str = Message(dossier.flow.outcome_titles[code])
    if len(takings) > 1:
        said = TIMES % {"outcome": said, "times": len(takings)}
    lapsed = step.name not in dossier.standing and code not in step.reopens
    return AGAIN % {"outcome": said} if lapsed else said


def counted(entries: Iterable[tuple[int, str]]) -> list[str]:
    """What the journal holds beside the acts, by kind: how many entries, and which."""
    numbers: dict[str, list[int]] = {kind: [] for kind in KINDS if kind not in ("act", "import")}
    for number, kind in entries:
        numbers[kind].append(number)
    return [
        COUNTED % {"kind": KINDS[kind], "count": len(found), "numbers": listed(found)}
        for kind, found in numbers.items()
        if found
    ]


def beside(dossier: Dossier, number: Number) -> list[str]:
    """The steps beside the main line, by day: the last ones where they are many."""
    takings = [each for name, held in dossier.takings.items() if not dossier.flow[name].main for each in held]
    return [
        BESIDE % {"title": Message(dossier.flow[each.step].title), "on": each.on, "number": number(each) or ""}
        for each in sorted(takings, key=lambda each: each.number)[-MOST:]
    ]


def repeated(dossier: Dossier) -> list[str]:
    """The days of the steps of the main line that were taken more than once, of which a line shows only the last."""
    held = ((step, dossier.takings[step.name]) for step in dossier.flow if step.main and step.name in dossier.takings)
    return [
        ALL_DAYS % {"title": Message(step.title), "days": listed([each.on for each in takings])}
        for step, takings in held
        if len(takings) > 1
    ]


def listed(numbers: Sequence[Any]) -> str:
    """Numbers or days in a row, the first ones where they are many."""
    text = Message("、".join(map(str, numbers[:MOST])))
    return text if len(numbers) <= MOST else MANY % {"numbers": text}


def size(text: str, fits: int) -> str:
    """How small a text must be set to stay within its row: `fits` characters have room in the usual size."""
    wide = sum(1 if ord(each) > 0x2E7F else 0.55 for each in text)
    return "" if wide <= fits else "small" if wide <= 4 * fits else "tiny"


def _last(dossier: Dossier, step: Step) -> Taking | None:
    takings: Mapping[str, Any] = dossier.takings
    return takings[step.name][-1] if step.name in takings else None
