"""What a page makes of a form: the fields one fills in, and how each is drawn, found from the field itself."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from web.sheets.kinds import kind_of, without_none
from workflows.engine.forms import trait
from workflows.engine.people import Person
from workflows.engine.perform.chosen import KNOWN
from workflows.engine.values import Text

CHOSEN = ("person", "organisation", "proposal", "elector", "elected", "candidate")
PEOPLE = ("person", "elector", "elected", "candidate")


def drawn(form: Any) -> Iterator[str]:
    """The fields one fills in: not those the installation fills in itself."""
    fields = form.model_fields.items()
    return (name for name, info in fields if not trait(info, "internal") or trait(info, "chooses"))


def written(row: type[Person]) -> list[str]:
    """The fields of a person as a paper names one: what the installation would know is not asked."""
    return [name for name in row.model_fields if name not in ("person", "relative", "other_cases", "own_branch")]


def beside(row: type[Person]) -> list[str]:
    """The fields of a row that are said of a chosen person on a page: a position, a task; not what is known of him."""
    return [name for name in row.model_fields if name not in KNOWN]


def decided(info: Any, shape: str) -> bool:
    """Whether a yes is what a paper is taken to say; on a page somebody says it."""
    return shape == "yesno" and info.default is True


def kind_on_page(annotation: Any, info: Any = None) -> str:
    """How a field is drawn: day, whole, yesno, choice, several, rows, lines, people, one of CHOSEN, long or line."""
    chosen, held = trait(info, "chooses") if info is not None else None, without_none(annotation)
    if chosen:
        return "people" if get_origin(held) is list else chosen
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


def of_people(form: Any, name: str) -> bool:
    """Whether the whole numbers of a field are those of people."""
    info = form.model_fields.get(name)
    return info is not None and bool(trait(info, "people") or trait(info, "chooses") in PEOPLE)
