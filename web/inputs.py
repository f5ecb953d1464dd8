"""Forms on pages: what is drawn for each field of a form, found from the field itself; the one macro draws every kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from web.shapes import CHOSEN, beside, codes, decided, drawn, kind_on_page, row_of, written
from workflows.engine.findings import N_
from workflows.engine.forms import Form, trait
from workflows.engine.people import Person

__all__ = ["CHOSEN", "Drawing", "Input", "Options", "codes", "decided", "drawn", "kind_on_page", "row_of", "written"]

Options = Sequence[tuple[str, str]]
MOST_ROWS = 100
YES_NO = (("yes", N_("是")), ("no", N_("否")))
WITH_ANSWER = N_("%(word)s（%(answer)s）")
REGISTERED = N_("已登记的人员")
NOT_REGISTERED = N_("没有登记的，写姓名")


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
    offered: Options = ()  # a name to be typed: whom the page suggests
    today: bool = False  # a day that may be today's is filled in by a button
    grows: bool = True  # rows: whether one more may be had

    @property
    def value(self) -> str:
        """The first value, or nothing."""
        return self.values[0] if self.values else ""

    @property
    def key(self) -> str:
        """The name as an id of a page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def list(self) -> str:
        """The id of the suggestions, the same for every row."""
        return "l-" + "-".join(part for part in self.name.split(".") if not part.isdecimal())


@dataclass(frozen=True)
class Drawing:
    """What drawing a form takes: words of codes, the choices of persons and the like, typed values, errors, papers."""

    word: Callable[[str], str] = str
    choices: Mapping[str, Options] = field(default_factory=dict)
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    todays: bool = False  # whether the page answers the button that fills in today
    more: str = ""  # the list of rows that gets one row more
    everybody: str = ""  # the list of people that is ticked as a whole
    fixed: Mapping[str, str] = field(default_factory=dict)  # inputs that are shown in these words and cannot be changed
    least: Mapping[str, int] = field(default_factory=dict)  # so many rows of a list at least
    lengths: Mapping[str, int] = field(default_factory=dict)  # so many rows of a list, neither more nor less
    from_paper: bool = False  # a dossier of the past: only the day is required, persons may be written by name

    def draw(self, form: type[Form]) -> list[Input]:
        """Every field one fills in."""
        return [self._input(form, name) for name in drawn(form)]

    def _input(self, form: Any, name: str) -> Input:
        info = form.model_fields[name]
        shape, full = kind_on_page(info.annotation, info), self.prefix + name
        options = self._options(info, shape, name)
        if full in self.fixed:
            return self._fixed(info, full)
        made = Input(
            name=full,
            title=info.title or name,
            kind=shape,
            required=self._required(form, name, info, shape),
            unit=trait(info, "unit") or "",
            help="" if shape in ("choice", "several") else info.description or "",
            options=options,
            values=self._values(info, shape, full, options),
            error=self.errors.get(full, ""),
            paper=self.papers.get(name, ""),
            today=self.todays and shape == "day" and not (trait(info, "ahead") or trait(info, "past")),
        )
        if shape == "rows":
            return replace(made, rows=self._rows(info, name), grows=full not in self.lengths)
        return by_name(made) if shape in CHOSEN else made

    def _fixed(self, info: Any, full: str) -> Input:
        """A field that is settled: shown in words, and sent as it is."""
        value = self.typed.get(full, [""])[0]
        return Input(
            full, info.title or full, "fixed", False, trait(info, "unit") or "", options=[(value, self.fixed[full])],
            values=[value],
        )  # fmt: skip

    def _values(self, info: Any, shape: str, full: str, options: Options) -> Sequence[str]:
        if shape == "people" and self.everybody == full:
            return [code for code, _ in options]
        return self.typed.get(full, self._default(info, shape))

    def _required(self, form: Any, name: str, info: Any, shape: str) -> bool:
        if self.from_paper:
            return issubclass(form, Form) and name == form.day_field()
        return info.is_required() or decided(info, shape)

    def _options(self, info: Any, shape: str, name: str) -> Options:
        if shape in CHOSEN or shape == "people":
            return self.choices.get(trait(info, "chooses"), ())
        answers = trait(info, "answers") if shape == "yesno" else None
        if answers:
            return [
                (code, WITH_ANSWER % {"word": word, "answer": answer})
                for (code, word), answer in zip(YES_NO, answers, strict=True)
            ]
        if shape in ("choice", "several"):
            return [(code, self._word(name, code)) for code in codes(info.annotation)]
        return ()

    def _word(self, name: str, code: str) -> str:
        """The word of a code, of this field if it has one of its own there."""
        own = self.word(f"{name}.{code}")
        return self.word(code) if own == f"{name}.{code}" else own

    def _default(self, info: Any, shape: str) -> Sequence[str]:
        if self.from_paper or info.is_required() or info.default is None or decided(info, shape):
            return ()
        if isinstance(info.default, bool):
            return ["no" if shape == "yesno" else "无"]
        return [str(info.default)]

    def _rows(self, info: Any, name: str) -> Sequence[Sequence[Input]]:
        row = row_of(info.annotation)
        start = f"{self.prefix}{name}."
        starts = {key[len(start) :].split(".")[0] for key in self.typed if key.startswith(start)}
        numbers = [int(number) for number in starts if number.isdecimal() and int(number) < MOST_ROWS]
        full = self.prefix + name
        most = max([self.least.get(full, 2), *(number + 1 for number in numbers)]) + (self.more == full)
        count = self.lengths.get(full, most)
        return [replace(self, prefix=f"{self.prefix}{name}.{number}.")._row(row) for number in range(count)]

    def _row(self, row: Any) -> list[Input]:
        if issubclass(row, Person) and self.from_paper:
            typed = [replace(self._input(row, name), required=False) for name in written(row)]
            return [self._chosen(row, REGISTERED, ""), replace(typed[0], title=NOT_REGISTERED), *typed[1:]]
        if issubclass(row, Person):
            chosen = self._chosen(row, row.title("name"), self.errors.get(f"{self.prefix}name", ""))
            return [chosen, *(replace(self._input(row, name), required=False) for name in beside(row))]
        return [replace(self._input(row, name), required=False) for name in row.model_fields]

    def _chosen(self, row: Any, title: str, error: str) -> Input:
        """A person to be chosen from those who are registered."""
        name = f"{self.prefix}person"
        if name in self.fixed:
            return self._fixed(row.model_fields["person"], name)
        options, values = self.choices.get("person", ()), self.typed.get(name, ())
        error = error or self.errors.get(name, "")
        return by_name(Input(name, title, "person", False, options=options, values=values, error=error))


def by_name(made: Input) -> Input:
    """Whom one chooses of too many to be listed: the name is typed, or picked from those whom a typed one may mean."""
    if not getattr(made.options, "long", False):
        return made
    roster: Any = made.options
    known = roster.label(made.value) if made.value.isdecimal() else ""
    meant = roster.meant(made.value) if made.value and not made.value.isdecimal() else ()
    if 1 < len(meant) < roster.most_meant:
        return replace(made, options=meant)
    return replace(made, kind="find", options=(), offered=roster.listed, values=[known or made.value])
