"""The rows of terms and posts, brought up to date with an election's fold, or compared with it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from models.installation import Installation
from workflows import flow
from workflows.election.effects import elected_on, extensions, posts_ended, posts_given
from workflows.engine.cases import Kept, fold
from workflows.engine.dossier import Dossier
from workflows.engine.perform.scene import Scene
from workflows.office.elected import Ended, Given, Seated, bring_posts, posts_differ
from workflows.office.terms import Elected, Extension, bring_terms, terms_differ


def follow(scene: Scene, entry_id: int, step: str | None) -> None:
    """Brings terms and posts up to date, and tells every process by the stamp that they changed."""
    session, case, dossier = scene.work.session, scene.row, scene.dossier
    changed = bring_terms(session, case, terms_said(dossier), entry_id)
    changed |= bring_posts(session, flow("office"), case, posts_said(dossier), entry_id)
    if changed:
        session.flush()
        session.execute(update(Installation).values(rules_stamp=scene.last_hash.hex()))


def differs(scene: Scene, kept: Sequence[Kept]) -> list[tuple[str, Any, Any]]:
    """(table, rows that stand and do not follow, rows that follow and do not stand)."""
    session, case = scene.work.session, scene.row
    dossier = fold(scene.flow, kept, scene.laws).dossier
    return [*terms_differ(session, case, terms_said(dossier)), *posts_differ(session, case, posts_said(dossier))]


def terms_said(dossier: Dossier) -> Elected:
    """What the case says of the organisation's terms."""
    day = elected_on(dossier)
    granted = [Extension(each.on, each.until, each.number) for each in extensions(dossier)]
    return Elected([day] if day else [], granted)


def posts_said(dossier: Dossier) -> Seated:
    """What the case says of posts."""
    given = [Given(*row) for row in posts_given(dossier)]
    return Seated(given, [Ended(*row) for row in posts_ended(dossier)])
