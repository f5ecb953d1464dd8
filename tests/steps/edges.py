"""What the features exercised: every edge of every window, and both answers of every guard, under which heading."""

import json
import os
from pathlib import Path
from typing import Any

from tests.steps.case import observed
from tests.steps.phrases import EDITIONS
from workflows.engine.forms import Unrecorded
from workflows.engine.judge import unmet_need


def pytest_sessionfinish(session):
    """Writes what was exercised where ZHIBU_EXERCISED says."""
    target = os.environ.get("ZHIBU_EXERCISED")
    if target:
        Path(target).write_text(json.dumps(sorted(exercised()), ensure_ascii=False), encoding="utf-8")


def exercised() -> set[tuple[str, str, str]]:
    """(what, edition, side) for all acts judged under a heading that cites the edition's article."""
    found: set[tuple[str, str, str]] = set()
    for _, heading, dossier, act, law in observed:
        dossier.settle(act)
        for window in act.step.windows:
            found |= _window(window, heading, dossier, act, law)
        for guard in act.step.guards:
            found |= _guard(guard, act.step.name, heading, dossier, act, law)
        for need in act.step.needs:
            if unmet_need(dossier, act, law, need):
                found.add((f"{act.step.name} needs {need.step}", "", "unmet"))
    return found


def headed(heading: str, citation: Any) -> bool:
    """Whether a heading names the edition and the article (an overlay's item by its code)."""
    name = EDITIONS.get(citation.edition, citation.edition)
    article = "" if citation.article is None else f"第{citation.article}条"
    return heading.startswith(f"{name}{article} ")


def _window(window: Any, heading: str, dossier: Any, act: Any, law: Any) -> set[tuple[str, str, str]]:
    cited = window.in_force(law)
    if cited is None or not any(headed(heading, citation) for citation in cited):
        return set()
    try:
        edges = window.edges(dossier, act, law)
    except Unrecorded:
        return set()
    sides = {
        (f"{window.name} {name}", side): getattr(edge, side) for name, edge in edges.items() for side in edge._fields
    }
    return {(name, cited[0].edition, side) for (name, side), day in sides.items() if day == act.on}


def _guard(guard: Any, step: str, heading: str, dossier: Any, act: Any, law: Any) -> set[tuple[str, str, str]]:
    cited = guard.in_force(law)
    if cited is None:
        return set()
    under = [citation.edition for citation in cited if headed(heading, citation)] if cited else [""]
    try:
        side = "finds" if guard.ask(dossier, act, law) else "silent"
    except Unrecorded:
        return set()
    return {(f"{step} {guard.name}", edition, side) for edition in under}
