"""People named on a form: a typed name becomes the person it means, and nobody from outside a closed list is taken."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from web.inputs import Options
from web.pages.language import said
from web.shapes import CHOSEN, kind_on_page, row_of
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_
from workflows.engine.forms import Form
from workflows.engine.people import Person

Typed = Mapping[str, Sequence[str]]
NOBODY = N_("没有叫“%(name)s”的人可以选：请核对姓名和党籍，可以输入姓名、拼音或者首字母")
SEVERAL = N_("有 %(count)s 人符合“%(name)s”：请从名单中选定")
MANY = N_("符合“%(name)s”的不少于 %(count)s 人：请输入全名")
OUTSIDE = N_("选定的人（编号 %(numbers)s）不在可以选的名单里，须是本组织或者下级组织的党员：请另选")
NO_PLACE = N_("选定的党组织（编号 %(numbers)s）不在本组织及其下级之内：请另选")


def with_people(form: type[Form], typed: Typed, choices: Mapping[str, Options]) -> dict[str, Sequence[str]]:
    """What was typed, with the number of everybody who was named; raises BadForm for one nobody or several may be."""
    found, errors = dict(typed), list[tuple[str, str]]()
    for name, kind in inputs_of_people(form, typed):
        text, options = typed[name][0].strip(), choices.get(kind, ())
        if text and not text.isdecimal() and hasattr(options, "meant"):
            meant = options.meant(text)
            found[name] = [meant[0][0]] if len(meant) == 1 else [text]
            if len(meant) != 1:
                message = NOBODY if not meant else MANY if len(meant) >= options.most_meant else SEVERAL
                errors.append((name, said(message, name=text, count=len(meant))))
    errors += list(strangers(form, found, choices))
    if errors:
        raise BadForm(errors)
    return found


def strangers(form: type[Form], typed: Typed, choices: Mapping[str, Options]) -> Iterator[tuple[str, str]]:
    """Where somebody or an organisation is named that stands outside a closed list, with what is said of it."""
    named: dict[str, dict[str, int]] = {}
    for name, kind in inputs_of_people(form, typed):
        text = typed[name][0].strip()
        if text.isdecimal() and len(text) < 16 and getattr(choices.get(kind, ()), "closed", False):
            named.setdefault(kind, {})[name] = int(text)
    for kind, numbers in named.items():
        options: Any = choices[kind]
        outside, message = set(options.outside(numbers.values())), NO_PLACE if kind == "organisation" else OUTSIDE
        yield from ((name, said(message, numbers=number)) for name, number in numbers.items() if number in outside)


def inputs_of_people(form: Any, typed: Typed) -> Iterator[tuple[str, str]]:
    """(input, list) of every input that was sent and names a person or an organisation."""
    for name, info in form.model_fields.items():
        shape = kind_on_page(info.annotation, info)
        if shape == "rows":
            yield from _in_rows(f"{name}.", row_of(info.annotation), typed)
        elif shape in CHOSEN and name in typed:
            yield name, shape


def _in_rows(start: str, row: Any, typed: Typed) -> Iterator[tuple[str, str]]:
    for key in typed:
        inner = key[len(start) :].partition(".")[2] if key.startswith(start) else ""
        kind = _kind(row, inner)
        if kind:
            yield key, kind


def _kind(row: Any, name: str) -> str:
    """From which list an inner field of a row chooses; nothing where it does not."""
    if issubclass(row, Person) and name == "person":
        return "person"
    info = row.model_fields.get(name)
    shape = kind_on_page(info.annotation, info) if info else ""
    return shape if shape in CHOSEN else ""
