"""An entry of the journal as pages and the command line show it, and what of it is sealed for whoever looks."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from web.wording import ERASED, Wording
from workflows.engine.declare import Workflow
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_, Severity
from workflows.engine.sealing import is_sealed

KINDS = {
    "act": N_("办理"),
    "import": N_("历史档案"),
    "refusal": N_("不予办理"),
    "proposal": N_("提议"),
    "correction": N_("更正"),
    "void": N_("作废"),
    "allow": N_("上级说明"),
    "erasure": N_("抹去"),
}
VERDICTS = {
    Severity.BLOCK: N_("有违反规定之处"),
    Severity.OVERRIDE: N_("须上级说明"),
    Severity.IRREGULAR: N_("有不规范之处"),
    Severity.NOTE: N_("有提示"),
    None: N_("符合规定"),
}
CONTENT, SEALED = N_("内容"), N_("密封：两人录入一致并经监票人确认后显示")


def sealed_for(flow: Workflow, dossier: Dossier, person: int | None = None) -> Callable[[Any], bool]:
    """Whether an entry of a case is sealed for a person; for nobody in particular, whoever wrote it."""

    def hidden(entry: Any) -> bool:
        content = json.loads(bytes(entry.facts)).get("facts", {})
        own = person is not None and entry.actor_person_id == person
        return not own and is_sealed(flow, dossier, entry.step, content)

    return hidden


def entry_shown(
    entry: Any, texts: Mapping[str, str], wording: Wording, changes: list[tuple[str, str]] | None = None
) -> dict[str, Any]:
    """An entry as pages and the command line show it; `changes` are what a correction changes, instead of its facts."""
    hidden = wording.hidden(entry)
    content, findings = (
        ({"facts": {}}, []) if hidden else (json.loads(bytes(entry.facts)), json.loads(bytes(entry.findings)))
    )
    commitments = {} if hidden else json.loads(bytes(entry.commitments))
    if hidden:
        changes = [(wording.say(CONTENT), wording.say(SEALED))]
    on = entry.act_on or entry.recorded_at[:10]
    return {
        "case": entry.case_id,
        "number": entry.number,
        "kind": entry.kind,
        "kind_title": wording.say(KINDS[entry.kind]),
        "step": entry.step,
        "title": wording.title(entry.step),
        "on": entry.act_on,
        "recorded_at": entry.recorded_at,
        "mode": entry.mode,
        "actor": wording.actor(entry),
        "stage_before": entry.stage_before,
        "stage_after": entry.stage_after,
        "stage": f"{wording.stage(entry.stage_before)} → {wording.stage(entry.stage_after)}",
        "outcome": entry.outcome,
        "outcome_title": wording.outcome(entry.outcome),
        "facts": content["facts"],
        "shown": changes or wording.facts(entry.step, content["facts"], texts, commitments),
        "findings": [{**each, "shown": wording.finding(each, on)} for each in findings],
        "files": [
            {"sha256": sha256, "name": texts.get(path, wording.say(ERASED)), "erased": path not in texts}
            for path, sha256 in _files([] if hidden else json.loads(bytes(entry.files)))
        ],
        "refers_to": entry.refers_to,
        "hash": bytes(entry.hash).hex(),
    }


def _files(hashes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Where the name of each file lies among the texts, and its hash."""
    return ((f"files.{number}", sha256) for number, sha256 in enumerate(hashes))
