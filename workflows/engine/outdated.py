"""What later entries (补录、更正、作废) changed of findings that had been recorded before them: the journal keeps both."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from .cases import Kept, judged
from .declare import Workflow
from .findings import Finding
from .journal import canonical, findings_stored
from .law import LawBook

Stored = Mapping[str, Any]


class Cause(NamedTuple):
    """An entry after which findings may be others: its kind and number, and the first day it touches."""

    kind: str
    number: int
    on: date


class Recorded(NamedTuple):
    """An act as its entry keeps it: the step, the day, and what was found."""

    step: str
    on: str
    findings: bytes


class Outdated(NamedTuple):
    """Of one entry: after which entry, what was found and no longer holds, and what does now; both as entries keep them.

    `since` is None where it cannot be told.
    """

    since: Cause | None
    gone: Sequence[Stored]
    come: Sequence[Stored]


def found_now(
    flow: Workflow, kept: Sequence[Kept], laws: LawBook, changes: Sequence[Cause]
) -> Mapping[int, Sequence[Finding]]:
    """What is found of each act as the case stands, by number; nothing where no later entry can have changed it."""
    acts = [each.act for each in kept if each.act]
    if not changes and not any(later.on < earlier.on for earlier, later in pairwise(acts)):
        return {}
    _, now = judged(flow, kept, acts, laws)
    return {each.number: now[each.act] for each in kept if each.act}


def outdated(recorded: Recorded, now: Sequence[Finding], since: Callable[[], Cause | None]) -> Outdated | None:
    """How what was found of an act when it was recorded differs from what is found `now`; None where both say the same.

    Findings on other acts, and those that rest on no article, were asked at the click of what lies outside the act:
    they stay as they were.
    """
    step, on, kept = recorded
    if kept == (text := findings_stored(now)):
        return None
    stored, found = json.loads(kept), json.loads(text)
    before, after = {same(each) for each in stored}, {same(each) for each in found}
    own = (each for each in stored if each.get("edition") and (each.get("step"), each.get("on")) == (step, on))
    gone = [each for each in own if same(each) not in after]
    come = [each for each in found if same(each) not in before]
    return Outdated(since(), gone, come) if gone or come else None


def cause(each: Kept, kept: Sequence[Kept], changes: Sequence[Cause]) -> Cause | None:
    """The newest entry after `each` that touches a day before it, or its own: a late act, a correction or a void."""
    assert each.act
    late = (Cause("act", other.number, other.act.on) for other in kept if other.act and other.act.on < each.act.on)
    changed = (change for change in changes if change.on <= each.act.on)
    after = (found for found in (*late, *changed) if found.number > each.number)
    return max(after, key=lambda found: found.number, default=None)


def same(stored: Stored) -> bytes:
    """What two findings have in common that say the same."""
    return canonical([stored["code"], stored["message"], stored.get("facts", {})])
