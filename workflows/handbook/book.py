"""The handbook itself: every article and every step with all that belongs to it, and what nothing covers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from workflows.engine.declare import Step, Workflow
from workflows.engine.law import Article, Edition, LawBook
from workflows.rules.load import readings_on_file

from .counterparts import counterparts
from .rulings import Place, Ruling, rulings
from .runs import Run, Scenario
from .silent import why_silent
from .told import ArticleTold, FlowStep, Shown, StepTold


class Handbook:
    """Articles and steps of the workflows under every law of a book, with the scenarios of a run where one is known."""

    def __init__(self, flows: Sequence[Workflow], book: LawBook, run: Run | None) -> None:
        self.flows, self.book, self.run = tuple(flows), book, run
        self.texts = {text.code: text for text in (*book.editions, *book.overlays)}
        self.rulings = rulings(flows, book)

    def article(self, place: Place) -> ArticleTold:
        """An article; raises KeyError for one that is not on file."""
        code, key = place
        edition, article = self.texts[code], self.texts[code].articles[key]
        against, own = self.counterparts.get(place), self._rulings_at[place]
        return ArticleTold(
            edition,
            article,
            (self.texts[against[0]], self.texts[against[0]].articles[against[1]]) if against else None,
            [(flow, step) for flow in self.flows for step in flow if place in _places(step)],
            own,
            self._scenarios_at[place],
            [reading for reading in readings_on_file().values() if reading.is_about(code, key, article.number)],
            [] if edition.overlay else list(self._items(article, own)),
            "" if own else why_silent(place, edition.overlay),
        )

    def articles(self, code: str) -> Iterator[ArticleTold]:
        """Every article of an edition, in the order of its file."""
        return (self.article((code, key)) for key in self.texts[code].articles)

    def step(self, flow: Workflow, step: Step) -> StepTold:
        """A step."""
        own = [ruling for ruling in self.rulings if ruling.flow is flow and ruling.step is step]
        asked_for = [guard for guard in step.guards if guard.asks_only]
        return StepTold(flow, step, _places(step), own, self._scenarios_of[flow.name, step.name], asked_for)

    def shown(self, ruling: Ruling) -> Shown:
        """A rule with the scenarios in which it finds something, and those under its articles in which it is silent.

        Where under its articles it is never silent, those of its step are shown in which it is.
        """
        return self._shown[_key(ruling)]

    @cached_property
    def _shown(self) -> Mapping[tuple[str, str, str], Shown]:
        return {_key(ruling): Shown(ruling, self._showing(ruling)) for ruling in self.rulings}

    def _showing(self, ruling: Ruling) -> list[tuple[Scenario, frozenset[str]]]:
        places, asked = set(ruling.places), self._asked(ruling)
        found = [each for each in asked if "finds" in each[1] or places & set(each[0].places)]
        if not any("silent" in sides for _, sides in found):
            found += [each for each in asked if each not in found and each[0].step == ruling.step.name]
        return found

    def _asked(self, ruling: Ruling) -> list[tuple[Scenario, frozenset[str]]]:
        """The scenarios that ask the rule, each with the sides it shows."""
        own = ((scenario, scenario.sides(ruling)) for scenario in self._scenarios_in[ruling.flow.name])
        return [(scenario, sides) for scenario, sides in own if sides]

    @cached_property
    def counterparts(self) -> Mapping[Place, Place]:
        """Which articles of an edition and of the one it replaced answer to each other."""
        return counterparts(self.flows, self.book.editions)

    @cached_property
    def unheaded(self) -> list[Scenario]:
        """Scenarios under a heading that names no article: practice, or an edition of which no article is concerned."""
        return [scenario for scenario in self._scenarios if not any(key for _, key in scenario.places)]

    @cached_property
    def uncovered(self) -> list[Shown]:
        """The rules of which no scenario that passed shows both sides."""
        return [shown for shown in map(self.shown, self.rulings) if shown.lacks]

    @cached_property
    def unruled(self) -> list[ArticleTold]:
        """The articles on which no rule rests."""
        told = (told for code in self.texts for told in self.articles(code))
        return [each for each in told if each.silent]

    @cached_property
    def unshown(self) -> list[FlowStep]:
        """The steps without a scenario."""
        return [(flow, step) for flow in self.flows for step in flow if not self._scenarios_of[flow.name, step.name]]

    @cached_property
    def _scenarios(self) -> Sequence[Scenario]:
        """The scenarios of the run, each under those of its articles that are on file still; an edition may stand alone."""
        found = self.run.scenarios if self.run else ()
        return [each._replace(places=tuple(filter(self._is_on_file, each.places))) for each in found]

    def _is_on_file(self, place: Place) -> bool:
        code, key = place
        return code in self.texts and (not key or key in self.texts[code].articles)

    @cached_property
    def _rulings_at(self) -> Mapping[Place, list[Ruling]]:
        """The rules by the articles they rest on, or whose limits they read."""
        found: dict[Place, list[Ruling]] = defaultdict(list)
        for ruling in self.rulings:
            for place in dict.fromkeys((*ruling.places, *self._lenders(ruling))):
                found[place].append(ruling)
        return found

    def _lenders(self, ruling: Ruling) -> Iterator[Place]:
        """The overlays' items that set a limit the rule reads: where they only repeat a number, the rule cites the article."""
        for text in self.book.overlays:
            yield from (
                (text.code, item.key) for item in text.articles.values() if item.limits.keys() & set(ruling.limits)
            )

    def _items(self, article: Article, own: Sequence[Ruling]) -> Iterator[tuple[Edition, Article]]:
        limits = {*article.limits, *(name for ruling in own for name in ruling.limits)}
        for text in self.book.overlays:
            yield from ((text, item) for item in text.articles.values() if item.limits.keys() & limits)

    @cached_property
    def _scenarios_at(self) -> Mapping[Place, list[Scenario]]:
        found: dict[Place, list[Scenario]] = defaultdict(list)
        for scenario in self._scenarios:
            for place in scenario.places:
                found[place].append(scenario)
        return found

    @cached_property
    def _scenarios_of(self) -> Mapping[tuple[str, str], list[Scenario]]:
        found: dict[tuple[str, str], list[Scenario]] = defaultdict(list)
        for scenario in self._scenarios:
            found[scenario.workflow, scenario.step].append(scenario)
        return found

    @cached_property
    def _scenarios_in(self) -> Mapping[str, list[Scenario]]:
        found: dict[str, list[Scenario]] = defaultdict(list)
        for scenario in self._scenarios:
            found[scenario.workflow].append(scenario)
        return found


def _key(ruling: Ruling) -> tuple[str, str, str]:
    return ruling.flow.name, ruling.step.name, ruling.name


def _places(step: Step) -> list[Place]:
    return [(cited.edition, cited.key) for cited in step.basis]  # type: ignore[attr-defined]
