"""What the handbook tells of an article, of a step, and of a rule with the scenarios that show it."""

from collections.abc import Sequence
from typing import NamedTuple

from workflows.engine.declare import Step, Workflow
from workflows.engine.guards import Guard
from workflows.engine.law import Article, Edition
from workflows.rules.load import Reading

from .rulings import Place, Ruling
from .runs import Scenario

BOTH = frozenset({"finds", "silent"})
FlowStep = tuple[Workflow, Step]


class ArticleTold(NamedTuple):
    """An article with all that belongs to it.

    `against` is the article of the other edition that answers to it; `silent` says why no rule rests on it, where none
    does; `items` are the overlays' items that set the same limits.
    """

    edition: Edition
    article: Article
    against: "tuple[Edition, Article] | None"
    steps: Sequence[FlowStep]
    rulings: Sequence[Ruling]
    scenarios: Sequence[Scenario]
    readings: Sequence[Reading]
    items: Sequence[tuple[Edition, Article]]
    silent: str

    @property
    def place(self) -> Place:
        """Its edition's code and its key."""
        return self.edition.code, self.article.key


class StepTold(NamedTuple):
    """A step with its rules, the articles it rests on itself, and its scenarios.

    `asked_for` are the guards that only ask whether a paper dossier tells a fact.
    """

    flow: Workflow
    step: Step
    places: Sequence[Place]
    rulings: Sequence[Ruling]
    scenarios: Sequence[Scenario]
    asked_for: Sequence[Guard]


class Shown(NamedTuple):
    """A rule under an article, and the scenarios that show it: each with the sides it shows."""

    ruling: Ruling
    scenarios: Sequence[tuple[Scenario, frozenset[str]]]

    @property
    def lacks(self) -> frozenset[str]:
        """The sides no scenario that passed shows."""
        passed = (sides for scenario, sides in self.scenarios if scenario.outcome == "passed")
        return BOTH.difference(*passed)

    def count(self, outcome: str) -> int:
        """How many of the scenarios came out so."""
        return sum(scenario.outcome == outcome for scenario, _ in self.scenarios)
