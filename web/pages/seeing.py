"""What the person signed in may look at and take, for lists over many cases; and the projection brought up to date first."""

from functools import cache

from flask import abort, g
from sqlalchemy import select

from models.cases import OFFICE
from models.offices import OfficePost
from models.organisations import state_on
from models.sight import Sight, sight_of
from web.pages.request import Held, SignedIn, installed, me, reading, today
from workflows import NAMES, flow
from workflows.engine.declare import Step, Workflow
from workflows.engine.offices import FIXED, apart_among
from workflows.engine.perform.following import follow, is_behind


@cache
def workflows_of_people() -> tuple[str, ...]:
    """The workflows whose cases are about a person."""
    return tuple(name for name in NAMES if flow(name).subject == "person")


@cache
def procedures() -> tuple[str, ...]:
    """The workflows that are procedures, about people or about organisations."""
    return tuple(name for name in NAMES if name != OFFICE)


def catch_up() -> None:
    """Lets the projection follow the journal by one batch, in a transaction of its own, where it is behind."""
    if not is_behind(reading(), today()):
        return
    with installed().database.work() as work:
        follow(work, today())
        work.commit()
    reading().rollback()  # and look again


def sight(somebody: SignedIn | None = None) -> Sight:
    """How far the person sees today."""
    return sight_of(reading(), (somebody or me()).paths, today())


def narrowed(whole: Sight, place: int | None) -> Sight:
    """The sight as far as it lies under an organisation; 404 for one that is not in sight."""
    if place is None:
        return whole
    state = state_on(reading(), place, today()) if place < 2**63 else None
    if state is None or not whole.sees(state.path):
        abort(404)
    return sight_of(reading(), [state.path], today())


def able() -> list[Held]:
    """The posts by which the person may record for some office that decides; who holds a post apart has none."""
    if "able" not in g and apart_among(held.post for held in me().posts):
        g.able = []
    if "able" not in g:
        table = select(OfficePost.post, OfficePost.organisation_kind).where(OfficePost.holds_on(today()))
        recording = {tuple(row) for row in reading().execute(table)}
        g.able = [held for held in me().posts if (held.post, held.kind) in recording]
    return g.able


def beginnings() -> list[Workflow]:
    """The procedures of which the person may record a first step somewhere."""
    fixed = {office for office, post in FIXED.items() if post in {held.post for held in me().posts}}
    return [each for each in map(flow, procedures()) if any(_opens(step, fixed) for step in each if step.opens_case)]


def _opens(step: Step, fixed: set[str]) -> bool:
    return any(office in fixed if office in FIXED else bool(able()) for office in step.by)


def own() -> list[int]:
    """The organisations for which the person may record."""
    return sorted({held.organisation_id for held in able()})
