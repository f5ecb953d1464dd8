"""What a proposal to erase takes away, what it took, and what was given out before."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from models.journal import Entry
from web.erasing import given_out
from web.pages.audit_events import given_out_said
from web.pages.found import Seen, called
from web.pages.request import reading
from workflows.engine.perform.erasing import Target


class HandedOut(NamedTuple):
    """What was given out before: when, what, by whom."""

    at: str
    what: str
    by: str


def erasures_of(seen: Seen, proposal: int) -> list[Entry]:
    """The entries that erased what a proposal named."""
    rows = reading().query(Entry).filter(Entry.case_id == seen.id, Entry.kind == "erasure").order_by(Entry.number)
    return [each for each in rows if facts_of(each).get("proposal") == proposal]


def gone(seen: Seen, proposal: int) -> list[Target]:
    """What a proposal took away."""
    erasures = erasures_of(seen, proposal)
    entries = seen.entries({each.refers_to for each in erasures if each.refers_to})
    told = ((entries[each.refers_to or 0], facts_of(each)) for each in erasures)
    return [Target(entry, facts["fields"], facts["files"]) for entry, facts in told]  # type: ignore[arg-type]


def handed_out(seen: Seen, found: Sequence[Target]) -> Sequence[HandedOut]:
    """What was given out since the first of these entries was recorded, the oldest first."""
    told = list(given_out(reading(), seen.id, [each.entry.number for each in found]))
    names = called(each.person for each in told)
    return [
        HandedOut(each.at[:16].replace("T", " "), given_out_said(each.what), (each.person and names(each.person)) or "")
        for each in told
    ]


def facts_of(entry: Entry) -> dict[str, Any]:
    """The facts of an entry."""
    return json.loads(bytes(entry.facts))["facts"]
