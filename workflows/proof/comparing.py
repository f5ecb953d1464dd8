"""Two tellings of one journal compared, two exports or an export and the installation: entries that differ, are in one alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from workflows.engine.findings import N_

from .verifier import Verification

DIFFERS = N_("“%(one)s”与“%(other)s”的内容不同")
ALONE = N_("只在“%(one)s”中，“%(other)s”没有")
OTHER_TEXT = N_("“%(field)s”的原文在“%(one)s”与“%(other)s”中不同")
TEXT_ALONE = N_("“%(field)s”的原文只在“%(one)s”中，“%(other)s”已无")
OF_ENTRY = N_("案件 %(case)s 第 %(number)s 条：")

Key = tuple[int, int]
"""Case and number."""


@dataclass(frozen=True)
class Side:
    """What one side tells: the hash of every entry, and the texts of those whose content it shows."""

    name: str
    hashes: Mapping[Key, bytes]
    texts: Mapping[Key, Mapping[str, bytes]] = field(default_factory=dict)

    @classmethod
    def of_export(cls, name: str, found: Verification) -> "Side":
        """An export as its verification read it. Of a withheld entry only the hash is told."""
        shown = {(each.case, each.number): each.texts for each in found.entries if each.kind}
        return cls(name, {(each.case, each.number): each.hash for each in found.entries}, shown)


class Difference(NamedTuple):
    """One thing that is not the same on both sides."""

    case: int
    number: int
    message: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return OF_ENTRY % {"case": self.case, "number": self.number} + self.message % self.facts


def compare(one: Side, other: Side) -> Iterator[Difference]:
    """Every entry that is not the same on both sides, by case and number."""
    for key in sorted(one.hashes.keys() | other.hashes.keys()):
        if key not in other.hashes:
            yield _said(key, ALONE, one, other)
        elif key not in one.hashes:
            yield _said(key, ALONE, other, one)
        elif one.hashes[key] != other.hashes[key]:
            yield _said(key, DIFFERS, one, other)
        elif key in one.texts and key in other.texts:
            yield from _texts(key, one, other)


def _texts(key: Key, one: Side, other: Side) -> Iterator[Difference]:
    held, given = one.texts[key], other.texts[key]
    for name in sorted(held.keys() | given.keys()):
        if name not in given:
            yield _said(key, TEXT_ALONE, one, other, name)
        elif name not in held:
            yield _said(key, TEXT_ALONE, other, one, name)
        elif held[name] != given[name]:
            yield _said(key, OTHER_TEXT, one, other, name)


def _said(key: Key, message: str, one: Side, other: Side, name: str = "") -> Difference:
    return Difference(*key, message, {"one": one.name, "other": other.name, "field": name})
