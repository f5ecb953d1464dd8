"""The published cases, facts only, completed to dossiers: judged as `zhibu check` judges, and compared with their verdict."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from workflows import flow
from workflows.engine.check import answer
from workflows.engine.intake import Raw
from workflows.rules import law_book

FILE = Path(__file__).with_name("published.jsonl")


class Judged(NamedTuple):
    """A published case: its number, what it is about, the verdict it was published with, and the engine's answer."""

    ref: str
    about: str
    verdict: str
    answer: dict[str, Any]


def judged() -> Iterator[Judged]:
    """Every published case, judged as of its last act."""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        dossier = row["dossier"]
        on = max(date.fromisoformat(step.get("on") or step["ends_on"]) for step in dossier["steps"])
        laws = law_book(readings=row["readings"])
        found = answer(flow("membership"), Raw(dossier["ref"], dossier), laws, on)
        yield Judged(dossier["ref"], row["about"], row["verdict"], found)
