"""The cells of a line as a page shows them: days, whole numbers and texts, each kind with its class."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from web.ledgers.columns import Column
from web.ledgers.lines import Line
from web.ledgers.values import Value
from workflows.engine.findings import Message

Say = Callable[[str], str]


class Cell(NamedTuple):
    """A cell: `kind` is day, whole or text; `year` and `rest` are the parts between which a day may break."""

    kind: str
    text: str
    year: str = ""
    rest: str = ""


def cells(columns: Sequence[Column], line: Line, say: Say) -> list[Cell]:
    """The cells of a line."""
    return [cell(column.value(line), say) for column in columns]


def cell(value: Value, say: Say) -> Cell:
    """A value as it is shown; a name stays as it is, a word or a message is said in the language."""
    if isinstance(value, date):
        text = value.isoformat()
        return Cell("day", text, text[:5], text[5:])
    if isinstance(value, int):
        return Cell("whole", str(value))
    return Cell("text", said_text(value, say))


def said_text(value: str | None, say: Say) -> str:
    """A text; a message in the language."""
    return say(value) if isinstance(value, Message) and value else value or ""
