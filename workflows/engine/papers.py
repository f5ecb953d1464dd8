"""Which acts rest on papers of which none is on file."""

from collections.abc import Collection, Iterable

from .declare import Step


def without_papers(acts: Iterable[tuple[int, Step]], filed: Collection[int]) -> list[int]:
    """Of acts by entry number those whose papers were to be attached and are not; none where no file is kept at all.

    `filed` are the entries that have files, attached with the act or later.
    """
    return [number for number, step in acts if step.papers and number not in filed] if filed else []
