"""How the questions of the auditors' room are answered: bounded rows of the journal in sight, and a pattern over them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from models import looking
from models.cases import OFFICE
from models.sight import Sight
from web.pages.auditing import sealed
from web.pages.found import Seen, laws
from web.pages.request import reading
from web.pages.setting_rows import root_case
from web.wording import people_in
from workflows import NAMES, flow
from workflows.audit import patterns
from workflows.audit.changed_readings import Change, changes, steps_under, under_the_old
from workflows.audit.patterns import Hit, Line
from workflows.audit.winners import base_matters
from workflows.rules import readings_on_file

MOST_CHANGES, A_STEP = 10, 100
"""So many changes of readings are looked at, the newest, and so many rows of each step they are about."""


def lines(rows: Iterable[Any], gaps: dict[int, int | None] | None = None) -> list[Line]:
    """Entries as patterns see them; an entry that is sealed for whoever looks is left out."""
    rows = list(rows)
    hidden = sealed(rows)
    return [_line(row, gaps or {}) for row in rows if row.id not in hidden]


def _line(row: Any, gaps: dict[int, int | None]) -> Line:
    facts = json.loads(bytes(row.facts)).get("facts", {})
    step = flow(row.workflow).steps.get(row.step)
    return Line(
        row.case_id,
        row.number,
        row.step,
        row.kind,
        row.actor_person_id,
        gaps.get(row.id),
        frozenset((*people_in(step.form, facts), *chosen(facts))) if step else frozenset(),
        row.subject_id if row.subject_kind == "person" else None,
        row.refers_to,
        facts,
    )


def chosen(facts: dict[str, Any]) -> Iterable[int]:
    """The people chosen in the rows of a form, such as contacts and sponsors."""
    rows = (row for value in facts.values() if isinstance(value, list) for row in value if isinstance(row, dict))
    return (row["person"] for row in rows if row.get("person"))


def repeated(sight: Sight) -> Sequence[Hit]:
    """Refusals repeated until they passed."""
    refused = looking.newest(reading(), sight, kind="refusal")
    cases, steps = {line.case_id for line in refused}, {line.step for line in refused}
    return patterns.repeated(lines(looking.entries_in(reading(), cases, steps)))


def late(sight: Sight) -> Sequence[Hit]:
    """Acts recorded long after, those left out by which the record of an organisation was begun."""
    found = looking.newest(reading(), sight, gap=patterns.LATE_DAYS + 1)
    gaps = {line.entry_id: line.gap for line in found}
    hits = patterns.late(lines(since_begun(looking.entries_of(reading(), found)), gaps))
    return sorted(hits, key=lambda hit: -hit.facts["days"])


def since_begun(rows: Sequence[Any]) -> Sequence[Any]:
    """Entries but those of an office journal's first day."""
    begun = looking.begun_on(reading(), {row.case_id for row in rows if row.workflow == OFFICE})
    return [row for row in rows if row.recorded_at[:10] != begun.get(row.case_id)]


def corrected(sight: Sight) -> Sequence[Hit]:
    """Corrections and voids, each at the step that was corrected."""
    found = [line for kind in ("correction", "void") for line in looking.newest(reading(), sight, kind=kind)]
    hits = patterns.corrected(lines(looking.entries_of(reading(), found)))[::-1]
    steps = looking.steps_at(reading(), [(hit.case, hit.facts["entry"]) for hit in hits])
    return [hit._replace(step=steps.get((hit.case, hit.facts["entry"]), hit.step)) for hit in hits]


def allowed(sight: Sight) -> Sequence[Hit]:
    """Superiors' decisions that let something pass."""
    found = looking.newest(reading(), sight, kind="allow")
    return patterns.allowed(lines(looking.entries_of(reading(), found)))[::-1]


def few_hands(sight: Sight) -> Sequence[Hit]:
    """The same two people in every step."""
    cases = looking.cases_of(looking.newest(reading(), sight, kind="act"))
    return patterns.few_hands(lines(looking.entries_in(reading(), cases)))


def kin(sight: Sight) -> Sequence[Hit]:
    """Relatives in a person's case."""
    newest = (looking.cases_of(looking.newest(reading(), sight, kind=kind)) for kind in ("act", "import"))
    cases = [case for found in newest for case in found]
    pairs = looking.kinships(reading(), looking.subjects_of(reading(), cases))
    return patterns.kin(lines(looking.entries_in(reading(), cases if pairs else ())), pairs)


def sponsor(sight: Sight) -> Sequence[Hit]:
    """Members brought in by one sponsor."""
    found = looking.newest(reading(), sight, step="name_sponsors")
    return patterns.one_sponsor(lines(looking.entries_of(reading(), found)))


def reading_changed(sight: Sight) -> Sequence[Hit]:
    """Cases decided under a reading later changed."""
    found: list[Hit] = []
    for change in changed()[-MOST_CHANGES:]:
        for workflow, step in steps_under(readings_on_file()[change.name], map(flow, NAMES)):
            before = looking.newest(reading(), sight, A_STEP, (change.entry_id,), step=step)
            rows = looking.entries_of(reading(), [line for line in before if line.workflow == workflow])
            at = {(row.case_id, row.number): row.recorded_at for row in rows}
            found += under_the_old(change, [(line, at[line.case, line.number]) for line in lines(rows)])
    return found


def changed() -> list[Change]:
    """The changes of readings, in the order in which they were recorded."""
    root = root_case(reading())
    entries = looking.entries_in(reading(), [root.id], ["set_reading"]) if root else []
    told = [(json.loads(bytes(row.facts))["facts"], row) for row in entries if row.kind == "act"]
    defaults = {name: each.default for name, each in readings_on_file().items()}
    said = [(facts["name"], facts["option"], row.recorded_at, row.id) for facts, row in told]
    return changes(said, defaults)


def winners(sight: Sight) -> Sequence[Hit]:
    """Elections where the base of the majority matters."""
    book = laws()
    cases = [Seen(flow(row.workflow), row) for row in looking.elections(reading(), sight)]
    return [hit for seen in cases for hit in base_matters(seen.id, seen.dossier, book)]
