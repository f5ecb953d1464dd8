"""Steps that are taken for a key (a ballot and its round): the key of an address, in words, and the keys that stand open."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from models.sight import names_of
from web.loose import whole
from web.pages.found import Seen
from web.pages.language import said
from web.pages.request import reading, today
from workflows.engine.declare import Key, Step
from workflows.engine.findings import N_
from workflows.engine.forms import trait

ROUND = N_("第 %(number)s 轮")
Typed = Mapping[str, Sequence[str]]
CLOSED_TO_ME: dict[tuple[str, str], Callable[[Seen, Step, Key], str]] = {}
"""By workflow and step: why whoever is signed in may not take it for a key, though his office may; nothing when he may."""


class OpenKey(NamedTuple):
    """A key whose turn it is: in words, and as an address names it."""

    words: str
    query: dict[str, Any]


def key_typed(step: Step, typed: Typed) -> Key:
    """The key an address or a form names; a part that is missing or no number is None."""
    return tuple(_part(step, name, typed.get(name, [""])[0]) for name in step.keys)


def _part(step: Step, name: str, text: str) -> str | int | None:
    if step.form.model_fields[name].annotation is not int:
        return text or None
    try:
        return whole(text)
    except ValueError:
        return None


def part_words(seen: Seen, step: Step, name: str, part: Any) -> str:
    """One part of a key in words."""
    if isinstance(part, str):
        return said(seen.flow.words.get(f"{name}.{part}") or seen.word(part))
    if trait(step.form.model_fields[name], "chooses") == "organisation":
        return names_of(reading(), [part], today()).get(part, str(part))
    return said(ROUND, number=part)


def key_words(seen: Seen, step: Step, key: Key) -> str:
    """A key in words."""
    return " ".join(part_words(seen, step, name, part) for name, part in zip(step.keys, key, strict=True))


def for_me(seen: Seen, step: Step) -> list[OpenKey]:
    """The keys whose turn it is, without those for which whoever is signed in may not take the step."""
    closed = CLOSED_TO_ME.get((seen.flow.name, step.name))
    return open_keys(
        seen, step, [key for key in step.open_keys(seen.dossier) if not (closed and closed(seen, step, key))]
    )


def open_keys(seen: Seen, step: Step, some: Sequence[Key] | None = None) -> list[OpenKey]:
    """The keys whose turn it is in the case, or some of them."""
    keys = step.open_keys(seen.dossier) if some is None else some
    return [OpenKey(key_words(seen, step, key), dict(zip(step.keys, key, strict=True))) for key in keys]
