"""Which organisation a ledger may be narrowed to: those above the chosen one in sight, itself, and those directly below."""

from sqlalchemy import or_, select

from models.organisations import OrganisationState
from web.pages.request import in_sight, me, reading, today

Options = list[tuple[int, str]]


def choice(chosen: OrganisationState | None) -> Options:
    """The organisations offered, those above first: one goes down step by step, however many there are."""
    paths = [chosen.path] if chosen else me().paths
    ids = {int(part) for path in (*paths, *me().paths) for part in path.strip("/").split("/")}
    state = OrganisationState
    below = [int(path.rstrip("/").rsplit("/", 1)[-1]) for path in paths]
    near = or_(state.organisation_id.in_(ids), state.parent_id.in_(below))
    rows = select(state.organisation_id, state.name).where(near, state.holds_on(today()), in_sight(state.path))
    return [(number, name) for number, name in reading().execute(rows.order_by(state.path))]
