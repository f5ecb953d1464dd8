"""What the two forms of an import send: which heading holds which column, and whom a row means; each wrong field is named."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from web.importing.confirm import NEW, SKIP
from web.importing.people import Place
from web.importing.rows import Preview, Row
from web.sheets.columns import Column, column_of, template_columns
from web.sheets.foreign import Table
from web.sheets.guess import guessed
from workflows import flow
from workflows.engine.findings import N_

HEADING = N_("基本情况")
UNKNOWN = N_("没有这一列：请从列表中选择")
DOUBLED = N_("这一列已对应另一个标题：一列只能对应一个标题")
NAME_MISSING = N_("须有一个标题对应“姓名”")
PLACE_MISSING = N_("须有一个标题对应“党组织”，或者在这里选定全部档案所属的党组织")
NOT_CHOSEN = N_("须选定是哪一个人")
OTHERS_NOW = N_("同名的人员有变化：请重新选定")


class Columns:
    """The form that maps headings. `chosen` is {heading: key}, with the number of a common organisation under ""."""

    def __init__(self, table: Table, places: Sequence[Place], chosen: dict[str, str]) -> None:
        self.table, self.places, self.chosen = table, places, chosen
        self.errors: dict[str, str] = {}

    @classmethod
    def proposed(cls, table: Table, places: Sequence[Place], known: Mapping[str, str] | None) -> "Columns":
        """What was chosen before; else what the headings probably mean."""
        chosen = dict(known) if known else guessed(filter(None, table.headings))
        if len(places) == 1 and "organisation" not in chosen.values():
            chosen.setdefault("", str(places[0].id))
        return cls(table, places, chosen)

    @classmethod
    def posted(cls, table: Table, places: Sequence[Place], typed: Mapping[str, str]) -> "Columns":
        """What was chosen on the page, with what is wrong about it."""
        named = {heading: typed.get(f"column-{index}", "") for index, heading in enumerate(table.headings) if heading}
        chosen = {heading: key for heading, key in {**named, "": typed.get("organisation", "")}.items() if key}
        form = cls(table, places, chosen)
        form.errors = dict(form._wrong())
        return form

    @classmethod
    def still_good(cls, known: Mapping[str, str] | None, places: Sequence[Place]) -> dict[str, str] | None:
        """A mapping remembered, when every column and organisation in it is still there."""
        if known is None:
            return None
        own = {str(place.id) for place in places}
        return (
            dict(known)
            if all(key in own if not heading else is_column(key) for heading, key in known.items())
            else None
        )

    @property
    def lines(self) -> Iterator[tuple[int, str, list[str]]]:
        """(number, heading, examples) of every heading."""
        for index, heading in enumerate(self.table.headings):
            if heading:
                yield index, heading, self.table.examples(index)

    @property
    def groups(self) -> list[tuple[str, list[Column]]]:
        """The template's columns by the step they belong to."""
        membership = flow("membership")
        groups = groupby(template_columns(membership), key=lambda column: column.place[:1])
        return [(membership[place[0]].title if place else HEADING, list(columns)) for place, columns in groups]

    def _wrong(self) -> Iterator[tuple[str, str]]:
        seen: set[str] = set()
        for index, heading in enumerate(self.table.headings):
            key = self.chosen.get(heading) if heading else None
            if key is not None and (key in seen or not is_column(key)):
                yield f"column-{index}", DOUBLED if key in seen else UNKNOWN
            seen |= {key} if key else set()
        if "name" not in seen:
            yield "name", NAME_MISSING
        common = self.chosen.get("")
        if "organisation" not in seen and common is None:
            yield "organisation", PLACE_MISSING
        elif common is not None and common not in {str(place.id) for place in self.places}:
            yield "organisation", UNKNOWN


class People:
    """The form that says whom the rows mean; `choices` is what was chosen, kept also where it is wrong."""

    def __init__(self, preview: Preview, typed: Mapping[str, str]) -> None:
        self.choices: dict[str, dict[str, Any]] = {}
        self.errors: dict[int, str] = {}
        for row in preview.to_choose:
            who, seen = typed.get(f"who-{row.number}", ""), preview.seen(row)
            wrong = self._wrong(row, who, seen, typed.get(f"seen-{row.number}", ""))
            if wrong:
                self.errors[row.number] = wrong
            if who:
                self.choices[str(row.number)] = {"who": who, "seen": seen}

    def _wrong(self, row: Row, who: str, now: list[int], then: str) -> str | None:
        if then != seen_text(now):
            return OTHERS_NOW
        return None if who in (NEW, SKIP) or who in map(str, now) else NOT_CHOSEN


def is_column(key: str) -> bool:
    """Whether the template has the column."""
    return column_of(flow("membership"), key) is not None


def seen_text(numbers: Sequence[int]) -> str:
    """The people shown to choose from, as the page sends them back."""
    return ",".join(map(str, numbers))
