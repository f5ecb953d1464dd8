"""Forms on pages: what is drawn for each field of a form, found from the field itself; the one macro draws every kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args, get_origin

from web.sheets.kinds import kind_of, without_none
from workflows.engine.forms import Form, trait
from workflows.engine.people import Person
from workflows.engine.values import Text

Options = Sequence[tuple[str, str]]
MOST_ROWS = 100
CHOSEN = ("person", "organisation", "proposal")


@dataclass(frozen=True)
class Input:
    """One field as it is drawn. `values` are what was typed or is known; `rows` the rows of a list of rows."""

    name: str
    title: str
    kind: str
    required: bool
    unit: str = ""
    help: str = ""
    options: Options = ()
    values: Sequence[str] = ()
    error: str = ""
    paper: str = ""
    rows: Sequence[Sequence["Input"]] = ()

    @property
    def value(self) -> str:
        """The first value, or nothing."""
        return self.values[0] if self.values else ""

    @property
    def key(self) -> str:
        """The name as an id of a page."""
        return "f-" + self.name.replace(".", "-")


@dataclass(frozen=True)
class Drawing:
    """What drawing a form takes: words of codes, the choices of persons and the like, typed values, errors, papers."""

    word: Callable[[str], str] = str
    choices: Mapping[str, Options] = field(default_factory=dict)
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    more: str = ""  # the list of rows that gets one row more
    from_paper: bool = False  # a dossier of the past: only the day is required, persons are written by name

    def draw(self, form: type[Form]) -> list[Input]:
        """Every field one fills in."""
        return [self._input(form, name) for name in drawn(form)]

    def _input(self, form: Any, name: str) -> Input:
        info = form.model_fields[name]
        shape = kind_on_page(info.annotation, info)
        full = self.prefix + name
        made = Input(
            name=full,
            title=info.title or name,
            kind=shape,
            required=self._required(form, name, info, shape),
            unit=trait(info, "unit") or "",
            help="" if shape in ("choice", "several") else info.description or "",
            options=self._options(info, shape),
            values=self.typed.get(full, self._default(info, shape)),
            error=self.errors.get(full, ""),
            paper=self.papers.get(name, ""),
        )
        return replace(made, rows=self._rows(info, name)) if shape == "rows" else made

    def _required(self, form: Any, name: str, info: Any, shape: str) -> bool:
        if self.from_paper:
            return issubclass(form, Form) and name == form.day_field()
        return info.is_required() or decided(info, shape)

    def _options(self, info: Any, shape: str) -> Options:
        if shape in CHOSEN:
            return self.choices.get(shape, ())
        if shape in ("choice", "several"):
            return [(code, self.word(code)) for code in codes(info.annotation)]
        return ()

    def _default(self, info: Any, shape: str) -> Sequence[str]:
        if self.from_paper or info.is_required() or info.default is None or decided(info, shape):
            return ()
        if isinstance(info.default, bool):
            return ["no" if shape == "yesno" else "否"]
        return [str(info.default)]

    def _rows(self, info: Any, name: str) -> Sequence[Sequence[Input]]:
        row = row_of(info.annotation)
        start = f"{self.prefix}{name}."
        starts = {key[len(start) :].split(".")[0] for key in self.typed if key.startswith(start)}
        numbers = [int(number) for number in starts if number.isdecimal() and int(number) < MOST_ROWS]
        count = max([2, *(number + 1 for number in numbers)]) + (self.more == self.prefix + name)
        return [replace(self, prefix=f"{self.prefix}{name}.{number}.")._row(row) for number in range(count)]

    def _row(self, row: Any) -> list[Input]:
        if issubclass(row, Person) and self.from_paper:
            return [replace(self._input(row, name), required=False) for name in written(row)]
        if issubclass(row, Person):
            title, name = row.title("name"), f"{self.prefix}person"
            options, values = self.choices.get("person", ()), self.typed.get(name, ())
            error = self.errors.get(f"{self.prefix}name", self.errors.get(name, ""))
            return [Input(name, title, "person", False, options=options, values=values, error=error)]
        return [replace(self._input(row, name), required=False) for name in row.model_fields]


def drawn(form: Any) -> Iterator[str]:
    """The fields one fills in: not those the installation fills in itself."""
    fields = form.model_fields.items()
    return (name for name, info in fields if not trait(info, "internal") or trait(info, "chooses"))


def written(row: type[Person]) -> list[str]:
    """The fields of a person as a paper names one: what the installation would know is not asked."""
    return [name for name in row.model_fields if name not in ("person", "relative", "other_cases", "own_branch")]


def decided(info: Any, shape: str) -> bool:
    """Whether a yes is what a paper is taken to say; on a page somebody says it."""
    return shape == "yesno" and info.default is True


def kind_on_page(annotation: Any, info: Any = None) -> str:
    """How a field is drawn: day, whole, yesno, choice, several, rows, lines, person, organisation, long or line."""
    chosen = trait(info, "chooses") if info is not None else None
    if chosen:
        return chosen
    held = without_none(annotation)
    if get_origin(held) is list:
        inner = without_none(get_args(held)[0])
        return "several" if get_origin(inner) is Literal else "rows" if hasattr(inner, "model_fields") else "lines"
    if get_origin(held) is Literal:
        return "choice"
    if held is bool:
        return "yesno"
    kind = kind_of(annotation, str)
    if kind.shape in ("day", "whole"):
        return kind.shape
    return "long" if is_long(annotation, info) else "line"


def is_long(annotation: Any, info: Any) -> bool:
    """Whether a text may have several lines."""
    longest = max((getattr(each, "max_length", 0) or 0 for each in getattr(info, "metadata", ())), default=0)
    return annotation in (Text, Text | None) or longest > 1000


def codes(annotation: Any) -> tuple[str, ...]:
    """The codes of a choice, or of a list of choices."""
    held = without_none(annotation)
    return get_args(without_none(get_args(held)[0])) if get_origin(held) is list else get_args(held)


def row_of(annotation: Any) -> Any:
    """The form of the rows of a list."""
    return without_none(get_args(without_none(annotation))[0])
