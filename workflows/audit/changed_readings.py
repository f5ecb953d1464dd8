"""Cases decided while another reading held: the acts of steps that rest on a reading's articles, recorded before it changed."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workflows.engine.declare import Step, Workflow
from workflows.rules.load import Reading

from .patterns import Hit, Line


class Change(NamedTuple):
    """A reading that was changed: its name, what held before, what holds since, the moment it was recorded, the entry."""

    name: str
    before: str
    after: str
    recorded_at: str
    entry_id: int


def changes(said: Iterable[tuple[str, str, str, int]], defaults: dict[str, str]) -> list[Change]:
    """The changes among decisions (name, option, recorded at, entry), in order; one that repeats what held is none."""
    held, found = dict(defaults), []
    for name, option, at, entry in said:
        if held.get(name) != option:
            found.append(Change(name, held.get(name, ""), option, at, entry))
        held[name] = option
    return found


def steps_under(reading: Reading, flows: Iterable[Workflow]) -> list[tuple[str, str]]:
    """The steps that rest on an article the reading is about: (workflow, step)."""
    return [(flow.name, step.name) for flow in flows for step in flow if any(_cited(reading, step))]


def _cited(reading: Reading, step: Step) -> Iterator[bool]:
    for cited in (cited for basis in step.bases for cited in basis):
        yield reading.is_about(cited.edition, getattr(cited, "key", None) or str(cited.article), cited.article)


def under_the_old(change: Change, lines: Iterable[tuple[Line, str]]) -> list[Hit]:
    """The acts recorded (with their moment) before the reading changed."""
    facts = {"reading": change.name, "before": change.before, "after": change.after, "on": change.recorded_at[:10]}
    return [
        Hit(line.case, (line.number,), line.step, facts)
        for line, at in lines
        if line.kind in ("act", "import") and at < change.recorded_at
    ]
