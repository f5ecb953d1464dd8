"""What an auditor asks of the journal: the filters as typed, what is wrong with them, and where the page begins."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import abort, request

from models.line_filters import Key, Wanted, key_types
from models.people import people_called
from web.loose import iso_day, plain, whole
from web.pages.language import said
from web.pages.request import reading
from workflows.engine.findings import N_

MOST_PEOPLE = 20
DAYS = ("act_from", "act_until", "recorded_from", "recorded_until")
TEXTS = ("office", "step", "kind", "code", "severity", "article")
NOBODY = N_("没有叫“%(name)s”的人：请核对姓名，或者输入人员编号")
SEVERAL = N_("有 %(count)s 人叫“%(name)s”：请从下面选定一人")
BAD_GAP = N_("“%(typed)s”不是天数：请写 0 或者正整数")


class Asked(NamedTuple):
    """A question as it was typed, what is wrong with it by field, and whom a name may mean."""

    typed: dict[str, str]
    wanted: Wanted
    place: int | None
    errors: dict[str, str]
    people: Sequence[int]

    def address(self, **other: Any) -> dict[str, Any]:
        """The parts of the address of the same question, some of them changed."""
        said = {**self.typed, "place": self.place, **other}
        return {name: value for name, value in said.items() if value not in (None, "")}


def asked() -> Asked:
    """The question of this request; what cannot be read is an error beside its field."""
    names = ("person", *TEXTS, *DAYS, "gap")
    typed = {name: " ".join(request.args.get(name, "").split())[:100] for name in names}
    errors: dict[str, str] = {}
    read: dict[str, Any] = {name: typed[name] or None for name in TEXTS}
    read |= {name: plain(typed[name]).upper() or None for name in ("code", "article")}
    for name in DAYS:
        read[name] = or_wrong(errors, name, lambda text: date.fromisoformat(iso_day(text)), typed[name])
    read["gap"] = or_wrong(errors, "gap", gap, typed["gap"])
    people = people_meant(typed["person"], errors)
    read["person"] = people[0] if len(people) == 1 else None
    return Asked(typed, Wanted(**read), request.args.get("place", type=int), errors, people)


def or_wrong(errors: dict[str, str], name: str, read: Callable[[str], Any], text: str) -> Any:
    """The value of a field, None where nothing was typed; or its error is kept."""
    try:
        return read(text) if text else None
    except ValueError as error:
        errors[name] = said(error.args[0])
        return None


def gap(text: str) -> int:
    """A number of days; raises ValueError."""
    try:
        days = whole(text)
    except ValueError:
        days = -1
    if not 0 <= days < 2**31:
        raise ValueError(BAD_GAP % {"typed": text})
    return days


def people_meant(text: str, errors: dict[str, str]) -> list[int]:
    """Whom a name or a number may mean: nobody and several are errors."""
    if not text:
        return []
    if text.isdecimal() and int(text) < 2**63:
        return [int(text)]
    found = people_called(reading(), text, MOST_PEOPLE)
    if not found:
        errors["person"] = said(NOBODY, name=text)
    elif len(found) > 1:
        errors["person"] = said(SEVERAL, count=len(found), name=text)
    return sorted(found)


def begins(wanted: Wanted) -> Key | None:
    """Where the page begins; 400 for a page that begins nowhere."""
    text = request.args.get("after", "")
    if not text:
        return None
    parts, types = text.split("."), key_types(wanted)
    try:
        return tuple(part_of(part, kind) for part, kind in zip(parts, types, strict=True))
    except ValueError:
        abort(400)


def part_of(text: str, kind: type) -> Any:
    """A part of a key: a day or a number; raises ValueError."""
    if kind is date:
        return date.fromisoformat(text)
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError(text)
    return number
