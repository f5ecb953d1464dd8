"""The auditors' room: who may enter it, how far each sees there, and the ways between its pages."""

from typing import Any

from flask import url_for

from models.sight import Sight, sight_of
from web.pages.request import me, reading, today
from web.pages.seeing import narrowed
from web.pages.worklist import choices
from workflows.engine.errors import NotInOffice
from workflows.engine.findings import N_

POSTS = ("auditor", "audit_administrator")
NOT_AN_AUDITOR = N_("此页供审计人员和审计管理员查看：请以该职务查看")
ROOM = (
    (N_("查纪实"), "audit_journal.index"),
    (N_("值得一看"), "audit_queries.index"),
    (N_("谁看过"), "audit_events.index"),
)


def audited() -> list[str]:
    """Where one is auditor or audit administrator, by the post chosen where one is chosen."""
    chosen = me().chosen
    return sorted({held.path for held in me().posts if held.post in POSTS and chosen in (None, held)})


def own_sight() -> Sight:
    """How far one sees as an auditor today; raises NotInOffice for whoever is none."""
    paths = audited()
    if not paths:
        raise NotInOffice(NOT_AN_AUDITOR)
    return sight_of(reading(), paths, today())


def room(whole: Sight, place: int | None) -> dict[str, Any]:
    """What every page of the room shows: the ways to the others, and the organisations to choose from."""
    ways = [(title, url_for(endpoint)) for title, endpoint in ROOM]
    return {"room": ways, "places": choices(whole, narrowed(whole, place), place)}
