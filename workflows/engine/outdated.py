"""What acts recorded late (补录) changed of findings that had been recorded before them: the journal keeps both."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .cases import Kept, judged
from .declare import Workflow
from .dossier import Act
from .findings import Finding
from .law import LawBook


class Outdated(NamedTuple):
    """Of one entry: the late entry that came last, what was found without it and no longer holds, and what does now."""

    late: int
    gone: Sequence[Finding]
    come: Sequence[Finding]


def outdated(flow: Workflow, kept: Sequence[Kept], laws: LawBook) -> Mapping[int, Outdated]:
    """The entries whose findings acts of earlier days, recorded after them, have changed, by number."""
    disturbed = _disturbed(kept)
    if not disturbed:
        return {}
    _, now = judged(flow, kept, _acts(kept), laws)
    found = {}
    for each, late in disturbed:
        known = [other for other in kept if other.number <= each.number]
        _, then = judged(flow, kept, _acts(known), laws)
        before, after = then[each.act], now[each.act]
        gone = [finding for finding in before if finding not in after]
        come = [finding for finding in after if finding not in before]
        if gone or come:
            found[each.number] = Outdated(late, gone, come)
    return found


def _acts(kept: Sequence[Kept]) -> list[Act]:
    return [each.act for each in kept if each.act]


def _disturbed(kept: Sequence[Kept]) -> list[tuple[Kept, int]]:
    """The acts after which one of an earlier day was recorded, each with the number of the last such."""
    found = []
    later: list[Kept] = []  # by number, downwards; only those of a day before all with a higher number matter
    for each in sorted((each for each in kept if each.act), key=lambda each: each.number, reverse=True):
        late = next((other.number for other in later if other.act.on < each.act.on), None)
        if late:
            found.append((each, late))
        if not later or each.act.on < later[-1].act.on:
            later.append(each)
    return found
