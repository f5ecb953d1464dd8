"""Reads dossier files strictly: JSON with no duplicate keys, no lax values; what cannot be used says where and why."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from .declare import Workflow
from .dossier import Act, Allowance
from .errors import BadForm
from .findings import N_
from .forms import Form, field
from .values import Day, Name, Short, Text


class Unusable(ValueError):
    """A dossier that cannot be judged; `field` says where, the message why and what to do, `ref` which one it is."""

    def __init__(self, field: str, message: str, ref: str | None = None) -> None:
        super().__init__(field, message, ref)  # all three, so that it can be sent to another process
        self.field, self.message, self.ref = legible(field), legible(message), ref

    def __str__(self) -> str:
        return self.message


def legible(text: str) -> str:
    """A text from a file as it may be shown: no control characters, and not longer than a line or two."""
    if len(text) <= 200 and text.isprintable():
        return text
    clean = "".join(letter if letter.isprintable() else "�" for letter in text[:200])
    return clean + "…" if len(text) > 200 else clean


class Raw(NamedTuple):
    """One dossier as it stands in a file: where it is, and its text or its value."""

    source: str
    value: Any


class Spread(dict[str, Any]):
    """A dossier that was spread over cells; `places` names each of its steps as the columns do."""

    def __init__(self, value: Mapping[str, Any], places: Sequence[str]) -> None:
        super().__init__(value)
        self.places = places


class Paper(NamedTuple):
    """A dossier read from a file: what identifies it, what holds from the start, and its acts in file order."""

    ref: str | None
    name: str | None
    organisation: str | None
    setting: Form
    acts: list[Act]


class AllowanceRow(Form):
    """A superior's decision as a file gives it."""

    code: Short = field("代码")
    number: Short = field("文号")
    on: Day = field("日期")
    reason: Text = field("理由")


class Heading(Form):
    """What identifies a dossier in a file."""

    ref: Short | None = field("编号", default=None)
    name: Name | None = field("姓名", default=None)
    organisation: Name | None = field("党组织", default=None)


class _Doubled(dict[str, Any]):
    """An object in which a key stands twice."""

    key = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    names = [name for name, _ in pairs]
    doubled.key = next(name for name in names if names.count(name) > 1)
    return doubled


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_constant=lambda word: _no_number(word)).decode


def _no_number(word: str) -> Any:
    raise ValueError(word)


def parse(text: str) -> Any:
    """A JSON value; raises Unusable when the text is not JSON."""
    try:
        return _decode(text)
    except json.JSONDecodeError as error:
        message = N_("不是正确的 JSON：第 %(line)s 行第 %(column)s 个字符处") % {
            "line": error.lineno,
            "column": error.colno,
        }
        raise Unusable("", message) from None
    except (ValueError, RecursionError):
        raise Unusable("", N_("不是正确的 JSON：数字或者层次超出范围")) from None


def raw_dossiers(path: Path) -> Iterator[Raw]:
    """The dossiers of a `.json` file (one or a list) or a `.jsonl` file (one a line), not yet read; raises Unusable."""
    try:
        if path.suffix.lower() == ".json":
            value = parse(utf8(path.read_bytes()))
            rows = value if isinstance(value, list) else [value]
            yield from (Raw(f"{path.name}:{number}", row) for number, row in enumerate(rows, 1))
            return
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield Raw(f"{path.name}:{number}", line)
    except OSError as error:
        raise Unusable("", N_("文件读不出来：%(reason)s") % {"reason": error.strerror or error}) from None


def utf8(content: bytes) -> str:
    """The text of a file or of a line; raises Unusable for another encoding."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("", N_("不是 UTF-8 编码的文本：请另存为 UTF-8 再试")) from None


def read_paper(flow: Workflow, value: Any, on: date) -> Paper:
    """A dossier ready to be judged as of `on`; raises Unusable for the first thing that is wrong."""
    if isinstance(value, Unusable):
        raise value
    if isinstance(value, bytes):
        value = parse(utf8(value))
    if not isinstance(value, dict):
        raise Unusable("", N_("一份档案须是一个 JSON 对象（花括号）"))
    _refuse_unfit(value)
    steps = value.get("steps")
    if not isinstance(steps, list):
        raise Unusable("steps", N_("缺少“steps”：须是办理步骤的列表"))
    top = {name: held for name, held in value.items() if name != "steps"}
    heading = {name: top.pop(name) for name in Heading.model_fields if name in top}
    identity = _read(Heading.held, heading, "")
    _refuse_internal(flow.setting, top, "")
    setting = _read(flow.setting.recall, top, "")
    _refuse_future(setting, on, "")
    places = value.places if isinstance(value, Spread) else [f"steps[{number}]" for number in range(len(steps))]
    acts = [_act(flow, row, place, on) for row, place in zip(steps, places, strict=True)]
    return Paper(identity.get("ref"), identity.get("name"), identity.get("organisation"), setting, acts)


def _act(flow: Workflow, row: Any, where: str, on: date) -> Act:
    if not isinstance(row, dict):
        raise Unusable(where, N_("一个步骤须是一个 JSON 对象（花括号）"))
    values = dict(row)
    name = values.pop("step", None)
    if not isinstance(name, str) or name not in flow:
        raise Unusable(f"{where}.step", N_("不认识的步骤 %(name)s：请对照模板中的步骤名称") % {"name": str(name)[:60]})
    setting, allowed = values.pop("setting", None), values.pop("allowed", ())
    step = flow[name]
    _refuse_internal(step.form, values, where)
    form = _read(step.form.recall, values, where)
    _refuse_future(form, on, where)
    changed = _setting(flow, setting, f"{where}.setting", on) if setting is not None else None
    return Act(step, form.day, form, setting=changed, allowed=_allowances(allowed, where, on))


def _setting(flow: Workflow, values: Any, where: str, on: date) -> dict[str, Any]:
    if isinstance(values, Mapping):
        _refuse_internal(flow.setting, values, where)
    held = _read(flow.setting.held, values, where)
    _refuse_future(flow.setting.restore(held), on, where)
    return held


def _allowances(rows: Any, where: str, on: date) -> tuple[Allowance, ...]:
    if not rows and isinstance(rows, list | tuple):
        return ()
    if not isinstance(rows, list):
        raise Unusable(f"{where}.allowed", N_("“allowed”须是上级说明的列表"))
    read = [_read(AllowanceRow.read, row, f"{where}.allowed[{number}]") for number, row in enumerate(rows)]
    for number, row in enumerate(read):
        _refuse_future(row, on, f"{where}.allowed[{number}]")
    return tuple(Allowance(row.code, row.number, row.on, row.reason) for row in read)


def _read(reader: Any, values: Any, where: str) -> Any:
    if not isinstance(values, Mapping):
        raise Unusable(where, N_("须是一个 JSON 对象（花括号）"))
    try:
        return reader(values)
    except BadForm as bad:
        path, message = bad.errors[0]
        raise Unusable(f"{where}.{path}".strip("."), message) from None


def _refuse_internal(form: type[Form], values: Mapping[str, Any], where: str) -> None:
    for name in form.internal() & values.keys():
        message = N_("不认识的项目“%(name)s”：请对照模板核对名称") % {"name": name}
        raise Unusable(f"{where}.{name}".strip("."), message)


def _refuse_future(form: Form, on: date, where: str) -> None:
    for name in type(form).days_past():
        day = form.known(name)
        if day is not None and day > on:
            message = N_("“%(title)s”%(day)s 在 %(on)s 之后：尚未发生的事不能登记")
            raise Unusable(f"{where}.{name}".strip("."), message % {"title": form.title(name), "day": day, "on": on})
    for name in type(form).row_fields():
        for number, row in enumerate(form.known(name) or ()):
            _refuse_future_row(row, on, f"{where}.{name}.{number}".strip("."))


def _refuse_future_row(row: Any, on: date, where: str) -> None:
    for name, value in row.__dict__.items():
        if isinstance(value, date) and value > on:
            message = N_("“%(title)s”%(day)s 在 %(on)s 之后：尚未发生的事不能登记")
            raise Unusable(f"{where}.{name}", message % {"title": row.title(name), "day": value, "on": on})


def _refuse_unfit(value: Any) -> None:
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
