"""The auditors' room: who may enter it, how far each sees there, and the ways between its pages."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from models.cases import Case
from models.sight import Sight, sight_of
from web.entries import sealed_for
from web.handbook.decided import sealed_steps
from web.pages.found import Seen
from web.pages.request import me, reading, today
from web.pages.worklist import choices
from workflows import flow
from workflows.engine.errors import NotInOffice
from workflows.engine.findings import N_

POSTS = ("auditor", "audit_administrator")
NOT_AN_AUDITOR = N_("此页供审计人员和审计管理员查看：请以该职务查看")
ROOM = (
    (N_("查纪实"), "audit_journal.index"),
    (N_("值得一看"), "audit_queries.index"),
    (N_("谁看过"), "audit_events.index"),
    (N_("倒查"), "audit_back_check.index"),
    (N_("迎检包"), "audit_pack.index"),
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


def sealed(rows: Iterable[Any]) -> set[int]:
    """Which entries, or rows of them, are sealed for the person signed in; only cases with one that may be are folded."""
    sealable = [row for row in rows if row.step in sealed_steps()]
    found: set[int] = set()
    for case in reading().query(Case).filter(Case.id.in_({row.case_id for row in sealable})):
        seen = Seen(flow(case.workflow), case)
        hides = sealed_for(seen.flow, seen.dossier, me().person_id)
        found |= {row.id for row in sealable if row.case_id == case.id and hides(row)}
    return found


def room(whole: Sight, place: int | None, sight: Sight | None = None) -> dict[str, Any]:
    """What every page of the room shows: the ways to the others, and the organisations to choose from.

    `sight` is what lies under the place that was chosen.
    """
    ways = [(title, url_for(endpoint)) for title, endpoint in ROOM]
    return {"room": ways, "places": choices(whole, sight or whole, place)}
