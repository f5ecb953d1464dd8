"""How far somebody sees: the organisations themselves where they are few, else the trees they stand in."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from .base import within
from .organisations import OrganisationState

MOST = 1000
"""Nothing is counted further than this."""
FEW = 500
"""So many organisations at most are named one by one."""


class Sight(NamedTuple):
    """The trees under `paths`; `organisations` are all that stand in them, or None where they are too many to name.

    `everything`: nothing stands outside them.
    """

    paths: tuple[str, ...]
    organisations: tuple[int, ...] | None
    everything: bool = False

    def of(self, organisation: Any, path: Any) -> ColumnElement[bool]:
        """What lies in sight, by the column of the organisation or the column of its path, whichever serves."""
        return self.in_trees(path) if self.organisations is None else organisation.in_(self.organisations)

    def in_trees(self, path: Any) -> ColumnElement[bool]:
        """The column `path` lies in one of the trees."""
        if self.everything:
            return true()
        return or_(*(within(path, own) for own in self.paths)) if self.paths else false()

    def sees(self, path: str) -> bool:
        """Whether what stands at `path` lies in sight."""
        return any(path.startswith(own) for own in self.paths)


def sight_of(session: Session, paths: Iterable[str], day: date) -> Sight:
    """How far does somebody see on that day whose posts stand at these paths?"""
    trees = tuple(sorted(set(paths)))
    if not trees:
        return Sight((), ())
    stand = or_(*(within(OrganisationState.path, tree) for tree in trees)) & OrganisationState.holds_on(day)
    found = session.scalars(select(OrganisationState.organisation_id).where(stand).limit(FEW + 1)).all()
    if len(found) <= FEW:
        return Sight(trees, tuple(sorted(set(found))))
    roots = select(OrganisationState.path).where(OrganisationState.parent_id.is_(None), OrganisationState.stands())
    return Sight(trees, None, everything=set(session.scalars(roots)) <= set(trees))


def places(session: Session, sight: Sight, under: Sequence[int], day: date) -> list[tuple[int, str]]:
    """Which organisations may be chosen on that day? All in sight, or of too many those directly under these; by path."""
    state = OrganisationState
    which = (
        state.parent_id.in_(under) if sight.organisations is None else state.organisation_id.in_(sight.organisations)
    )
    rows = select(state.organisation_id, state.name).where(which, state.holds_on(day)).order_by(state.path).limit(FEW)
    return [(number, name) for number, name in session.execute(rows)]


def names_of(session: Session, organisations: Iterable[int], day: date) -> dict[int, str]:
    """What are these organisations called on that day?"""
    state = OrganisationState
    rows = select(state.organisation_id, state.name).where(state.organisation_id.in_(set(organisations)))
    return {number: name for number, name in session.execute(rows.where(state.holds_on(day)).order_by(state.from_on))}
