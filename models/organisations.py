"""Party organisations: their name, kind and place in the tree, by day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import PATH, Base, Dated, Id, days_in_order, one_of

KINDS = {
    "department": "组织部门",
    "committee": "党委",
    "work_committee": "党工委",
    "general_branch": "党总支",
    "branch": "党支部",
    "group": "党小组",
    "party_group": "党组",
    "temporary": "临时党组织",
}
NOT_WITHDRAWN = text("withdrawn_by_id IS NULL")


class Organisation(Base):
    """An organisation, whatever it was called and wherever it stood."""

    __tablename__ = "organisation"

    id: Mapped[Id]


class OrganisationState(Dated, Base):
    """What an organisation was on some days. `path` names it and all above it from the root: '/1/4/9/'."""

    __tablename__ = "organisation_state"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("path LIKE '/%/'", name="path"),
        days_in_order(),
        Index(
            "uq_organisation_state_organisation_id_from_on",
            "organisation_id",
            "from_on",
            unique=True,
            sqlite_where=NOT_WITHDRAWN,
            postgresql_where=NOT_WITHDRAWN,
        ),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    path: Mapped[str] = mapped_column(PATH, index=True)
    has_committee: Mapped[bool] = mapped_column(default=False)
    has_groups: Mapped[bool] = mapped_column(default=False)
    approval_power: Mapped[bool] = mapped_column(default=False)


def state_on(session: Session, organisation_id: int, day: date) -> OrganisationState | None:
    """What was the organisation on that day? Of two rows the one that began later; None when there was none."""
    return _states_on(session, [organisation_id], day).get(organisation_id)


def path_on(session: Session, organisation_id: int, day: date) -> str | None:
    """Where in the tree did the organisation stand on that day?"""
    state = state_on(session, organisation_id, day)
    return state.path if state else None


def ancestors_on(session: Session, organisation_id: int, day: date) -> list[OrganisationState]:
    """Which organisations stood above it on that day? The nearest first, itself left out."""
    own = state_on(session, organisation_id, day)
    return above(session, own, day) if own else []


def above(session: Session, state: OrganisationState, day: date) -> list[OrganisationState]:
    """Which organisations stood above this state on that day? The nearest first."""
    ids = [int(part) for part in state.path.strip("/").split("/")][-2::-1]
    states = _states_on(session, ids, day)
    return [states[each] for each in ids if each in states]


def children(session: Session, organisation_id: int, day: date) -> list[OrganisationState]:
    """Which organisations stood directly under it on that day? The oldest first."""
    rows = select(OrganisationState.organisation_id).where(
        OrganisationState.parent_id == organisation_id, OrganisationState.holds_on(day)
    )
    states = _states_on(session, session.scalars(rows).all(), day)
    return [states[each] for each in sorted(states) if states[each].parent_id == organisation_id]


def _states_on(session: Session, ids: Sequence[int], day: date) -> dict[int, OrganisationState]:
    rows = (
        select(OrganisationState)
        .where(OrganisationState.organisation_id.in_(ids), OrganisationState.holds_on(day))
        .order_by(OrganisationState.from_on)
    )
    return {row.organisation_id: row for row in session.scalars(rows)}
