"""How often an article was the reason here: refusals, findings of acts and notes, counted in the journal's newest entries."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from models.recent import Found
from workflows import NAMES, flow
from workflows.handbook import ArticleTold

REFUSES = ("block", "override")


class Decided(NamedTuple):
    """Of so many entries: how often the article refused, was found not kept in an act, and was only pointed to."""

    entries: int
    refused: int
    flagged: int
    noted: int


def decided(told: ArticleTold, entries: int, found: Iterable[Found]) -> Decided:
    """The counts of an article. One that was not read has no number: there the rules tell which it is."""
    refused = flagged = noted = 0
    for each in found:
        for finding in json.loads(each.findings):
            if not _rests_on(finding, each.step, told):
                continue
            if each.kind == "refusal":
                refused += finding["severity"] in REFUSES
            else:
                noted += finding["severity"] == "note"
                flagged += finding["severity"] != "note"
    return Decided(entries, refused, flagged, noted)


def sealed_steps() -> list[str]:
    """The steps whose content nobody else sees until a later one: they are not counted."""
    return [step.name for name in NAMES for step in flow(name) if step.sealed_until]


def _rests_on(finding: dict[str, Any], step: str, told: ArticleTold) -> bool:
    cited = [(finding.get("edition"), finding.get("article")), *map(tuple, finding.get("also", ()))]
    if (told.edition.code, told.article.number) not in cited:
        return False
    spoken = {(ruling.step.name, ruling.code) for ruling in told.rulings}
    return told.article.number is not None or (finding.get("step") or step, finding["code"]) in spoken
