"""The journal of a case as each release wrote it: it still folds to the same, and its hashes still hold."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workflows import flow
from workflows.engine.cases import fold
from workflows.engine.perform.rebuild import broken_chain, kept_from_entries
from workflows.engine.perform.store import EntryRow
from workflows.rules import law_book

RELEASES = sorted(Path(__file__).parent.glob("*.jsonl"))
HASHES = ("hash", "previous_hash")
BLOBS = ("facts", "commitments", "findings", "files")


def read(path: Path) -> tuple[dict[str, Any], list[EntryRow]]:
    """What the case folded to then, and its entries."""
    expected, *rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return expected, [EntryRow(**{name: value_of(name, value) for name, value in row.items()}) for row in rows]


def value_of(name: str, value: Any) -> Any:
    if name in HASHES:
        return bytes.fromhex(value)
    return value.encode() if name in BLOBS else value


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_a_kept_journal_folds_to_what_it_folded_to(path):
    expected, entries = read(path)
    laws = law_book()
    live = fold(flow("membership"), kept_from_entries(flow("membership"), entries), laws)
    computed = live.dossier.flow.computed(live.dossier, laws.on(date(2026, 11, 21)))
    assert live.dossier.stage == expected["stage"]
    assert {name: str(day) for name, day in computed.items()} == expected["computed"]
    assert len(live.acts) == expected["acts"]


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_its_hashes_hold_and_a_changed_byte_is_found(path):
    entries = read(path)[1]
    assert broken_chain(entries) == []
    changed = entries[4]._replace(facts=entries[4].facts.replace(b"2", b"3", 1))
    assert broken_chain([*entries[:4], changed, *entries[5:]]) != []


def test_this_release_is_kept():
    assert "0.1.0" in [path.stem for path in RELEASES]


def test_a_field_that_came_later_is_unknown_in_older_entries():
    """`assign_group` names the group from its second version on."""
    entries = read(RELEASES[0])[1]
    old = next(entry for entry in entries if entry.step == "assign_group")
    assert old.form_version == 1 < flow("membership")["assign_group"].form.version
    form = fold(flow("membership"), kept_from_entries(flow("membership"), entries), law_book()).dossier.done(
        "assign_group"
    )
    assert form.group is None
