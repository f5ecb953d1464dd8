"""A line of a ledger: one person with the fold of the case, and the names of those the steps name."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from web.wording import ERASED
from workflows.engine.cases import Kept, LiveCase, fold, kept_from
from workflows.engine.declare import Step, Workflow
from workflows.engine.dossier import Dossier
from workflows.engine.journal import APART
from workflows.engine.law import Law, LawBook

PEOPLE = {"talk": "talkers", "assign_contacts": "contacts", "name_sponsors": "sponsors"}
"""The steps that name people, and the field that holds them."""

Texts = Mapping[tuple[int, str], str]
"""The personal texts of a case, by the number of the act they belong to and the field."""


class Line(NamedTuple):
    """One person in a ledger. `people` are the names by step; `law` is that of the day the ledger is drawn."""

    number: int
    case_id: int
    name: str
    born_on: date | None
    branch: str
    dossier: Dossier
    law: Law
    people: Mapping[str, list[str]]


def folded(flow: Workflow, snapshot: bytes, laws: LawBook) -> LiveCase:
    """The case a snapshot folds to."""
    return fold(flow, [kept_from(flow, line) for line in snapshot.split(b"\n") if line], laws)


def taken(flow: Workflow, snapshot: bytes, step: str) -> list[Kept]:
    """The acts of one step that stand in a snapshot; its other lines are not read."""
    mark = f'"s":"{step}"'.encode()  # a quote inside a text is escaped, so no text can look like this
    return [kept_from(flow, line) for line in snapshot.split(b"\n") if mark in line]


def began(flow: Workflow, stage: str, snapshot: bytes) -> date | None:
    """The day the stage of a case began: that of the last act that leads there. The case need not be folded for it."""
    steps = [step.name for step in flow if stage in _destinations(step)]
    return max((kept.act.on for step in steps for kept in taken(flow, snapshot, step) if kept.act), default=None)


def _destinations(step: Step) -> Collection[Any]:
    return step.leads_to.values() if isinstance(step.leads_to, Mapping) else (step.leads_to,)


def chosen(case: LiveCase) -> set[int]:
    """The numbers of the people chosen on pages that the ledgers name."""
    return {row.person for _, _, row in _named(case) if row.person is not None}


def names_by_step(case: LiveCase, texts: Texts, names: Mapping[int, str]) -> dict[str, list[str]]:
    """The names by step: of a chosen person as the table of people has it, else as it was written down."""
    found: dict[str, list[str]] = {}
    for kept, path, row in _named(case):
        if row.person is not None:
            name = names.get(row.person, ERASED)
        else:
            name = texts.get((kept.number, path), ERASED) if row.name == APART else row.name
        found.setdefault(kept.act.step.name, []).append(name)
    return found


def texts_resolved(rows: Iterable[Any]) -> dict[int, dict[tuple[int, str], str]]:
    """The texts by case, from rows (case, entry, kind, refers to, field, text) in the order of the entries.

    A correction takes the place of the texts of the act it refers to; a text that was erased is not there.
    """
    found: dict[int, dict[tuple[int, str], str]] = {}
    cleared: set[tuple[int, int]] = set()
    for case_id, number, kind, refers_to, path, text in rows:
        texts = found.setdefault(case_id, {})
        if kind == "correction" and (case_id, number) not in cleared:
            cleared.add((case_id, number))
            for key in [key for key in texts if key[0] == refers_to]:
                del texts[key]
        if text is not None:
            owner = refers_to if kind == "correction" else number
            texts[owner, path.removeprefix("form.")] = text
    return found


def _named(case: LiveCase) -> Iterable[tuple[Any, str, Any]]:
    """(what is kept, path of the name, row) for everybody the standing takings name."""
    standing = case.dossier.standing
    forms = {step: standing[step].form for step in PEOPLE if step in standing}
    for kept in case.kept:
        step = kept.act.step.name if kept.act else ""
        if kept.act and kept.act.form is forms.get(step):
            field = PEOPLE[step]
            for number, row in enumerate(kept.act.form.known(field) or ()):  # type: ignore[union-attr]
                yield kept, f"{field}.{number}.name", row
