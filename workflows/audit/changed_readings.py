"""Cases decided while another reading held: the acts of steps that rest on a reading's articles, recorded before it changed."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from workflows.engine.declare import Step, Workflow
from workflows.engine.findings import Citation
from workflows.rules.load import Reading

from .patterns import Hit, Line


class Change(NamedTuple):
    """A reading that was changed: its name, what held before, what holds since, and the moment it was recorded."""

    name: str
    before: str
    after: str
    recorded_at: str


def changes(said: Iterable[tuple[str, str, str]], defaults: dict[str, str]) -> list[Change]:
    """The changes among decisions (name, option, recorded at), in order; one that repeats what held changes nothing."""
    held, found = dict(defaults), []
    for name, option, at in said:
        if held.get(name) != option:
            found.append(Change(name, held.get(name, ""), option, at))
        held[name] = option
    return found


def steps_under(reading: Reading, flows: Iterable[Workflow]) -> list[tuple[str, str]]:
    """The steps that rest on an article the reading is about: (workflow, step)."""
    about = [tuple(place.partition(" ")[::2]) for place in reading.articles]
    return [
        (flow.name, step.name)
        for flow in flows
        for step in flow
        if any(_is_about(cited, about) for cited in bases(step))
    ]


def bases(step: Step) -> Iterator[Citation]:
    """Every article a step rests on: its own, and those of its windows, guards and needs."""
    parts: tuple[Any, ...] = (step, *step.windows, *step.guards, *step.needs)
    for part in parts:
        yield from part.basis


def _is_about(cited: Citation, about: Iterable[tuple[str, ...]]) -> bool:
    key = getattr(cited, "key", None) or str(cited.article)
    return any(edition == cited.edition and article in ("", key) for edition, article in about)


def under_the_old(change: Change, lines: Iterable[tuple[Line, str]]) -> list[Hit]:
    """The acts recorded (with their moment) before the reading changed."""
    facts = {"reading": change.name, "before": change.before, "after": change.after, "on": change.recorded_at[:10]}
    return [
        Hit(line.case, (line.number,), line.step, facts)
        for line, at in lines
        if line.kind in ("act", "import") and at < change.recorded_at
    ]
