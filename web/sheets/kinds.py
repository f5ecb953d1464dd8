"""The kinds of value a cell may hold: how each is read, shown and explained; found from the field of a form."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from web.loose import iso_day, plain, whole
from workflows.engine.findings import N_
from workflows.engine.people import Person
from workflows.engine.values import read_day

SEPARATORS = re.compile(r"[、；;\n]")
EXACT = 10**15  # spreadsheets keep 15 digits of a number
ANY = {"有": True, "无": False}
YES_NO = {"是": True, "否": False, "true": True, "false": False}


class Kind:
    """A kind of value. `options` are the words a cell may hold; `note` says how to fill it in."""

    options: tuple[str, ...] = ()
    note = ""
    shape = "text"

    def read(self, cell: Any) -> Any:
        """The value of a filled cell as a dossier file has it; raises ValueError with the reason."""
        raise NotImplementedError

    def show(self, value: Any) -> Any:
        """A value of a dossier file as a cell shows it."""
        return value


class Text(Kind):
    """Words, or a number that was meant as words."""

    def read(self, cell: Any) -> str:
        if isinstance(cell, str):
            return cell.replace("\r\n", "\n").strip()
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            raise ValueError(N_("须为文字：请把单元格的格式设为“文本”后重新录入"))
        if abs(cell) >= EXACT:
            raise ValueError(N_("数字太长，表格软件已改动末几位：请把单元格的格式设为“文本”后重新录入"))
        return str(int(cell)) if cell == int(cell) else repr(cell)


class Day(Kind):
    """A calendar day: a real date, or a text."""

    note = N_("日期，如 2026-06-05；也可以写 2026.6.5、20260605")
    shape = "day"

    def read(self, cell: Any) -> str:
        if isinstance(cell, date):
            return read_day(cell.date() if isinstance(cell, datetime) else cell).isoformat()
        if isinstance(cell, float) and cell == int(cell):
            return iso_day(str(int(cell)))
        return iso_day(cell if isinstance(cell, str) else "")

    def show(self, value: Any) -> date:
        return date.fromisoformat(value)


class Whole(Kind):
    """A whole number."""

    note = N_("整数")
    shape = "whole"

    def read(self, cell: Any) -> int:
        if isinstance(cell, str):
            return whole(cell)
        if isinstance(cell, bool) or not isinstance(cell, int | float) or cell != int(cell) or abs(cell) >= EXACT:
            raise ValueError(N_("须为整数"))
        return int(cell)


class YesNo(Kind):
    """Yes or no."""

    options = ("是", "否")
    note = N_("填“是”或者“否”")

    def read(self, cell: Any) -> bool:
        if isinstance(cell, bool):
            return cell
        answer = YES_NO.get(plain(cell).lower()) if isinstance(cell, str) else None
        if answer is None:
            raise ValueError(N_("须填“是”或者“否”"))
        return answer

    def show(self, value: Any) -> str:
        return "是" if value else "否"


class CountOrYesNo(Whole):
    """A whole number, or only whether there is any."""

    note = N_("整数，或者“是”“否”")
    shape = "text"

    def read(self, cell: Any) -> int | bool:
        if isinstance(cell, str) and plain(cell) in ANY:
            return ANY[plain(cell)]
        if isinstance(cell, bool) or (isinstance(cell, str) and plain(cell).lower() in YES_NO):
            return YesNo().read(cell)
        return super().read(cell)

    def show(self, value: Any) -> Any:
        return YesNo().show(value) if isinstance(value, bool) else value


class Choice(Kind):
    """One of several coded values, by its Chinese word or its code."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self.codes = {plain(word): code for code, word in words.items()} | {code: code for code in words}
        self.options = tuple(words.values())
        self.note = N_("填其中之一：%(words)s") % {"words": "、".join(self.options)}

    def read(self, cell: Any) -> str:
        code = self.codes.get(plain(cell)) if isinstance(cell, str) else None
        if code is None:
            raise ValueError(N_("只能填：%(words)s") % {"words": "、".join(self.options)})
        return code

    def show(self, value: Any) -> str:
        return self.words[value]


class Several(Kind):
    """Several values in one cell, separated by 、 or ；; 无 is none at all."""

    def __init__(self, each: Kind) -> None:
        self.each = each
        note = N_("可填多项，用“、”分开")
        self.note = f"{note}：{'、'.join(each.options)}" if each.options else note

    def read(self, cell: Any) -> list[Any]:
        if not isinstance(cell, str):
            return [self.each.read(cell)]
        if cell.strip() == "无":
            return []
        return [self.each.read(part) for part in SEPARATORS.split(cell) if part.strip()]

    def show(self, value: Any) -> str:
        return "、".join(self.each.show(item) for item in value) or "无"


class Named(Text):
    """A person of whom only the name is given."""

    def show(self, value: Any) -> str:
        return value if isinstance(value, str) else value["name"]


def kind_of(annotation: Any, word: Callable[[str], str]) -> Kind:
    """The kind of a field's values; `word` gives the Chinese word of a code."""
    held = without_none(annotation)
    if get_origin(held) is list:
        return Several(kind_of(get_args(held)[0], word))
    if get_origin(held) is Literal:
        return Choice({code: word(code) for code in get_args(held)})
    if isinstance(held, type) and issubclass(held, Person):
        return Named()
    return PLAIN[held]()


PLAIN: Mapping[Any, type[Kind]] = {
    date: Day,
    bool: YesNo,
    int: Whole,
    str: Text,
    frozenset({bool, int}): CountOrYesNo,
}


def without_none(annotation: Any) -> Any:
    """The annotation without `None` and without what pydantic hangs on it; a choice of types as a set."""
    if get_origin(annotation) is Annotated:
        return without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        parts = [without_none(part) for part in get_args(annotation) if part is not NoneType]
        return parts[0] if len(parts) == 1 else frozenset(parts)
    return annotation
