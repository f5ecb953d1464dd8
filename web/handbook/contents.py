"""What each page of the handbook shows, and which pages there are; the product and the site of files draw the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from web.handbook.outcomes import Say, outcomes
from web.handbook.picture import Drawer, Picture
from web.handbook.recorded import recorded
from web.handbook.words import Words
from workflows.engine.declare import Step, Workflow
from workflows.engine.law import Edition
from workflows.handbook import ArticleTold, Handbook, Scenario
from workflows.rules import readings_on_file
from workflows.rules.load import limits_on_file

Address = tuple[str, ...]
"""A kind of page, and what it is about: ("article", "XZ26", "13")."""


class Limit(NamedTuple):
    """A limit of an article beside what the other edition sets; None where it sets none."""

    title: str
    value: int | None
    other: int | None


class Contents(Words):
    """The pages of one handbook in one language.

    `enabled` overlays and `chosen` readings are those that count here; `unread` says why a test run could not be read.
    """

    def __init__(
        self,
        book: Handbook,
        say: Say,
        *,
        enabled: Iterable[str] = (),
        chosen: Mapping[str, str] | None = None,
        unread: str = "",
    ) -> None:
        super().__init__(book, say)
        self.unread = unread
        self.enabled = frozenset(enabled)
        self.chosen = chosen or {name: reading.default for name, reading in readings_on_file().items()}

    def addresses(self) -> Iterator[Address]:
        """Every page."""
        yield from (("index",), ("gaps",), ("readings",))
        for code, text in self.book.texts.items():
            yield from (("edition", code), ("matrix", code))
            yield from (("article", code, key) for key in text.articles)
        for flow in self.book.flows:
            yield ("workflow", flow.name)
            yield from (("step", flow.name, step.name) for step in flow)

    def page(self, address: Address) -> dict[str, Any]:
        """What the template of a page is filled in with; raises KeyError for a page that is not there."""
        kind, *about = address
        shared = {"contents": self, "book": self.book, "run": self.book.run, "unread": self.unread}
        return {**shared, **getattr(self, f"_{kind}")(*about)}

    def limits(self, told: ArticleTold) -> list[Limit]:
        """The limits of an article, beside those of the one that answers to it."""
        own, other = told.article.limits, told.against[1].limits if told.against else {}
        return [
            Limit(limits_on_file()[name]["title"], own.get(name), other.get(name))
            for name in dict.fromkeys((*own, *other))
        ]

    def step_of(self, scenario: Scenario) -> tuple[Workflow, Step] | None:
        """The step a scenario is about; None where the tables know it no more."""
        flow = next((flow for flow in self.book.flows if flow.name == scenario.workflow), None)
        return (flow, flow[scenario.step]) if flow and scenario.step in flow else None

    @cached_property
    def families(self) -> list[Sequence[Edition]]:
        """The editions, each beside those it replaced, the newest first; overlays come last."""
        replaced = {text.replaces for text in self.book.texts.values()}
        newest = [text for text in self.book.texts.values() if text.code not in replaced]
        return [[text, *self._before(text)] for text in sorted(newest, key=lambda text: text.overlay)]

    def _before(self, text: Edition) -> list[Edition]:
        older = self.book.texts.get(text.replaces or "")
        return [older, *self._before(older)] if older else []

    def _index(self) -> dict[str, Any]:
        return {"families": self.families}

    def _edition(self, code: str) -> dict[str, Any]:
        text = self.book.texts[code]
        newer = next((each for each in self.book.texts.values() if each.replaces == code), None)
        return {
            "edition": text,
            "other": self.book.texts.get(text.replaces or "") or newer,
            "articles": list(self.book.articles(code)),
        }

    def _article(self, code: str, key: str) -> dict[str, Any]:
        told = self.book.article((code, key))
        return {"told": told, "limits": self.limits(told), "shown": [self.book.shown(each) for each in told.rulings]}

    def _workflow(self, name: str) -> dict[str, Any]:
        flow = self._flow(name)
        return {"flow": flow, "picture": Drawer(flow, self.say).draw(), "outcomes": self._outcomes(flow)}

    def _step(self, name: str, step: str) -> dict[str, Any]:
        flow = self._flow(name)
        told = self.book.step(flow, flow[step])
        return {
            "flow": flow,
            "told": told,
            "fields": recorded(flow, told.step),
            "outcomes": outcomes(flow, told.step, self.say),
            "picture": self._around(flow, told.step),
            "shown": [self.book.shown(each) for each in told.rulings],
        }

    def _matrix(self, code: str) -> dict[str, Any]:
        articles = [(told, [self.book.shown(ruling) for ruling in told.rulings]) for told in self.book.articles(code)]
        return {"edition": self.book.texts[code], "articles": articles}

    def _gaps(self) -> dict[str, Any]:
        return {"unruled": self.book.unruled, "uncovered": self.book.uncovered, "unshown": self.book.unshown}

    def _readings(self) -> dict[str, Any]:
        overlays = [text for text in self.book.texts.values() if text.overlay]
        limits = {name: limit["title"] for name, limit in limits_on_file().items()}
        return {"readings": readings_on_file().values(), "overlays": overlays, "titles": limits}

    def _flow(self, name: str) -> Workflow:
        found = next((flow for flow in self.book.flows if flow.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def _outcomes(self, flow: Workflow) -> dict[str, list[str]]:
        return {step.name: [each.words for each in outcomes(flow, step, self.say)] for step in flow}

    def _around(self, flow: Workflow, step: Step) -> Picture:
        return Drawer(flow, self.say, step).draw()

    def about(self, named: str) -> Address:
        """The page of an article as readings name it: “XZ26 13”, or an edition as a whole."""
        code, _, key = named.partition(" ")
        return ("article", code, key) if key else ("edition", code)
