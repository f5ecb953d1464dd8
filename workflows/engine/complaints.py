"""What pydantic found wrong with a value, said in Chinese, with the field's title."""

from collections.abc import Callable, Mapping
from typing import Any

from .findings import N_

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


def complaint(title: Callable[[str], str], details: Mapping[str, Any]) -> tuple[str, str]:
    """(field path, message) for one error of pydantic; `title` gives the Chinese title of a field's name."""
    path = [str(part) for part in details["loc"]]
    named = path[-1] if details["type"] == "extra_forbidden" else path[0] if path else ""
    facts = {**details.get("ctx", {}), "title": title(named)[:60]}
    if "expected" in facts:
        facts["expected"] = facts["expected"].replace(" or ", "、").replace(", ", "、")
    if isinstance(facts.get("error"), ValueError):
        facts["error"] = facts["error"].args[0]
    return ".".join(path), MESSAGES.get(details["type"], OTHERWISE) % facts
