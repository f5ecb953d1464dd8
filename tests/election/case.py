"""What a scenario of elections builds up before its act, on the engine in memory, and what came of the act."""

import re
from datetime import date
from typing import Any

from parse import with_pattern
from pytest_bdd import parsers

from tests.election.driver import FLOW, Driver, Key, Votes
from tests.election.people import NUMBERS
from tests.election.way import Way
from tests.steps.book import Book
from tests.steps.case import Case, observed
from workflows.election.words import POSITIONS, WORDS
from workflows.engine.dossier import Act
from workflows.engine.errors import BadForm, WorkflowError
from workflows.engine.intake import Paper

VOTED = re.compile(r"(\w+) (\d+)(?:（弃权 (\d+)）)?")
NAMED = {title: word for word, title in WORDS.items()}
"""The coded value for its Chinese word."""


@with_pattern("|".join(sorted(POSITIONS.values(), key=len, reverse=True)))
def position(text: str) -> str:
    """A position, said in a step."""
    return NAMED[text]


def said(sentence: str) -> parsers.parse:
    """A sentence of a step; `{position:Position}` in it is the title of a position."""
    return parsers.parse(sentence, extra_types={"Position": position})


def tell(case: "ElectionCase", step: str, **facts: Any) -> None:
    """Adds facts of a step."""
    case.driver.facts.setdefault(step, {}).update(facts)


def votes(text: str) -> Votes:
    """“王芳 7、孙丽 6（弃权 1）”: votes in favour, and abstentions where there are any."""
    found = VOTED.findall(text)
    assert "、".join(f"{name} {yes}" + (f"（弃权 {none}）" if none else "") for name, yes, none in found) == text
    return {name: (int(yes), int(none or 0)) for name, yes, none in found}


class ElectionCase(Case):
    """An election, lawful unless a fact says otherwise."""

    def __init__(self, heading: str = "", feature: str = "") -> None:
        super().__init__(heading, feature)
        self.flow = FLOW
        self.driver = Driver()
        self.included = False
        self.happened: list[tuple[str, date, str, Key | None, dict[str, Any]]] = []

    def happen(self, step: str, on: date, by: str = "", key: Key | None = None, **form: Any) -> None:
        """Something that happened before the act, beside the usual way."""
        self.happened.append((step, on, by, key, form))

    def take(self, step: str, on: date, by: str = "", key: Key | None = None, **form: Any) -> None:  # type: ignore[override]
        """Takes the step; what came of it stands in `line` or `error`."""
        laws = self.laws
        self.book = self.book or self.open_book(step, on)
        self.before = (self.book.stage, len(self.book.lines))
        self.line = self.error = None
        try:
            dossier = self.book.until(on)
            values = self.driver.values(dossier, step, on, laws.on(on), by, key, **form)
            self._observe(step, values, laws, NUMBERS.get(by))
            self.line = self.book.take(step, values, self.allowed, by=NUMBERS.get(by))
        except WorkflowError as error:
            self.error = error

    def open_book(self, step: str, on: date) -> Book:  # type: ignore[override]
        """The election just before the step is taken."""
        laws = self.laws
        self.driver.without |= self.without
        way = Way(self.driver, laws)
        way.go(self.upto or step, on, self.included)
        for name, day, by, key, form in self.happened:
            way.take(name, day, by, key, **form)
        setting = FLOW.setting.recall(self.driver.setting)
        return Book(FLOW, laws, Paper(None, None, None, setting, way.acts))

    def _observe(self, step: str, values: dict[str, Any], laws: Any, by: int | None = None) -> None:
        row = FLOW[step]
        try:
            form = row.form.read(values)
        except BadForm:
            return
        act = Act(row, form.day, form)
        act.by, act.live = by, True
        observed.append((self.feature, self.heading, self.book.until(act.on), act, laws.on(act.on)))
