"""Patterns in the entries of cases: pure functions, rows in, cases out. None counts what a person did."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

TRIES, LATE_DAYS, ACTS, CASES = 3, 30, 6, 3
"""Refusals before an act, days within which acts are recorded, acts of a case in few hands, cases of one sponsor."""


class Line(NamedTuple):
    """An entry as patterns see it: `people` are those its facts name, `gap` the days until it was recorded."""

    case: int
    number: int
    step: str
    kind: str = "act"
    person: int | None = None
    gap: int | None = None
    people: frozenset[int] = frozenset()
    subject: int | None = None
    refers_to: int | None = None
    facts: Mapping[str, Any] = {}


class Hit(NamedTuple):
    """Why a case is worth a look: which entries, at which step, and the facts its sentence is filled in with."""

    case: int
    numbers: Sequence[int] = ()
    step: str = ""
    facts: Mapping[str, Any] = {}


def repeated(lines: Iterable[Line], tries: int = TRIES) -> list[Hit]:
    """Steps refused at least `tries` times before they were taken."""
    refused: dict[tuple[int, str], list[int]] = {}
    found = []
    for line in sorted(lines, key=lambda line: (line.case, line.number)):
        key = line.case, line.step
        if line.kind == "refusal":
            refused.setdefault(key, []).append(line.number)
        elif line.kind == "act" and len(numbers := refused.pop(key, [])) >= tries:
            found.append(Hit(line.case, (*numbers, line.number), line.step, {"tries": len(numbers)}))
    return found


def late(lines: Iterable[Line], days: int = LATE_DAYS) -> list[Hit]:
    """Acts recorded more than so many days after their day."""
    return [
        Hit(line.case, (line.number,), line.step, {"days": line.gap})
        for line in lines
        if line.kind == "act" and line.gap is not None and line.gap > days
    ]


def corrected(lines: Iterable[Line]) -> list[Hit]:
    """Entries corrected or voided, each with its correction, and which of the two it is."""
    return [
        Hit(line.case, (line.refers_to, line.number), line.step, {"entry": line.refers_to, "what": line.kind})
        for line in lines
        if line.kind in ("correction", "void") and line.refers_to
    ]


def allowed(lines: Iterable[Line]) -> list[Hit]:
    """Superiors' decisions that let a step pass: for which step and code, by whom recorded as confirmed."""
    return [
        Hit(
            line.case,
            (line.number,),
            line.facts["step"],
            {"code": line.facts["code"], "number": line.facts["number"], "person": line.person},
        )
        for line in lines
        if line.kind == "allow"
    ]


def few_hands(lines: Iterable[Line], acts: int = ACTS) -> list[Hit]:
    """Cases of at least so many acts, all recorded by the same two people or by one."""
    by_case: dict[int, list[Line]] = {}
    for line in lines:
        if line.kind == "act" and line.person is not None:
            by_case.setdefault(line.case, []).append(line)
    return [
        Hit(case, tuple(line.number for line in own), facts={"acts": len(own), "people": hands})
        for case, own in by_case.items()
        if len(own) >= acts and len(hands := sorted({line.person for line in own if line.person})) <= 2
    ]


def kin(lines: Iterable[Line], pairs: Iterable[tuple[int, int]]) -> list[Hit]:
    """Cases in whose entries a declared relative of the person appears: as who recorded one, or named in its facts."""
    relatives: dict[int, set[int]] = {}
    for one, other in pairs:
        relatives.setdefault(one, set()).add(other)
        relatives.setdefault(other, set()).add(one)
    found = []
    for line in lines:
        known = relatives.get(line.subject or 0, set())
        near = known & ({line.person} if line.person else set()) | known & line.people
        found += [Hit(line.case, (line.number,), line.step, {"person": person}) for person in sorted(near)]
    return found


def one_sponsor(lines: Iterable[Line], cases: int = CASES) -> list[Hit]:
    """Cases whose sponsor also stands in at least so many cases in all; by sponsor, each case once."""
    by_sponsor: dict[int, dict[int, Line]] = {}
    for line in lines:
        for person in line.people if line.kind in ("act", "import") else ():
            by_sponsor.setdefault(person, {})[line.case] = line
    return [
        Hit(case, (line.number,), line.step, {"person": person})
        for person, own in sorted(by_sponsor.items())
        if len(own) >= cases
        for case, line in sorted(own.items())
    ]
