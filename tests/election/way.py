"""The way of an election in memory: step after step, round after round, unjudged, as a paper would tell it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from tests.election.driver import Driver, Key
from tests.election.people import NUMBERS
from tests.election.sample import KEYERS, OPENINGS, TERM_LEFT, schedule
from workflows import flow
from workflows.election.delegates import units_to_report
from workflows.election.first_meetings import bodies
from workflows.election.turns import to_confirm, to_key, to_resolve
from workflows.engine.dossier import Act, Dossier
from workflows.engine.law import LawBook

FLOW = flow("election")
MOST_ROUNDS = 60


class Way:
    """An election being taken step by step."""

    def __init__(self, driver: Driver, laws: LawBook) -> None:
        self.driver, self.laws = driver, laws
        self.dossier = Dossier(FLOW, FLOW.setting.recall(driver.setting))
        self.acts: list[Act] = []

    def go(self, upto: str, on: date, included: bool) -> None:
        """The steps before `upto`, which is taken on `on`; `included`: with it."""
        driver = self.driver
        driver.begins = upto if upto in OPENINGS else driver.begins
        steps = driver.steps(upto)
        days = schedule(steps, steps[-1], on, driver.days)
        driver.expires_on = driver.expires_on or next(iter(days.values())) + TERM_LEFT
        for name, day in days.items():
            if name == upto and not included:
                return self.rounds_before(name, day)
            self.on(name, day)
        return None

    def on(self, name: str, day: date) -> None:
        """The step on that day; the rounds stand for several acts."""
        if name in ("resolve_round", "count_heads"):
            return self.count_all(day)
        if name in (*self.driver.without, "key_count", "confirm_count"):
            return None
        if FLOW[name].applies is None or FLOW[name].applies(self.dossier):
            for key in self.keys(name):
                self.take(name, day, key=key)
        return None

    def keys(self, name: str) -> list[Any]:
        """For what a step is taken, where it is taken several times."""
        if name == "report_delegates":
            return units_to_report(self.dossier)
        return [(body,) for body in bodies(self.dossier)] if name == "hold_first_meeting" else [None]

    def take(self, step: str, on: date, by: str = "", key: Key | None = None, **more: Any) -> None:
        """One act, folded in."""
        law = self.laws.on(on)
        values = self.driver.values(self.dossier, step, on, law, by, key, **more)
        act = Act(FLOW[step], on, FLOW[step].form.read(values))
        act.by = NUMBERS.get(by)
        self.dossier.take(act, law)
        self.acts.append(act)

    def rounds_before(self, name: str, on: date) -> None:
        """What of the rounds comes before one of their steps."""
        if name == "confirm_count":
            self.key_first(on)
        if name == "resolve_round":
            for _ in self.counting(on):
                if to_resolve(self.dossier):
                    return

    def key_first(self, on: date) -> None:
        """Both key the first round that waits."""
        for keyer in KEYERS:
            self.take("key_count", on, keyer, to_key(self.dossier)[0])

    def count_all(self, on: date) -> None:
        """Every round of the meeting under way, until nothing is left to vote on."""
        with suppress(StopIteration):
            for _ in self.counting(on):
                pass

    def counting(self, on: date) -> Iterator[None]:
        """Round after round: keyed, confirmed, resolved; stops between two acts."""
        for _ in range(MOST_ROUNDS):
            yield
            if to_key(self.dossier):
                self.key_first(on)
            elif to_confirm(self.dossier):
                self.take("confirm_count", on, key=to_confirm(self.dossier)[0])
            elif to_resolve(self.dossier):
                self.take("resolve_round", on, key=to_resolve(self.dossier)[0])
            else:
                return
        raise AssertionError("the rounds do not end")
