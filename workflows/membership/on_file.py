"""The papers on file: whatever was recorded live without any paper attached is told when the case is archived."""

import json
from collections.abc import Iterator
from typing import Any

from workflows.engine.dossier import Act
from workflows.engine.findings import N_, Finding, irregular
from workflows.engine.papers import without_papers

NOT_ON_FILE = N_("以下办理没有附上材料：%(acts)s；请核对纸质材料是否齐全")


def papers_on_file(scene: Any, act: Act) -> Iterator[Finding]:
    """Which live acts that rest on papers have none attached; silent in a case for which no file is kept at all."""
    entries = [entry for entry in scene.store.entries(scene.row.id) if entry.kind == "act" and entry.mode == "live"]
    filed = {entry.refers_to or entry.number for entry in entries if json.loads(bytes(entry.files))}
    if act.files:
        filed.add(scene.last_number + 1)
    live = {entry.number for entry in entries}
    acts = [(kept.number, kept.act.step) for kept in scene.case.kept if kept.act and kept.number in live]
    bare = set(without_papers(acts, filed))
    titles = dict.fromkeys(step.title for number, step in acts if number in bare)
    if titles:
        yield Finding(NOT_ON_FILE, {"acts": list(titles)}, severity=irregular, code="G28")
