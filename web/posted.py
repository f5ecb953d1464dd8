"""What a form on a page sends: each field read generously in form, never in meaning; everything typed is kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from web.loose import whole
from web.shapes import CHOSEN, beside, drawn, kind_on_page, row_of, written
from web.sheets.kinds import kind_of
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_
from workflows.engine.forms import Form
from workflows.engine.people import Person

Typed = Mapping[str, Sequence[str]]
BOTH = N_("已经选定了登记的人员，不必再写姓名：请只保留一种")
NOBODY = N_("这一行没有选人：请选择人员，或者把这一行清空")
YES_NO = {"yes": True, "no": False}


def values_of(
    form: type[Form], typed: Typed, word: Callable[[str], str], prefix: str = "", from_paper: bool = False
) -> dict[str, Any]:
    """The values of a form as `Form.read` takes them; raises BadForm that names every field that cannot be read."""
    reader = Reader(typed, word, from_paper)
    values = reader.form(form, prefix)
    if reader.errors:
        raise BadForm(reader.errors)
    return values


class Reader:
    """Reads typed texts; what cannot be read is remembered, and everything else still read."""

    def __init__(self, typed: Typed, word: Callable[[str], str], from_paper: bool = False) -> None:
        self.typed, self.word, self.from_paper = typed, word, from_paper
        self.errors: list[tuple[str, str]] = []

    def form(self, form: Any, prefix: str, names: Iterable[str] | None = None) -> dict[str, Any]:
        """The values of a form's fields; what was left blank is left out, a list without rows too where some are asked for."""
        found = {}
        for name in drawn(form) if names is None else names:
            info = form.model_fields[name]
            value = self._field(prefix + name, kind_on_page(info.annotation, info), info.annotation)
            if value is not None and not (value == [] and info.is_required() and not self.from_paper):
                found[name] = value
        return found

    def _field(self, name: str, shape: str, annotation: Any) -> Any:
        if shape == "rows":
            return list(self._rows(name, row_of(annotation)))
        texts = [text for text in self.typed.get(name, ()) if text.strip()]
        try:
            return self._read(shape, texts, annotation) if texts else None
        except ValueError as error:
            self.errors.append((name, error.args[0]))
            return None

    def _read(self, shape: str, texts: list[str], annotation: Any) -> Any:
        if shape == "several":
            return [self._known(annotation, text) for text in texts]
        if shape == "lines":
            return [line.strip() for line in texts[0].splitlines() if line.strip()]
        if shape == "yesno":
            return self._yes_no(texts[0])
        if shape == "people":
            return [whole(text) for text in texts]
        if shape in CHOSEN:
            return whole(texts[0])
        if shape == "long":
            return texts[0].replace("\r\n", "\n").strip()
        return kind_of(annotation, self.word).read(texts[0])

    def _known(self, annotation: Any, text: str) -> Any:
        return kind_of(annotation, self.word).read(text)[0]

    def _yes_no(self, text: str) -> bool:
        if text not in YES_NO:
            raise ValueError(N_("须选“是”或者“否”"))
        return YES_NO[text]

    def _rows(self, name: str, row: Any) -> Iterator[dict[str, Any]]:
        """The rows that are not blank; their numbers on the page may have gaps."""
        start = f"{name}."
        numbers = {key[len(start) :].split(".")[0] for key in self.typed if key.startswith(start)}
        for number in sorted(filter(str.isdecimal, numbers), key=int):
            if issubclass(row, Person) and self.from_paper:
                values = self._person(row, f"{start}{number}.")
            elif issubclass(row, Person):
                chosen = self._field(f"{start}{number}.person", "person", int)
                told = self.form(row, f"{start}{number}.", beside(row))
                if told and chosen is None:
                    self.errors.append((f"{start}{number}.person", NOBODY))
                values = {"person": chosen, "name": "?", **told} if chosen is not None else {}
            else:
                values = self.form(row, f"{start}{number}.")
            if values:
                yield values

    def _person(self, row: Any, start: str) -> dict[str, Any]:
        """A person as a paper names one: chosen from the register, or written by name."""
        values, chosen = self.form(row, start, written(row)), self._field(f"{start}person", "person", int)
        if chosen is not None and "name" in values:
            self.errors.append((f"{start}name", BOTH))
        return values if chosen is None else {"name": "?", **values, "person": chosen}


def strange(form: type[Form], typed: Typed, known: frozenset[str]) -> list[str]:
    """The names that belong to no field of the form: a page of another version, or one that was tampered with."""
    fields = set(drawn(form))
    return sorted(name for name in typed if name not in known and name.split(".")[0] not in fields)


def errors_by_input(form: Any, error: BadForm) -> dict[str, str]:
    """The messages by the input they stand beside; several of one input together, what has no input under nothing."""
    found: dict[str, str] = {}
    for name, message in error.errors:
        key = name if name.split(".")[0] in form.model_fields else ""
        found[key] = f"{found[key]}；{message}" if key in found else message
    return found


def typed_again(form: Any, values: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Values as somebody would type them on the page."""
    typed: dict[str, list[str]] = {}
    for name, value in values.items():
        info = form.model_fields.get(name)
        if info is None or value is None:
            continue
        shape = kind_on_page(info.annotation, info)
        if shape == "rows":
            for number, row in enumerate(value):
                typed |= typed_again(row_of(info.annotation), row, f"{prefix}{name}.{number}.")
        else:
            typed[prefix + name] = _texts(shape, value)
    return typed


def _texts(shape: str, value: Any) -> list[str]:
    if shape == "lines":
        return ["\n".join(value)]
    if isinstance(value, list):
        return list(map(str, value))
    if isinstance(value, bool):
        return [("yes" if value else "no") if shape == "yesno" else ("是" if value else "否")]
    return [str(value)]
