"""What the tables make of the articles: each need, window and guard of a step, with every article it rests on in any law."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from workflows.engine.codes import Rule, rules
from workflows.engine.declare import Need, Step, Workflow
from workflows.engine.findings import GRAVEST_FIRST, N_, Severity
from workflows.engine.guards import Guard
from workflows.engine.law import Law, LawBook
from workflows.engine.windows import Window, unit_of

Place = tuple[str, str]
"""An article: the code of its edition, and its key there."""

NEEDED = N_("须先办理“%(step)s”")
SOME_DAY = N_("〔某日〕")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Ruling(NamedTuple):
    """A need, window or guard of a step; `places` are its articles, those of the newest law first.

    `law` is the newest one in which it speaks, `limits` are those it reads there.
    """

    flow: Workflow
    step: Step
    name: str
    code: str
    severities: Sequence[Severity]
    places: Sequence[Place]
    limits: Sequence[str]
    law: Law
    source: Need | Window | Guard

    @property
    def kind(self) -> str:
        """Which of the three it is: need, window or guard."""
        return type(self.source).__name__.lower() if isinstance(self.source, Need | Guard) else "window"


def laws_of(book: LawBook) -> list[Law]:
    """Every law the book ever was, the newest first."""
    days = sorted({text.from_on for text in (*book.editions, *book.overlays)}, reverse=True)
    return list({id(law): law for law in map(book.on, days)}.values())


def rulings(flows: Iterable[Workflow], book: LawBook) -> list[Ruling]:
    """Every rule of the workflows that can find something under a law of the book, in the order of the tables."""
    laws = laws_of(book)
    return [ruling for flow in flows for ruling in _of(flow, laws)]


def _of(flow: Workflow, laws: Sequence[Law]) -> Iterator[Ruling]:
    spoken: dict[tuple[str, str], list[tuple[Law, Rule]]] = {}
    for law in laws:
        for rule in rules(flow, law):
            spoken.setdefault((rule.step.name, rule.name), []).append((law, rule))
    order = [(step.name, name) for step in flow for name in _sources(step)]
    for key in sorted(spoken, key=order.index):
        yield _ruling(flow, spoken[key])


def _ruling(flow: Workflow, spoken: Sequence[tuple[Law, Rule]]) -> Ruling:
    newest, first = spoken[0]
    own = [rule for law, rule in spoken if law is newest]
    return Ruling(
        flow,
        first.step,
        first.name,
        first.code,
        [severity for severity in GRAVEST_FIRST if any(rule.severity is severity for rule in own)],
        list(dict.fromkeys((cited.edition, cited.key) for _, rule in spoken for cited in rule.cited)),  # type: ignore[attr-defined]
        list(dict.fromkeys(name for _, rule in spoken for name in rule.limits)),
        newest,
        _sources(first.step)[first.name],
    )


def _sources(step: Step) -> Mapping[str, Need | Window | Guard]:
    """What a step declares, by the names rules have."""
    found: dict[str, Need | Window | Guard] = {f"needs {need.step}": need for need in step.needs}
    found |= {window.name: window for window in step.windows}
    return found | {guard.name: guard for guard in step.guards}


def sentence(ruling: Ruling) -> str:
    """What the rule asks, in the words of its own message; of a guard, what its code is about, or the overlay's item."""
    source = ruling.source
    if isinstance(source, Need):
        return source.message or NEEDED % {"step": ruling.flow[source.step].title}
    if isinstance(source, Window):
        return _of_window(source, ruling.law)
    return ruling.flow.words.get(ruling.code) or _local(ruling)


def _local(ruling: Ruling) -> str:
    """What an overlay's item asks."""
    edition, key = ruling.places[0]
    return next(text.articles[key].gist for text in ruling.law.editions if text.code == edition)


def _of_window(window: Window, law: Law) -> str:
    """The message of a window with its numbers, and some day in place of each day."""
    known = {unit_of(window.limit): law[window.limit]} if window.limit else {}
    return window.message % {name: known.get(name, SOME_DAY) for name in PLACEHOLDER.findall(window.message)}
