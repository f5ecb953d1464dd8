"""What the installation goes by, as the root organisation's case last set it: readings, overlays, confirmed years."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.installation import Installation
from workflows.engine.cases import Kept
from workflows.engine.journal import canonical

from .posts import is_root
from .rows import acts

STEPS = ("set_reading", "set_overlay", "confirm_calendar")


def rules(kept: Sequence[Kept]) -> str:
    """The rules as the installation's row keeps them: canonical JSON."""
    readings: dict[str, str] = {}
    overlays: dict[str, bool] = {}
    calendar: dict[str, dict[str, bool]] = {}
    for each in acts(kept, *STEPS):
        assert each.act is not None
        form: Any = each.act.form
        if each.act.step.name == "set_reading":
            readings[form.name] = form.option
        elif each.act.step.name == "set_overlay":
            overlays[form.name] = form.enabled
        else:
            calendar[str(form.year)] = {row.day.isoformat(): row.worked for row in form.days}
    enabled = [name for name, held in overlays.items() if held]
    return canonical({"readings": readings, "overlays": sorted(enabled), "calendar": calendar}).decode()


def bring_rules(session: Session, case: Any, kept: Sequence[Kept], step: str | None) -> None:
    """Writes the rules anew where a step of the root changed them."""
    if is_root(case) and (step is None or step in STEPS):
        session.execute(update(Installation).values(rules=rules(kept)))


def rules_differ(session: Session, case: Any, kept: Sequence[Kept]) -> list[tuple[str, Any, Any]]:
    """(`rules`, what stands, what follows) of the root's case."""
    if not is_root(case):
        return []
    return [("rules", session.scalar(select(Installation.rules)), rules(kept))]
