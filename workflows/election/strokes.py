"""The order of surname strokes: names by how many strokes their characters have, then by the kinds of strokes."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

DATA = "strokes.txt"
BLOCK = 64
"""So many code points stand in one line of the data file."""
NONE = " "
"""Stands in a line for a code point without a known count; a count stands there as the character so far behind it."""
UNKNOWN = 1_000
"""A character nobody knows the strokes of counts as having so many: it goes last."""
BETWEEN = "PZM"
"""Punctuation, blanks and marks inside a name (first letters of their categories): they are not characters of it."""

Place = tuple[int, int, int]
"""Of a character: how many strokes; its place among those of the official table; its code point."""


class Strokes(NamedTuple):
    """The data file: lines of counts by the number of their block, and the places of the official table."""

    counts: dict[int, str]
    places: dict[str, int]


def stroke_key(name: str) -> tuple[Place, ...]:
    """By what a name is sorted: its characters one after the other, so that a name comes before those that go on from it.

    A surname of two characters is read like any other: the first decides, then the second. Characters of equally many
    strokes go by the kinds of their strokes (横竖撇点折) as the official table of characters does, and those outside
    of it follow by code point, which is by radical.
    """
    return tuple(_place(character) for character in _characters(name))


def in_stroke_order(names: Iterable[str]) -> list[str]:
    """The names in the order of surname strokes; equal ones stay as they stood."""
    return sorted(names, key=stroke_key)


def unknown_characters(name: str) -> str:
    """The characters of a name that the data does not know, each once: they are sorted last and to be looked at."""
    return "".join(dict.fromkeys(each for each in _characters(name) if stroke_count(each) is None))


def stroke_count(character: str) -> int | None:
    """How many strokes a character has as it is written in mainland China; None when that is not known."""
    block, place = divmod(ord(character), BLOCK)
    line = _strokes().counts.get(block, "")
    return (ord(line[place]) - ord(NONE) if place < len(line) else 0) or None


def _characters(name: str) -> list[str]:
    written = unicodedata.normalize("NFKC", name)
    kinds = [(each, unicodedata.category(each)) for each in written]
    return [each for each, kind in kinds if kind[0] not in BETWEEN and kind != "Cf"]


def _place(character: str) -> Place:
    places = _strokes().places
    return stroke_count(character) or UNKNOWN, places.get(character, len(places)), ord(character)


@cache
def _strokes() -> Strokes:
    text = files(__package__).joinpath(DATA).read_text(encoding="utf-8")
    return read(text)


def read(text: str) -> Strokes:
    """The data file: lines `4E00 …` of counts from a code point on, lines `=7 …` of characters in the table's order."""
    counts: dict[int, str] = {}
    table: list[str] = []
    for line in text.splitlines():
        head, _, rest = line.partition(" ")
        if head.startswith("="):
            table.extend(rest)
        elif not head.startswith("#"):
            counts[int(head, 16) // BLOCK] = rest
    return Strokes(counts, {character: place for place, character in enumerate(table)})
