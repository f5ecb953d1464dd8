"""A live case in memory: its acts and their fold, kept by the hash of its last entry, so that a copy can never be stale."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import Any, NamedTuple

from .check import in_order
from .declare import Workflow
from .dossier import Act, Allowance, Dossier, Move
from .findings import Finding
from .journal import canonical, join
from .judge import governed, judge
from .law import LawBook


class Kept(NamedTuple):
    """What stands in a case: an act, an allowance for a step, or a move; its entry's number, who recorded it, its line."""

    number: int
    act: Act | None
    by: int | None
    line: bytes
    allows: tuple[str, Allowance] | None = None
    moved: Move | None = None


class LiveCase:
    """The acts of a case that stand, and the dossier they fold to."""

    __slots__ = ("dossier", "kept")

    def __init__(self, dossier: Dossier, kept: list[Kept]) -> None:
        self.dossier = dossier
        self.kept = kept

    @property
    def acts(self) -> list[Act]:
        """The acts, in the order of their entries."""
        return [kept.act for kept in self.kept if kept.act]

    def snapshot(self) -> bytes:
        """The acts as the case's row keeps them, one line each."""
        return b"\n".join(kept.line for kept in self.kept)

    def recorder(self, step: str) -> int | None:
        """Who recorded the last taking of a step."""
        return next((kept.by for kept in reversed(self.kept) if kept.act and kept.act.step.name == step), None)


def kept_act(number: int, act: Act, by: int | None, facts: Mapping[str, Any], apart: Iterable[str]) -> Kept:
    """An act as a case keeps it; personal texts stay apart, the reason of an allowance too."""
    act.by = by
    row: dict[str, Any] = {"n": number, "s": act.step.name, "f": facts}
    if apart:
        row["t"] = sorted(apart)
    if by is not None:
        row["by"] = by
    if act.setting:
        row["set"] = act.setting
    if act.allowed:
        row["ok"] = [[allowed.code, allowed.number, allowed.on] for allowed in act.allowed]
    return Kept(number, act, by, canonical(row))


def kept_allowance(number: int, step: str, allowance: Allowance, by: int | None) -> Kept:
    """A confirmed allowance as a case keeps it."""
    row = {"n": number, "a": step, "ok": [allowance.code, allowance.number, allowance.on], "by": by}
    return Kept(number, None, by, canonical(row), (step, allowance))


def kept_move(number: int, move: Move, by: int | None) -> Kept:
    """A move as a case keeps it."""
    line = canonical({"n": number, "m": [move.organisation, move.on], "by": by})
    return Kept(number, None, by, line, moved=move)


def kept_from(flow: Workflow, line: bytes) -> Kept:
    """What a snapshot's line holds."""
    row = json.loads(line)
    if "m" in row:
        organisation, on = row["m"]
        return Kept(row["n"], None, row["by"], line, moved=Move(date.fromisoformat(on), organisation))
    if "a" in row:
        code, given, on = row["ok"]
        return Kept(row["n"], None, row["by"], line, (row["a"], Allowance(code, given, date.fromisoformat(on), "")))
    step = flow[row["s"]]
    form = join(step.form, row["f"], row.get("t", ()))
    setting = flow.setting.held(row["set"]) if "set" in row else None
    allowed = tuple(Allowance(code, number, date.fromisoformat(on), "") for code, number, on in row.get("ok", ()))
    act = Act(step, form.day, form, setting=setting, allowed=allowed)
    act.by = row.get("by")
    return Kept(row["n"], act, act.by, line)


def fold(flow: Workflow, kept: Iterable[Kept], laws: LawBook) -> LiveCase:
    """The case its acts fold to, by day of the act and then by entry."""
    entries = sorted(kept, key=lambda each: each.number)
    dossier = blank(flow, entries)
    for act in in_order(dossier, [each.act for each in entries if each.act], laws):
        dossier.settle(act)
        dossier.take(act, laws.on(act.on))
    return LiveCase(dossier, entries)


def judged(
    flow: Workflow, kept: Sequence[Kept], acts: Iterable[Act], laws: LawBook
) -> tuple[Dossier, dict[Act, list[Finding]]]:
    """The fold of `acts` under the allowances among `kept`, with everything found of each, by the law of its day."""
    dossier, findings = blank(flow, kept), {}
    for act in in_order(dossier, acts, laws):
        law = laws.on(act.on)
        dossier.settle(act)
        findings[act] = judge(dossier, act, law) if governed(dossier, law) else []
        dossier.take(act, law)
    return dossier, findings


def newly_broken(flow: Workflow, before: Sequence[Kept], after: Sequence[Kept], laws: LawBook) -> list[Finding]:
    """The refusing findings of acts that stand before and after a change, which were not there before it."""
    _, old = judged(flow, before, [each.act for each in before if each.act], laws)
    _, new = judged(flow, after, [each.act for each in after if each.act], laws)
    known = {_name(finding) for found in old.values() for finding in found}
    return [
        finding
        for act, found in new.items()
        if act in old
        for finding in found
        if finding.refuses and _name(finding) not in known
    ]


def _name(finding: Finding) -> tuple[Any, ...]:
    return finding.code, finding.step, finding.on, finding.message


def blank(flow: Workflow, kept: Iterable[Kept] = ()) -> Dossier:
    """A dossier of which nothing is known yet but defaults, and the allowances and moves of a case."""
    dossier = Dossier(flow, flow.setting.recall({}))
    for each in kept:
        if each.allows:
            step, allowance = each.allows
            dossier.allowances.setdefault(step, []).append(allowance)
        if each.moved:
            dossier.moves.append(each.moved)
    return dossier


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
