"""A live case in memory: its acts and their fold, kept by the hash of its last entry, so that a copy can never be stale."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import date
from threading import Lock
from typing import Any, NamedTuple

from .check import in_order
from .declare import Workflow
from .dossier import Act, Allowance, Dossier
from .findings import Finding
from .forms import Form
from .journal import canonical, join
from .judge import judge
from .law import LawBook


class Kept(NamedTuple):
    """An act that stands in a case: its entry's number, who recorded it, and what the snapshot holds of it."""

    number: int
    act: Act
    by: int | None
    line: bytes


class LiveCase:
    """The acts of a case that stand, and the dossier they fold to."""

    __slots__ = ("dossier", "kept")

    def __init__(self, dossier: Dossier, kept: list[Kept]) -> None:
        self.dossier = dossier
        self.kept = kept

    def snapshot(self) -> bytes:
        """The acts as the case's row keeps them, one line each."""
        return b"\n".join(kept.line for kept in self.kept)

    def recorder(self, step: str) -> int | None:
        """Who recorded the last taking of a step."""
        return next((kept.by for kept in reversed(self.kept) if kept.act.step.name == step), None)


def line_of(number: int, act: Act, by: int | None, facts: Mapping[str, Any], apart: Iterable[str]) -> bytes:
    """One act as a snapshot keeps it. An allowance's reason is personal and stays apart."""
    row: dict[str, Any] = {"n": number, "s": act.step.name, "f": facts}
    if apart:
        row["t"] = list(apart)
    if by is not None:
        row["by"] = by
    if act.setting:
        row["set"] = act.setting
    if act.allowed:
        row["ok"] = [[allowed.code, allowed.number, allowed.on] for allowed in act.allowed]
    return canonical(row)


def kept_from(flow: Workflow, line: bytes) -> Kept:
    """An act read back from its line."""
    row = json.loads(line)
    step = flow[row["s"]]
    form = join(step.form, row["f"], row.get("t", ()))
    setting = flow.setting.held(row["set"]) if "set" in row else None
    allowed = tuple(Allowance(code, number, date.fromisoformat(on), "") for code, number, on in row.get("ok", ()))
    return Kept(row["n"], Act(step, form.day, form, setting=setting, allowed=allowed), row.get("by"), line)


def fold(flow: Workflow, kept: Iterable[Kept], laws: LawBook) -> LiveCase:
    """The case its acts fold to, by day of the act and then by entry."""
    acts = sorted(kept, key=lambda each: each.number)
    dossier = Dossier(flow, blank(flow))
    for act in in_order(dossier, [each.act for each in acts], laws):
        dossier.settle(act)
        dossier.take(act, laws.on(act.on))
    return LiveCase(dossier, acts)


def judged(flow: Workflow, acts: Iterable[Act], laws: LawBook) -> tuple[Dossier, dict[Act, list[Finding]]]:
    """The fold of acts with everything found of each on the way, by the law of its day."""
    dossier, findings = Dossier(flow, blank(flow)), {}
    for act in in_order(dossier, acts, laws):
        law = laws.on(act.on)
        dossier.settle(act)
        findings[act] = judge(dossier, act, law)
        dossier.take(act, law)
    return dossier, findings


def blank(flow: Workflow) -> Form:
    """The settings of which nothing is known yet but their defaults."""
    return flow.setting.recall({})


class Shelf:
    """The cases used last, by the hash of their last entry. A case is taken out to be changed, and put back under its new one."""

    def __init__(self, most: int = 2048) -> None:
        self._cases: OrderedDict[bytes, LiveCase] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def take(self, last_hash: bytes) -> LiveCase | None:
        """The case whose last entry has this hash, taken out; None when it is not here."""
        with self._lock:
            return self._cases.pop(last_hash, None)

    def put(self, last_hash: bytes, case: LiveCase) -> None:
        """Keeps a case under the hash of its last entry."""
        with self._lock:
            self._cases[last_hash] = case
            if len(self._cases) > self._most:
                self._cases.popitem(last=False)


shelf = Shelf()


def live_case(flow: Workflow, last_hash: bytes, snapshot: bytes, laws: LawBook) -> LiveCase:
    """The case of a row: from the shelf, else folded from its snapshot."""
    found = shelf.take(last_hash + laws.stamp.encode())
    if found is not None and found.dossier.flow is flow:
        return found
    return fold(flow, [kept_from(flow, line) for line in snapshot.split(b"\n") if line], laws)
