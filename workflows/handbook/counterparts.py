"""Which article of an edition answers to which of the one it replaced: those cited together, or that set the same limits."""

from collections import Counter
from collections.abc import Iterable, Sequence

from workflows.engine.declare import Workflow
from workflows.engine.findings import Citation
from workflows.engine.law import Edition

from .rulings import Place

ALIKE = 24
"""A limit that both articles set, or the same gist, weighs as much as two rules that cite both."""
CITED = 12
"""A rule that cites one article of each edition; one that cites more shares it among the pairs."""
NAMED = {("XZ26", "6"): ("XZ14", "6"), ("XZ26", "15"): ("XZ14", "15"), ("XZ26", "42"): ("XZ14", "42")}
"""Articles that no table cites and whose texts say the same."""


def counterparts(flows: Iterable[Workflow], editions: Sequence[Edition]) -> dict[Place, Place]:
    """The counterpart of each article that has one, in both directions.

    Articles are matched by how often one rule or step cites both, by the limits both set, and by the same gist; each has
    at most one counterpart, the best one.
    """
    found = NAMED | {old: new for new, old in NAMED.items()}
    for newer in editions:
        older = next((text for text in editions if text.code == newer.replaces), None)
        if older is not None:
            weights = _cited_together(flows, newer, older) + _alike(newer, older)
            found |= _best(Counter({pair: weight for pair, weight in weights.items() if not found.keys() & set(pair)}))
    return found


def _cited_together(flows: Iterable[Workflow], newer: Edition, older: Edition) -> Counter[tuple[Place, Place]]:
    """Two articles cited by one rule count the more the fewer others it cites of their editions."""
    weights: Counter[tuple[Place, Place]] = Counter()
    for basis in (basis for flow in flows for step in flow for basis in step.bases):
        pairs = [(_place(new), _place(old)) for new in _of(basis, newer) for old in _of(basis, older)]
        for pair in pairs:
            weights[pair] += CITED // len(pairs)
    return weights


def _alike(newer: Edition, older: Edition) -> Counter[tuple[Place, Place]]:
    weights: Counter[tuple[Place, Place]] = Counter()
    for new in newer.articles.values():
        for old in older.articles.values():
            shared = len(new.limits.keys() & old.limits.keys()) + (new.gist == old.gist)
            if shared:
                weights[(newer.code, new.key), (older.code, old.key)] += ALIKE * shared
    return weights


def _best(weights: Counter[tuple[Place, Place]]) -> dict[Place, Place]:
    """The heaviest pairs first; an article that has found its counterpart is not asked again."""
    found: dict[Place, Place] = {}
    for new, old in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if new not in found and old not in found:
            found |= {new: old, old: new}
    return found


def _of(basis: Sequence[Citation], edition: Edition) -> list[Citation]:
    return [cited for cited in basis if cited.edition == edition.code]


def _place(cited: Citation) -> Place:
    return cited.edition, cited.key  # type: ignore[attr-defined]
