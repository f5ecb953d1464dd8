"""One attempt on a case: the case as read, the law, the place and the moment; and the entries it leaves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from models.work import Work

from ..cases import Kept, LiveCase, kept_act, live_case, shelf
from ..declare import Step, Workflow
from ..dossier import Act, Attached, Dossier
from ..errors import Changed, NotFound
from ..findings import N_, Finding
from ..journal import BESIDE, Text, canonical, commit, findings_stored, iso, seal, split
from ..law import Law, LawBook
from ..offices import Acting, Place
from ..outlook import due_on
from . import effects
from .installation import known
from .store import CaseRow, Store

ZONE = ZoneInfo("Asia/Shanghai")


class Written(NamedTuple):
    """An entry as it was written."""

    id: int
    case_id: int
    number: int
    kind: str
    step: str
    outcome: str | None
    stage: str | None
    findings: Sequence[Finding]
    hash: bytes


class Line(NamedTuple):
    """What an entry says beside who and when: its kind, step, day, facts, texts, findings, law, stage before, outcome."""

    kind: str
    step: Step
    on: str | None
    content: Mapping[str, Any]
    texts: Sequence[tuple[str, str]]
    findings: Sequence[Finding]
    law: Law
    stage: str | None
    outcome: str | None
    refers_to: int | None = None
    mode: str = "live"
    files: Sequence[Attached] = ()


class Scene:
    """An attempt. `append` adds entries; `project` brings the case's row up to date, once, at the end.

    With `case` the row's snapshot is not read: `rebuild` does not rely on it.
    """

    def __init__(self, work: Work, flow: Workflow, case_id: int, at: datetime, case: LiveCase | None = None) -> None:
        self.work, self.flow = work, flow
        self.store = Store(work)
        row = self.store.case(case_id, alone=flow.follow is not None)
        if row is None or row.workflow != flow.name:
            raise NotFound(N_("没有这个案件"))
        self.row: CaseRow = row
        self.known = known(work, row.law_stamp)
        self.laws: LawBook = self.known.laws
        self.at = at.astimezone(ZONE)
        self.today: date = self.at.date()
        self.organisation_id, self.path = row.organisation_id, row.path
        self.line: Sequence[Place] = self.known.line(self.store, row.path, self.today)
        self.case: LiveCase = case or live_case(flow, row.last_hash, row.snapshot, self.laws)
        self.acting = Acting(None, None, None, None, None)
        self.held: frozenset[int] = frozenset()  # other cases held before this one
        self.last_number, self.last_hash = row.last_number, bytes(row.last_hash)
        self.snapshot, self.changes = row.snapshot, 0

    @property
    def dossier(self) -> Dossier:
        """The case as its acts fold."""
        return self.case.dossier

    def move(self, organisation_id: int) -> None:
        """The case goes on in another organisation of this installation; raises NotFound for one that is not there."""
        path = self.store.path(organisation_id, self.today)
        if path is None:
            raise NotFound(N_("没有这个党组织"))
        self.organisation_id, self.path = organisation_id, path
        self.line = self.known.line(self.store, path, self.today)

    def shelve(self) -> None:
        """Keeps the case for its next step."""
        shelf.put(self.last_hash + self.laws.stamp.encode(), self.case)

    def append(self, line: Line) -> Written:
        """Appends one entry to the chain; `project` must follow after the last one."""
        entry, apart = self._entry(line)
        return self._written(self.store.append(entry, apart), entry, line)

    def append_last(self, line: Line) -> Written:
        """Appends the only or last entry and brings the case's row up to date, in one go; raises Changed."""
        entry, apart = self._entry(line)
        entry_id, moved = self.store.append_and_update(entry, apart, self.row, self._changed())
        self._moved(moved)
        return self._written(entry_id, entry, line)

    def _entry(self, line: Line) -> tuple[dict[str, Any], list[Text]]:
        """The columns of the next entry with its hash, and its texts."""
        commitments, apart = commit(line.texts)
        entry = {
            "case_id": self.row.id,
            "number": self.last_number + 1,
            "kind": line.kind,
            "step": line.step.name,
            "form_version": line.step.form.version,
            "act_on": line.on,
            "recorded_at": self.at.isoformat(timespec="microseconds"),
            "mode": line.mode,
            "actor_person_id": self.acting.person_id,
            "actor_post": self.acting.post,
            "actor_office": self.acting.office,
            "actor_organisation_id": self.acting.organisation_id,
            "actor_path": self.acting.path,
            "stage_before": line.stage,
            "stage_after": self.dossier.stage,
            "outcome": line.outcome,
            "facts": canonical(line.content),
            "commitments": commitments,
            "findings": findings_stored(line.findings),
            "editions": line.law.stamps["editions"],
            "overlays": line.law.stamps["overlays"],
            "readings": line.law.stamps["readings"],
            "calendar": line.law.calendar.stamp,
            "files": canonical([file.sha256 for file in line.files]) if line.files else b"[]",
            "refers_to": line.refers_to,
            "previous_hash": self.last_hash,
        }
        entry["hash"] = seal(entry)
        self.last_number, self.last_hash = entry["number"], entry["hash"]
        return entry, apart

    def _written(self, entry_id: int, entry: Mapping[str, Any], line: Line) -> Written:
        stage, name = self.dossier.stage, line.step.name
        return Written(
            entry_id, self.row.id, entry["number"], line.kind, name, line.outcome, stage, line.findings, entry["hash"]
        )

    def keep(self, kept: Kept) -> None:
        """What the next entry leaves standing joins the snapshot; the dossier is not touched."""
        self.snapshot = self.snapshot + b"\n" + kept.line if self.snapshot else kept.line
        self.changes += 1

    def project(self) -> None:
        """Brings the case's row up to date with its fold; raises Changed when somebody was faster."""
        self._moved(self.store.update(self.row, self._changed()))

    def _moved(self, moved: bool) -> None:
        if not moved:
            raise Changed(N_("案件已被他人更新：请刷新后再办理"))
        self.shelve()

    def _changed(self) -> dict[str, Any]:
        """What the row says after the last entry; columns of an index only where they changed."""
        dossier, row = self.dossier, self.row
        due = due_on(dossier, self.laws, self.today)
        changed = {
            "stage": dossier.stage,
            "ended_reason": dossier.ended_reason,
            "version": row.version + self.changes,
            "last_number": self.last_number,
            "last_hash": self.last_hash,
            "snapshot": self.snapshot,
            "rules_stamp": self.laws.stamp,
        }
        indexed = {
            "organisation_id": (row.organisation_id, self.organisation_id),
            "path": (row.path, self.path),
            "open": (bool(row.open), not is_over(dossier)),
            "due_on": (row.due_on, due if self.store.postgresql else iso(due)),
        }
        return changed | {name: now for name, (before, now) in indexed.items() if before != now}

    def bring_effects(self, step: Step, entry_id: int) -> None:
        """The rows a step has an effect on follow from the fold."""
        if step.effects:
            self.bring_all_effects(entry_id, step.name)

    def bring_all_effects(self, entry_id: int, step: str | None = None) -> None:
        """Whatever the fold has become, memberships follow, or the rows the workflow names."""
        if self.flow.follow:
            return self.flow.follow(self, entry_id, step)
        effects.bring_up_to_date(self.store, self.row, self.dossier, self.laws, entry_id)


def standing(scene: Scene, act: Act, content: Mapping[str, Any], texts: Sequence[tuple[str, str]]) -> Kept:
    """The act as the case keeps it from its next entry on."""
    apart = [field for field, _ in texts if not field.startswith(BESIDE)]
    return kept_act(scene.last_number + 1, act, scene.acting.person_id, content["facts"], apart)


def content_of(act: Act) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What an entry records of an act: its facts with changed settings and allowances, and its personal texts."""
    assert act.form is not None
    facts, texts = split(act.form)
    content: dict[str, Any] = {"facts": facts}
    if act.setting:
        content["setting"] = act.setting
    if act.allowed:
        content["allowed"] = [[allowed.code, allowed.number, allowed.on] for allowed in act.allowed]
        texts += [(f"allowed.{number}.reason", allowed.reason) for number, allowed in enumerate(act.allowed)]
    texts += [(f"files.{number}", file.name) for number, file in enumerate(act.files)]
    return content, texts


def is_over(dossier: Dossier) -> bool:
    """Whether nothing more is to be done: ended, or the last step of the way was taken."""
    return dossier.stage == dossier.flow.ended or dossier.flow.last_step in dossier.standing
