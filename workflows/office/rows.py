"""The rows that follow from the office journal: every table brought up to date with the fold of a case, or compared with it.

A row is found again by its key; what may change of a row that stands (its last day) is brought up to date in place, a
row that no longer follows is withdrawn, nothing is deleted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.installation import Installation
from models.journal import Entry
from workflows.engine.cases import Kept
from workflows.engine.perform.scene import Scene

Wanted = dict[tuple[Any, ...], tuple[Any, ...]]
"""The values of `key` to those of `moving`."""


@dataclass(frozen=True)
class Table:
    """Rows of one model that follow from cases; `given` fills in what a new row needs besides."""

    model: Any
    key: tuple[str, ...]
    moving: tuple[str, ...]
    steps: tuple[str, ...]
    wanted: Callable[[Session, Any, Sequence[Kept]], Wanted]
    standing: Callable[[Session, Any, Sequence[Kept]], Iterable[Any]]
    given: dict[str, Any] = field(default_factory=dict)
    sourced: bool = True

    def held(self, session: Session, case: Any, kept: Sequence[Kept]) -> dict[tuple[Any, ...], Any]:
        """The rows that stand, by key."""
        rows = self.standing(session, case, kept)
        return {tuple(getattr(row, name) for name in self.key): row for row in rows}

    def bring(self, session: Session, case: Any, kept: Sequence[Kept], entry_id: int) -> bool:
        """Makes the rows follow; answers whether anything changed."""
        have, want = self.held(session, case, kept), self.wanted(session, case, kept)
        changed = False
        for key, row in have.items():
            if key in want:
                changed |= self._move(row, want[key])
            elif self.sourced:
                row.withdrawn_by_id, changed = entry_id, True
        session.flush()  # a row that takes the place of a withdrawn one comes after it
        for key in [key for key in want if key not in have]:
            source = {"source_entry_id": entry_id} if self.sourced else {}
            values = dict(zip((*self.key, *self.moving), (*key, *want[key]), strict=True))
            session.add(self.model(**values, **self.given, **source))
            changed = True
        session.flush()
        return changed

    def _move(self, row: Any, values: tuple[Any, ...]) -> bool:
        moved = [(name, value) for name, value in zip(self.moving, values, strict=True) if getattr(row, name) != value]
        for name, value in moved:
            setattr(row, name, value)
        return bool(moved)

    def stand(self, session: Session, case: Any, kept: Sequence[Kept]) -> Wanted:
        """The rows that stand, as `wanted` names them."""
        held = self.held(session, case, kept)
        return {key: tuple(getattr(row, name) for name in self.moving) for key, row in held.items()}


def sourced_by(model: Any) -> Callable[[Session, Any, Sequence[Kept]], Iterable[Any]]:
    """The rows of `model` that stand and came from the case's entries."""

    def standing(session: Session, case: Any, kept: Sequence[Kept]) -> Iterable[Any]:
        rows = select(model).join(Entry, Entry.id == model.source_entry_id)
        rows = rows.where(Entry.case_id == case.id, model.stands())
        return session.scalars(rows.execution_options(populate_existing=True))

    return standing


def acts(kept: Iterable[Kept], *steps: str) -> list[Kept]:
    """The acts of these steps that stand, by day and then by entry."""
    found = [each for each in kept if each.act and each.act.step.name in steps]
    return sorted(found, key=lambda each: (each.act.on, each.number))  # type: ignore[union-attr]


def tables() -> tuple[Table, ...]:
    """Every table, in the order in which their rows rest on each other."""
    from .people import TABLES as people
    from .posts import TABLES as posts
    from .rights import TABLES as rights
    from .states import STATES
    from .terms import TABLES as terms

    return (STATES, *people, *posts, *rights, *terms)


def follow(scene: Scene, entry_id: int, step: str | None) -> None:
    """Brings the rows of a step, or of all, up to date, and tells every process by the stamp that they changed."""
    from .events import rights_changed
    from .settings import bring_rules
    from .states import bring_below
    from .terms import settle_terms

    session, case, kept = scene.work.session, scene.row, scene.case.kept
    for table in tables():
        if (step is None or step in table.steps) and table.bring(session, case, kept, entry_id):
            bring_below(scene, table, entry_id)
    bring_rules(session, case, kept, step)
    settle_terms(session, case, step)
    session.flush()
    session.execute(update(Installation).values(rules_stamp=scene.last_hash.hex()))
    rights_changed(scene, step)


def wanted_rows(session: Session, case: Any, kept: Sequence[Kept]) -> dict[str, Wanted]:
    """By table, the rows that follow from what stands in a case (its `id`, `organisation_id`)."""
    return {table.model.__tablename__: table.wanted(session, case, kept) for table in tables()}


def standing_rows(session: Session, case: Any, kept: Sequence[Kept]) -> dict[str, Wanted]:
    """By table, the rows of a case as they stand."""
    return {table.model.__tablename__: table.stand(session, case, kept) for table in tables()}


def differs(scene: Scene, kept: Sequence[Kept]) -> list[tuple[str, Any, Any]]:
    """(table, rows that stand and do not follow, rows that follow and do not stand), and the settings."""
    from .settings import rules_differ

    session, case = scene.work.session, scene.row
    want, have = wanted_rows(session, case, kept), standing_rows(session, case, kept)
    found = []
    for name in want:
        extra, absent = have[name].items() - want[name].items(), want[name].items() - have[name].items()
        found.append((name, sorted(map(str, extra)), sorted(map(str, absent))))
    return [*found, *rules_differ(session, case, kept)]
