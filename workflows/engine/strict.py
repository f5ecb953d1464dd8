"""Strict reading of text: UTF-8, JSON with no key twice; what cannot be used says where and why."""

import json
from collections.abc import Callable
from typing import Any

from .findings import N_


class Unusable(ValueError):
    """A dossier that cannot be judged; `field` says where, the message why and what to do, `ref` which one it is."""

    def __init__(self, field: str, message: str, ref: str | None = None) -> None:
        super().__init__(field, message, ref)  # all three, so that it can be sent to another process
        self.field, self.message, self.ref = legible(field), legible(message), ref

    def __str__(self) -> str:
        return self.message

    def within(self, place: str) -> "Unusable":
        """The same, where `field` lies inside of `place`."""
        return Unusable(f"{place}.{self.field}".strip("."), self.message, self.ref)


def legible(text: str) -> str:
    """A text from a file as it may be shown: no control characters, and not longer than a line or two."""
    if len(text) <= 200 and text.isprintable():
        return text
    clean = "".join(letter if letter.isprintable() else "�" for letter in text[:200])
    return clean + "…" if len(text) > 200 else clean


def utf8(content: bytes) -> str:
    """The text of a file or of a line; raises Unusable for another encoding."""
    try:
        return content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Unusable("", N_("不是 UTF-8 编码的文本：请另存为 UTF-8 再试")) from None


class _Doubled(dict[str, Any]):
    """An object in which a key stands twice."""

    key = ""


class _Twice(Exception):
    """A key stands twice somewhere: the text is read again to say where."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    names = [name for name, _ in pairs]
    doubled.key = next(name for name in names if names.count(name) > 1)
    return doubled


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number).decode
_decode_single = json.JSONDecoder(object_pairs_hook=_single, parse_constant=_no_number).decode


def parsed(text: str) -> Any:
    """A JSON value in which no key stands twice; raises Unusable."""
    try:
        return parse(text, _decode_single)
    except _Twice:
        value = parse(text)
        refuse_unfit(value)
        return value


def parse(text: str, decode: Callable[[str], Any] = _decode) -> Any:
    """A JSON value; raises Unusable when the text is not JSON. An object in which a key stands twice is marked."""
    try:
        return decode(text)
    except json.JSONDecodeError as error:
        message = N_("不是正确的 JSON：第 %(line)s 行第 %(column)s 个字符处") % {
            "line": error.lineno,
            "column": error.colno,
        }
        raise Unusable("", message) from None
    except (ValueError, RecursionError):
        raise Unusable("", N_("不是正确的 JSON：数字或者层次超出范围")) from None


def refuse_unfit(value: Any) -> None:
    try:
        _refuse_doubled(value)
    except RecursionError:
        raise Unusable("", N_("不是正确的 JSON：数字或者层次超出范围")) from None


def _refuse_doubled(value: Any, where: str = "") -> None:
    if isinstance(value, _Doubled):
        raise Unusable(
            f"{where}.{value.key}".strip("."), N_("项目“%(key)s”出现了两次：请只保留一个") % {"key": value.key[:60]}
        )
    if isinstance(value, dict):
        for name, held in value.items():
            if isinstance(held, dict | list):
                _refuse_doubled(held, f"{where}.{name}".strip("."))
    elif isinstance(value, list):
        for number, held in enumerate(value):
            if isinstance(held, dict | list):
                _refuse_doubled(held, f"{where}[{number}]")
