"""Reads what could be kept of an election as records of fields, and says which of them would tell how somebody voted."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, Literal, NamedTuple, get_args, get_origin

from sqlalchemy import MetaData

from workflows.engine.fields import Titled, trait
from workflows.engine.people import Person

PERSON = re.compile(r"person|voter|elector|attending|name|ref$|who|signed")
CHOICE = re.compile(r"favour|against|abstain|vote|chosen|choice|choos|pick|^for$")
ORDER = re.compile(r"serial|sequence|arriv|barcode|token|receipt|nonce|place_in|order|turn|ticket")


class Field(NamedTuple):
    """A field or a column: its name, its types, and whether its number is a person's."""

    name: str
    kinds: tuple[Any, ...]
    person: bool = False

    @property
    def tells_who(self) -> bool:
        return self.person or bool(PERSON.search(self.name))

    @property
    def tells_what(self) -> bool:
        return bool(CHOICE.search(self.name))

    @property
    def tells_when(self) -> bool:
        """A moment, or a place in an order; a day is none of them."""
        return bool({datetime, time} & set(self.kinds)) or bool(ORDER.search(self.name))


class Record(NamedTuple):
    """What is kept together: a form, a row of it, a row of a table."""

    name: str
    fields: tuple[Field, ...]

    @property
    def joins(self) -> str:
        """Why the record could tell how somebody voted; empty when it could not."""
        what = [field.name for field in self.fields if field.tells_what]
        who = [field.name for field in self.fields if field.tells_who and what != [field.name]]
        when = [field.name for field in self.fields if field.tells_when]
        if what and who:
            return f"{self.name}: {who} beside {what}"
        return f"{self.name}: {when} beside {what}" if what and when else ""


def of_form(form: type[Titled]) -> Iterator[Record]:
    """The form and every row inside it, at any depth."""
    fields = []
    for name, info in form.model_fields.items():
        kinds = tuple(_parts(info.annotation))
        people = any(isinstance(kind, type) and issubclass(kind, Person) for kind in kinds)
        chosen = trait(info, "chooses") in ("person", "elector", "candidate", "elected") or bool(trait(info, "people"))
        fields.append(Field(name, kinds, people or chosen))
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, Titled):
                yield from of_form(kind)
    yield Record(f"{form.__module__.rpartition('.')[2]}.{form.__name__}", tuple(fields))


def _parts(annotation: Any) -> Iterator[Any]:
    """Every type that an annotation is made of; the words of a Literal are not types."""
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _parts(part)


def of_tables(metadata: MetaData) -> Iterator[Record]:
    """Every table with its columns; a key to a person tells who."""
    for table in metadata.sorted_tables:
        yield Record(
            f"table {table.name}",
            tuple(
                Field(
                    column.name,
                    (_python_type(column.type),),
                    any(key.column.table.name == "person" for key in column.foreign_keys),
                )
                for column in table.columns
            ),
        )


def _python_type(kind: Any) -> Any:
    try:
        return kind.python_type
    except NotImplementedError:
        return None


def of_json(value: Any, where: str) -> Iterator[Record]:
    """Every object inside stored JSON, at any depth."""
    if isinstance(value, dict):
        yield Record(where, tuple(Field(name, (type(inner),)) for name, inner in value.items()))
    inner_values = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in inner_values:
        yield from of_json(inner, f"{where}.{name}" if isinstance(name, str) else where)
