"""The search of the journal: one filter leads and reads its own index; the others are asked of a bounded number of its rows."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, false, or_, select, true
from sqlalchemy.orm import Session, aliased

from .base import within
from .journal import Entry
from .line_filters import EVERY, LEADS, LINE, Key, Lead, Wanted
from .lines import NAMES
from .organisations import OrganisationState
from .sight import Sight

SCANNED = 500
"""So many rows of the leading filter are read at most where others are asked as well."""


class Page(NamedTuple):
    """Lines found, newest first or by what leads; behind which key it goes on (None: that was all), and whether the
    bound was reached before the page was full."""

    lines: list[LINE]
    after: Key | None
    bounded: bool = False


def page(session: Session, sight: Sight, wanted: Wanted, after: Key | None, size: int) -> Page:
    """The lines in sight that are wanted, behind `after`, at most `size`."""
    lead, *others = [LEADS[name] for name in wanted.filters] or [EVERY]
    most = SCANNED if others else size + 1
    read: list[LINE] = list(session.scalars(_in_sight(session, sight, lead, wanted, after, most)))
    found = list(matching(session, read, wanted)) if others else read
    if len(found) > size:
        return Page(found[:size], key_of(lead, found[size - 1]))
    return Page(found, key_of(lead, read[-1]), bounded=True) if others and len(read) == most else Page(found, None)


def key_of(lead: Lead, line: LINE) -> Key:
    """Where a line stands in the order of a filter."""
    return (*((getattr(line, lead.column.key),) if lead.ordered else ()), line.entry_id)


def _in_sight(session: Session, sight: Sight, lead: Lead, wanted: Wanted, after: Key | None, most: int) -> Select[Any]:
    """The first lines a filter leads to: of everything straight from its index, else the first of every organisation."""
    rows, own = lead.rows(wanted, after)
    order = (*((lead.column.desc(),) if lead.ordered else ()), LINE.entry_id.desc())
    if everything(session, sight):
        return select(LINE).where(LINE.entry_id.in_(rows.limit(most))).order_by(*order)
    places = organisations(sight)
    each = rows.where(own == places.c.organisation_id).limit(most).correlate(places)
    if session.get_bind().dialect.name == "postgresql":
        first = each.lateral()
        asked = select(LINE).select_from(places).join(first, true()).join(LINE, LINE.entry_id == first.c.entry_id)
    else:
        asked = select(LINE).select_from(places).join(LINE, LINE.entry_id.in_(each))
    return asked.order_by(*order).limit(most)


def everything(session: Session, sight: Sight) -> bool:
    """Whether nothing stands outside the sight."""
    state = OrganisationState
    roots = select(state.path).where(state.parent_id.is_(None), state.stands()).distinct()
    return sight.everything or (bool(sight.paths) and set(session.scalars(roots)) <= set(sight.paths))


def organisations(sight: Sight) -> Any:
    """The organisations whose newest state lies in sight, also those that are gone."""
    state, later = aliased(OrganisationState), aliased(OrganisationState)
    newer = exists().where(
        later.organisation_id == state.organisation_id, later.stands(), later.from_on > state.from_on
    )
    inside = or_(false(), *(within(state.path, path) for path in sight.paths))
    stands = state.withdrawn_by_id.is_(None)
    return select(state.organisation_id).where(inside, stands, ~newer).distinct().subquery("places")


def matching(session: Session, read: Sequence[LINE], wanted: Wanted) -> Iterable[LINE]:
    """Those lines that are all that is wanted."""
    leads, findings = [LEADS[name] for name in wanted.filters], found_in(session, read, wanted)
    for line in read:
        held = findings(line.entry_id)
        if all(lead.holds(line, held, wanted) for lead in leads) and same_finding(held, wanted):
            yield line


def found_in(session: Session, read: Sequence[LINE], wanted: Wanted) -> Callable[[int], list[dict[str, Any]]]:
    """What gives the findings of the entries read, where any are asked for."""
    if not set(wanted.filters) & set(NAMES):
        return lambda entry: []
    rows = select(Entry.id, Entry.findings).where(Entry.id.in_([line.entry_id for line in read]))
    found = {number: json.loads(bytes(content)) for number, content in session.execute(rows)}
    return lambda entry: found.get(entry, [])


def same_finding(findings: Sequence[dict[str, Any]], wanted: Wanted) -> bool:
    """Whether one finding is of the code, the severity and the article that are wanted."""
    asked = {name: getattr(wanted, name) for name in NAMES if getattr(wanted, name) is not None}
    return not asked or any(all(value in values(each, name) for name, value in asked.items()) for each in findings)


def values(finding: dict[str, Any], name: str) -> set[str]:
    """What a stored finding is searched by: its code, its severity, every article it cites."""
    if name != "article":
        return {finding[name]} if finding.get(name) else set()
    cited = [[finding.get("edition"), finding.get("article")], *finding.get("also", ())]
    return {f"{edition}/{article}" for edition, article in cited if edition and article is not None}
