"""Makes `strokes.txt` again: python -m workflows.election.strokes_made UNIHAN_IRGSOURCES UNIHAN_OTHERMAPPINGS CNCHAR_ORDER.

The first two are files of the Unihan database (fields kTotalStrokes, kTGH), the third is `cnchar.order.min.js` of cnchar.
"""

import json
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from .strokes import BLOCK, DATA, NONE

LEVELS = (1, 3501, 6501)
"""The official table has three levels, each in the order of strokes; they begin with these numbers."""
LINE = 64
KINDS = {"横": "1", "提": "1", "竖": "2", "竖钩": "2", "撇": "3", "点": "4", "点2": "4", "捺": "4"}
"""The kinds of strokes by name; every other one is a bent one, 折."""
BENT = "5"
HEADER = """\
# The strokes of Chinese characters as written in mainland China, for workflows/election/strokes.py; made by strokes_made.py.
# Where it comes from and under which licences: strokes_licence.md.
# A line '4E00 ...': the counts of 64 code points, each the character that lies so far behind the blank.
# A line '=7 ...': characters of the official table (2013) with 7 strokes, in its order of the kinds of strokes.
"""
JSON = re.compile(r"JSON\.parse\('(\{.*?\})'\)", re.DOTALL)


class Listed(NamedTuple):
    """A character of the official table: what it is sorted by before its number, and the number."""

    strokes: int
    kinds: str
    number: int
    character: str


def unihan(text: str, field: str) -> dict[str, str]:
    """A field of a Unihan file by character."""
    rows = [line.split("\t") for line in text.splitlines() if line.startswith("U+")]
    return {chr(int(row[0][2:], 16)): row[2] for row in rows if row[1] == field}


def sequences(script: str) -> dict[str, str]:
    """The kinds of the strokes of a character, in the order they are written, as digits 1 to 5 (横竖撇点折)."""
    characters, letters = (json.loads(part) for part in JSON.findall(script))
    kinds = {letter: KINDS.get(stroke["name"], BENT) for letter, stroke in letters.items()}
    return {character: "".join(kinds[each] for each in strokes) for character, strokes in characters.items()}


def table(numbers: Mapping[str, int], counts: Mapping[str, int], kinds: Mapping[str, str]) -> list[Listed]:
    """The three levels of the official table as one. What no sequence is known of stays behind its neighbour."""
    merged: list[Listed] = []
    for first, last in zip(LEVELS, (*LEVELS[1:], sys.maxsize), strict=True):
        level = sorted((number, each) for each, number in numbers.items() if first <= number < last)
        merged.extend(_in_level(level, counts, kinds))
    return sorted(merged)


def _in_level(level: list[tuple[int, str]], counts: Mapping[str, int], kinds: Mapping[str, str]) -> Iterator[Listed]:
    said = ""
    rising = risen([counts[character] for _, character in level])
    for (number, character), count in zip(level, rising, strict=True):
        known = kinds.get(character, "")
        if len(known) == count:
            said = known
        elif len(said) != count:
            said = ""
        yield Listed(count, said, number, character)


def risen(counts: list[int]) -> list[int]:
    """The counts of a level, which only rise: the fewest that break the order are replaced by the one before."""
    ends: list[int] = []  # the place at which the best rising row of each length ends
    before: list[int | None] = []
    for place, count in enumerate(counts):
        length = bisect_right(ends, count, key=counts.__getitem__)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [place]
    kept: set[int] = set()
    at: int | None = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return [*accumulate((count if place in kept else 0 for place, count in enumerate(counts)), max)]


def lines_of_counts(counts: Mapping[str, int]) -> Iterator[str]:
    """The counts, a line for every block of code points in which one is known."""
    blocks: dict[int, list[str]] = {}
    for character, count in counts.items():
        block, place = divmod(ord(character), BLOCK)
        blocks.setdefault(block, [NONE] * BLOCK)[place] = chr(ord(NONE) + count)
    for block, line in sorted(blocks.items()):
        yield f"{block * BLOCK:04X} {''.join(line).rstrip()}"


def lines_of_table(listed: Iterable[Listed]) -> Iterator[str]:
    """The characters of the table, by strokes."""
    by_count: dict[int, list[str]] = {}
    for each in listed:
        by_count.setdefault(each.strokes, []).append(each.character)
    for count, characters in by_count.items():
        for start in range(0, len(characters), LINE):
            yield f"={count} {''.join(characters[start : start + LINE])}"


def made(sources: str, mappings: str, script: str) -> str:
    """The data file."""
    counts = {each: int(value.split()[0]) for each, value in unihan(sources, "kTotalStrokes").items()}
    numbers = {each: int(value.split(":")[1]) for each, value in unihan(mappings, "kTGH").items()}
    listed = table(numbers, counts, sequences(script))
    counts.update((each.character, each.strokes) for each in listed)
    return HEADER + "\n".join([*lines_of_counts(counts), *lines_of_table(listed)]) + "\n"


def main(paths: list[str]) -> None:
    """Writes the data file beside this one."""
    texts = [Path(path).read_text(encoding="utf-8") for path in paths]
    Path(__file__).with_name(DATA).write_text(made(*texts), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
