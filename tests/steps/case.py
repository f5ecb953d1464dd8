"""What a scenario builds up before its act: 李明's dossier, lawful unless a fact says otherwise; and what came of the act."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.steps.book import Book, Line
from workflows import flow
from workflows.engine.check import answer
from workflows.engine.dossier import Act, Allowance
from workflows.engine.errors import BadForm, OutOfTurn, Refused, WorkflowError
from workflows.engine.intake import Raw, read_paper
from workflows.membership.sample import AFTER_APPLY, FACTS, lawful
from workflows.rules import law_book

FAR = date(2099, 12, 31)
observed: list[tuple[str, str, Any, Act, Any]] = []
"""Every act judged while features run: (feature, rule heading, dossier before, act, law). Read by the edge test."""


class Case:
    """Facts given, the act taken, and what came of it."""

    def __init__(self, heading: str = "", feature: str = "") -> None:
        self.heading, self.feature = heading, feature
        self.flow = flow("membership")
        self.upto: str | None = None
        self.days: dict[str, date] = {}
        self.facts: dict[str, dict[str, Any]] = {}
        self.setting: dict[str, Any] = {}
        self.without: set[str] = set()
        self.extra: list[dict[str, Any]] = []
        self.allowed: tuple[Allowance, ...] = ()
        self.by_relative = False
        self.readings: dict[str, str] = {}
        self.overlays: tuple[str, ...] = ()
        self.book: Any = None
        self.before: tuple[Any, int] | None = None
        self.line: Line | None = None
        self.error: WorkflowError | None = None
        self.answer: dict[str, Any] = {}

    @property
    def laws(self):
        return law_book(readings=self.readings, overlays=self.overlays)

    def paper(self, step: str, on: date) -> dict[str, Any]:
        """The dossier as it stands just before `step` is taken on `on`."""
        upto = self.upto if self.upto and self.upto != step else step
        given = {name: day for name, day in self.days.items() if name in AFTER_APPLY}
        dossier = lawful(
            upto,
            given.get(upto, on),
            self.laws.calendar,
            given=given,
            facts=self.facts,
            without=self.without,
            **self.setting,
        )
        if upto == step:
            dossier["steps"] = [row for row in dossier["steps"] if row["step"] != step]
        dossier["steps"] += self.extra
        return dossier

    def take(self, step: str, on: date, **form: Any) -> None:
        """Takes the step; what came of it stands in `line` or `error`."""
        laws = self.laws
        self.book = self.book or self.open_book(self.paper(step, on), laws)
        self.before = (self.book.stage, len(self.book.lines))
        values = {**self.filled(step), **_day(self.flow[step].form, on), **self.own_facts(step, on), **form}
        self.line = self.error = None
        try:
            self._observe(step, values, laws)
            self.line = self.book.take(step, values, self.allowed, self.by_relative)
        except WorkflowError as error:
            self.error = error

    def open_book(self, dossier: dict[str, Any], laws: Any) -> Any:
        """The case the act is taken in; a test module may put a database behind it."""
        return Book(self.flow, laws, read_paper(self.flow, dossier, FAR))

    def filled(self, step: str) -> dict[str, Any]:
        """The facts of a step, as the sample has them and the scenario changed them."""
        return {**FACTS.get(step, {}), **self.facts.get(step, {})}

    def own_facts(self, step: str, on: date) -> dict[str, Any]:
        """Facts given for the act itself, with the receipt that an approval needs."""
        facts: dict[str, Any] = dict(self.facts.get(step, {}))
        if step in ("approve_admission", "approve_conversion"):
            facts.setdefault("received_on", str(on))
        if step in ("post_notice", "train"):
            facts.setdefault("ends_on", str(on))
        return facts

    def _observe(self, step: str, values: dict[str, Any], laws: Any) -> None:
        row = self.flow[step]
        try:
            form = row.form.read(values)
        except BadForm:
            return
        act = Act(row, form.day, form, allowed=self.allowed)
        act.by_relative, act.live = self.by_relative, True
        observed.append((self.feature, self.heading, self.book.dossier, act, laws.on(act.on)))

    def check(self, upto: str, on: date) -> None:
        """Judges the paper dossier up to `upto` as of `on`."""
        dossier = lawful(
            upto,
            self.days.get(upto, on),
            self.laws.calendar,
            given=self.days,
            facts=self.facts,
            without=self.without,
            **self.setting,
        )
        dossier = {name: value for name, value in dossier.items() if value is not None}
        dossier["steps"] += self.extra
        for row in dossier["steps"]:
            for name, value in list(row.items()):
                if value is None:
                    del row[name]
        self.answer = answer(self.flow, Raw("features", dossier), self.laws, on)

    @property
    def refused(self) -> bool:
        return isinstance(self.error, Refused | OutOfTurn)


def _day(form: Any, on: date) -> dict[str, str]:
    return {form.day_field(): str(on)}


def placed(feature: Any) -> str:
    """The folder and the file of a feature, whoever of a run was the first to read it."""
    return "/".join(Path(feature.filename).parts[-2:])
