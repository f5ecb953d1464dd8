"""Reads dossier files strictly: JSON with no duplicate keys, no lax values; what cannot be used says where and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from .complaints import worded
from .declare import Workflow
from .dossier import Act, Allowance
from .errors import BadForm
from .findings import N_
from .forms import Form, field
from .strict import Unusable, legible, parse, parsed, refuse_unfit, utf8
from .values import Day, Name, Short, Text

__all__ = [
    "Heading",
    "Paper",
    "Raw",
    "Spread",
    "Unusable",
    "legible",
    "parse",
    "raw_dossiers",
    "read_paper",
    "utf8",
]


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


def read_paper(flow: Workflow, value: Any, on: date) -> Paper:
    """A dossier ready to be judged as of `on`; raises Unusable for the first thing that is wrong."""
    if isinstance(value, Unusable):
        raise value
    if isinstance(value, bytes):
        value = parsed(utf8(value))
    else:
        refuse_unfit(value)
    if not isinstance(value, dict):
        raise Unusable("", N_("一份档案须是一个 JSON 对象（花括号）"))
    steps = value.get("steps")
    if not isinstance(steps, list):
        raise Unusable("steps", N_("缺少“steps”：须是办理步骤的列表"))
    top = {name: held for name, held in value.items() if name != "steps"}
    heading = {name: top.pop(name) for name in Heading.model_fields if name in top}
    identity = _read(Heading.held, heading)
    setting = _read(flow.setting.recall, top, on)
    acts = []
    for number, row in enumerate(steps):
        try:
            acts.append(_act(flow, row, on))
        except Unusable as problem:
            raise problem.within(value.places[number] if isinstance(value, Spread) else f"steps[{number}]") from None
    return Paper(identity.get("ref"), identity.get("name"), identity.get("organisation"), setting, acts)


def _act(flow: Workflow, row: Any, on: date) -> Act:
    if not isinstance(row, dict):
        raise Unusable("", N_("一个步骤须是一个 JSON 对象（花括号）"))
    values = dict(row)
    name = values.pop("step", None)
    step = flow.steps.get(name) if isinstance(name, str) else None
    if step is None:
        raise Unusable("step", N_("不认识的步骤 %(name)s：请对照模板中的步骤名称") % {"name": str(name)[:60]})
    setting = values.pop("setting") if "setting" in row else None
    allowed = values.pop("allowed") if "allowed" in row else []
    try:
        form = step.form.recall(values, on)
    except BadForm as bad:
        raise Unusable(*worded(bad, flow.words).errors[0]) from None
    act = Act(step, form.day, form)
    if setting is not None:
        act.setting = _inside("setting", _changed, setting, flow.setting, on)
    if allowed != []:
        act.allowed = _allowances(allowed, on)
    return act


def _changed(values: dict[str, Any], setting: type[Form], on: date) -> dict[str, Any]:
    """What of the setting changes with a step."""
    setting.refuse_internal(values)
    held = setting.held(values)
    setting.restore(held).not_after(on)
    return held


def _allowances(rows: Any, on: date) -> tuple[Allowance, ...]:
    if not isinstance(rows, list):
        raise Unusable("allowed", N_("“allowed”须是上级说明的列表"))
    read = [_inside(f"allowed[{number}]", _allowance, row, on) for number, row in enumerate(rows)]
    return tuple(Allowance(row.code, row.number, row.on, row.reason) for row in read)


def _allowance(values: dict[str, Any], on: date) -> Any:
    return AllowanceRow.read(values).not_after(on)


def _read(reader: Callable[..., Any], values: Any, *more: Any) -> Any:
    if not isinstance(values, dict):
        raise Unusable("", N_("须是一个 JSON 对象（花括号）"))
    try:
        return reader(values, *more)
    except BadForm as bad:
        raise Unusable(*bad.errors[0]) from None


def _inside(place: str, reader: Callable[..., Any], values: Any, *more: Any) -> Any:
    """As `_read`, for values that stand at a place within a step."""
    try:
        return _read(reader, values, *more)
    except Unusable as problem:
        raise problem.within(place) from None
