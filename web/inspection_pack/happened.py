"""What was refused, corrected, voided and allowed in the period, from the entries of the export; nothing sealed is told."""

import json
from collections.abc import Mapping
from typing import Any

from web.entries import KINDS
from web.exporting.gathered import Gathered, Row
from web.inspection_pack.lists import Listed
from web.wording import Wording
from workflows import flow
from workflows.engine.findings import Severity

TOLD = ("refusal", "correction", "void", "allow")
"""The kinds of entries that are told, and in this order."""
WITHHELD = "密封，暂不列出"
HEADS = {
    "登记日期": 12,
    "种类": 12,
    "案件": 8,
    "事项": 18,
    "条": 6,
    "步骤": 26,
    "办理日期": 12,
    "涉及第几条": 10,
    "说明": 80,
}


Entries = Mapping[tuple[int, int], Any]
"""The entries of the export by case and number."""


def happened(gathered: Gathered, people: Mapping[int, str]) -> Listed:
    """The entries of these kinds, kind by kind, in the order they were recorded. `people` are names by number."""
    beside = {(each.row["case_id"], each.row["number"]): each for each in gathered.entries}
    entries = [each for each in gathered.entries if each.row["kind"] in TOLD]
    entries.sort(key=lambda each: (TOLD.index(each.row["kind"]), each.row["recorded_at"], each.index))
    rows = [_row(gathered, each, beside, people) for each in entries]
    return Listed("07-不予办理、更正和上级说明", "期间内的不予办理、更正和上级说明", HEADS, rows)


def _row(gathered: Gathered, held: Any, beside: Entries, people: Mapping[int, str]) -> list[Any]:
    entry = Row(held.row)
    wording = Wording(flow(gathered.cases[entry.case_id].workflow), "zh", people.get)
    corrected = beside.get((entry.case_id, entry.refers_to))
    sealed = gathered.withheld & {held.index, corrected.index if corrected else held.index}
    about = WITHHELD if sealed else "；".join(_told(wording, held, beside))
    when = [entry.recorded_at[:10], str(KINDS[entry.kind]), entry.case_id, str(wording.flow.title), entry.number]
    return [*when, wording.title(entry.step), entry.act_on, entry.refers_to, about]


def _told(wording: Wording, held: Any, beside: Entries) -> list[str]:
    """Why it was refused, or what was recorded with it and the reason of whoever proposed it."""
    entry = Row(held.row)
    if entry.kind == "refusal":
        on = entry.act_on or entry.recorded_at[:10]
        grave = (each for each in json.loads(entry.findings) if each.get("severity") != Severity.NOTE)
        return [wording.finding(each, on) for each in grave]
    facts = json.loads(entry.facts)["facts"]
    proposed = beside.get((entry.case_id, facts.get("proposal")))  # type: ignore[arg-type]
    corrected = beside.get((entry.case_id, entry.refers_to))
    form = facts.pop("form", {}) if corrected else {}
    told = wording.facts(entry.step, facts, *_texts(held))
    told += [wording.fact(corrected.row["step"], name, value) for name, value in form.items()] if corrected else []
    reason = _texts(proposed)[0].get("reason") if proposed else None
    return [*([reason] if reason else []), *(f"{title}：{value}" for title, value in told)]


def _texts(held: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """The personal texts of an entry, and which were committed to."""
    return {text.field: text.text for text in held.texts}, json.loads(held.row["commitments"])
