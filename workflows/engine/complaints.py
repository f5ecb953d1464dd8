"""What pydantic found wrong with a value, said in Chinese, with the field's title and the words it may hold."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from .errors import BadForm
from .fields import Titled
from .findings import N_, Message, joined

MESSAGES: dict[str, str] = {
    "missing": N_("缺少“%(title)s”"),
    "extra_forbidden": N_("不认识的项目“%(title)s”，请对照模板核对名称"),
    "int_type": N_("“%(title)s”须为整数"),
    "int_parsing": N_("“%(title)s”须为整数"),
    "int_from_float": N_("“%(title)s”须为整数"),
    "bool_type": N_("“%(title)s”须为是或否（true、false）"),
    "string_type": N_("“%(title)s”须为文字"),
    "string_too_short": N_("“%(title)s”不能为空"),
    "string_too_long": N_("“%(title)s”超过 %(max_length)s 个字，请删减"),
    "string_pattern_mismatch": N_("“%(title)s”含有不能使用的字符（控制字符或首尾空格），请删去"),
    "string_unicode": N_("“%(title)s”含有不成字的编码，请重新录入"),
    "greater_than_equal": N_("“%(title)s”不能小于 %(ge)s"),
    "less_than_equal": N_("“%(title)s”不能大于 %(le)s"),
    "literal_error": N_("“%(title)s”只能是：%(expected)s"),
    "list_type": N_("“%(title)s”须为列表"),
    "tuple_type": N_("“%(title)s”须为列表"),
    "too_long": N_("“%(title)s”最多 %(max_length)s 项"),
    "model_type": N_("“%(title)s”的写法不对，请对照模板"),
    "dict_type": N_("“%(title)s”的写法不对，请对照模板"),
    "value_error": N_("“%(title)s”：%(error)s"),
}
OTHERWISE = N_("“%(title)s”的写法不对，请对照模板")


IN_ROW = N_("%(list)s第 %(number)s 行的%(title)s")
CHOICE, LISTED = N_("%(word)s（%(code)s）"), N_("%(one)s、%(other)s")
CODE = re.compile(r"'([^']*)'")


class Choices(str):
    """The codes a field may hold, as files write them."""

    codes: tuple[str, ...] = ()


def complaint_of(form: type[Titled], details: Mapping[str, Any]) -> tuple[str, str]:
    """(field path, message) for one error of pydantic in a form; in a row of one of its lists with the row's number."""
    return said(title_at(form, details["loc"], details["type"]), details)


def said(title: str, details: Mapping[str, Any]) -> tuple[str, str]:
    """(field path, message) for one error of pydantic in a field of that title."""
    facts = {**details.get("ctx", {}), "title": title}
    if "expected" in facts:
        codes = tuple(CODE.findall(facts["expected"]))
        facts["expected"] = Choices("、".join(codes))
        facts["expected"].codes = codes
    if isinstance(facts.get("error"), ValueError):
        facts["error"] = facts["error"].args[0]
    return ".".join(map(str, details["loc"])), MESSAGES.get(details["type"], OTHERWISE) % facts


def title_at(form: type[Titled], path: Sequence[Any], kind: str) -> str:
    """The title of the field a path leads to; of one that does not exist, its name."""
    if not path:
        return ""
    row = row_of(form, path[0])
    if len(path) > 2 and row is not None and isinstance(path[1], int):
        inner = title_at(row, path[2:], kind)
        return IN_ROW % {"list": form.title(path[0]), "number": path[1] + 1, "title": inner}
    return str(path[-1])[:60] if kind == "extra_forbidden" else form.title(str(path[0]))[:60]


def row_of(form: type[Titled], name: Any) -> type[Titled] | None:
    """The form of the rows of a list; None where the field is no list of rows."""
    info = form.model_fields.get(name)
    inner = next(iter(get_args(info.annotation)), None) if info else None
    return inner if isinstance(inner, type) and issubclass(inner, Titled) else None


def worded(bad: BadForm, words: Mapping[str, str]) -> BadForm:
    """The same, where each code that a field may hold stands beside the word for it."""
    return BadForm([(field, _worded(field, message, words)) for field, message in bad.errors])


def _worded(field: str, message: str, words: Mapping[str, str]) -> str:
    facts = message.facts if isinstance(message, Message) and message.facts else {}
    if not isinstance(expected := facts.get("expected"), Choices):
        return message
    name = field.rpartition(".")[2]
    told = ((words.get(f"{name}.{code}") or words.get(code), code) for code in expected.codes)
    choices = [CHOICE % {"word": word, "code": code} if word else code for word, code in told]
    return Message(message.id) % {**facts, "expected": joined(choices, LISTED)}
