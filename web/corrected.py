"""What a correction changes, field by field: the proposed or recorded form beside what stood before; what an erasure takes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from web.erased import erasure_related, erasure_shown, is_erasure
from web.wording import ERASED, YES, Wording, unfolded
from workflows.engine.findings import N_
from workflows.engine.perform.second import CORRECT, Corrected

SHOWN = ("proposal", "correction", "void")
CHANGED = N_("%(before)s → %(after)s")
NOTHING = N_("（无）")
UNCHANGED = N_("内容没有变化")

Texts = Mapping[int, Mapping[str, str]]


class Corrections:
    """The words for entries of a case that correct or erase others; `entries` hold what they refer to, `texts` by entry id."""

    def __init__(self, wording: Wording, entries: Iterable[Any], texts: Texts) -> None:
        self.wording, self.texts = wording, texts
        self.entries = {entry.number: entry for entry in sorted(entries, key=lambda each: each.number)}

    def shown(self, entry: Any) -> list[tuple[str, str]] | None:
        """(title, "before → after") of what changes, and the reason; None for an entry that corrects and erases nothing."""
        if is_erasure(entry):
            return erasure_shown(self.wording, entry, self.entries, self.texts)
        if entry.step != CORRECT.name or entry.kind not in SHOWN:
            return None
        said, facts = self.wording, _facts(entry)
        if facts.get("void"):
            what = [(said.say(Corrected.title("void")), said.say(YES))]
        else:
            what = self._changes(entry) or [(said.say(Corrected.title("form")), said.say(UNCHANGED))]
        return [*what, (said.say(Corrected.title("reason")), self._reason(entry, facts.get("proposal")))]

    def _changes(self, entry: Any) -> list[tuple[str, str]]:
        target = self.entries.get(entry.refers_to)
        if target is None:
            return []
        before, after = self._recorded(self._standing(entry)), self._recorded(entry)
        form = self.wording.flow[target.step].form
        names = dict.fromkeys((*form.model_fields, *before, *after))
        changed = [name for name in names if before.get(name) != after.get(name)]
        return [self._change(target.step, name, before.get(name), after.get(name)) for name in changed]

    def _change(self, step: str, name: str, before: Any, after: Any) -> tuple[str, str]:
        title = self.wording.fact(step, name, after)[0]
        old, new = (
            self.wording.say(NOTHING) if value in (None, []) else self.wording.fact(step, name, value)[1]
            for value in (before, after)
        )
        return title, self.wording.say(CHANGED % {"before": old, "after": new})

    def _standing(self, entry: Any) -> Any:
        """The entry that said what stood when `entry` was written: the last correction before it, else the target."""
        earlier = (
            each
            for each in self.entries.values()
            if each.kind == "correction" and each.refers_to == entry.refers_to and each.number < entry.number
        )
        return max(earlier, key=lambda each: each.number, default=self.entries[entry.refers_to])

    def _recorded(self, entry: Any) -> dict[str, Any]:
        facts, texts = _facts(entry), self._texts(entry)
        if entry.step != CORRECT.name:
            return unfolded(facts, texts)
        replacing = {path.removeprefix("form."): text for path, text in texts.items() if path.startswith("form.")}
        return unfolded(facts.get("form") or {}, replacing)

    def _texts(self, entry: Any) -> dict[str, str]:
        kept, erased = self.texts.get(entry.id, {}), self.wording.say(ERASED)
        apart = json.loads(bytes(entry.commitments))
        return {path: kept.get(path, erased) for path in apart if not path.startswith("files.")}

    def _reason(self, entry: Any, proposal: int | None) -> str:
        """The reason stands in the proposal, where there was one."""
        source = self.entries.get(proposal, entry)
        return self._texts(source).get("reason", "")


def _facts(entry: Any) -> dict[str, Any]:
    return json.loads(bytes(entry.facts))["facts"]


def related(entries: Iterable[Any]) -> set[int]:
    """The numbers of the entries that corrections and erasures among `entries` refer to or come from."""
    found: set[int | None] = set()
    for entry in entries:
        if is_erasure(entry):
            found.update(erasure_related(entry))
        if entry.step == CORRECT.name and entry.kind in SHOWN:
            found |= {entry.refers_to, _facts(entry).get("proposal")}
    return {number for number in found if number is not None}
