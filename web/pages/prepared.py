"""What a workflow does to the page of a step before it is drawn: what is filled in, settled, and how many rows there are."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from web.pages.found import Seen
from web.pages.keyed import key_typed, part_words
from workflows.engine.declare import Step

NOTHING: Mapping[str, Any] = MappingProxyType({})
Typed = Mapping[str, Sequence[str]]


class Prepared(NamedTuple):
    """A form before it is drawn: `fixed` inputs stand in words, `least` and `lengths` count the rows of lists.

    `told` are sentences above the form; a form that is `closed` is not drawn at all.
    """

    typed: Typed
    fixed: Mapping[str, str] = NOTHING
    least: Mapping[str, int] = NOTHING
    lengths: Mapping[str, int] = NOTHING
    told: Sequence[str] = ()
    closed: bool = False
    template: str = "cases/step.html"


PREPARES: dict[tuple[str, str], Callable[[Seen, Step, Prepared], Prepared]] = {}
"""By workflow and step: how its page is prepared."""


def prepared(seen: Seen, step: Step, typed: Typed) -> Prepared:
    """The form as typed, its key settled, and as its workflow prepares it."""
    known = zip(step.keys, key_typed(step, typed), strict=True)
    fixed = {name: part_words(seen, step, name, part) for name, part in known if part is not None}
    prepare = PREPARES.get((seen.flow.name, step.name))
    plain = Prepared(typed, fixed)
    return prepare(seen, step, plain) if prepare else plain
