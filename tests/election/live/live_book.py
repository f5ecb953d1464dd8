"""A live election behind a scenario: the way before the act as it would stand, the act by `perform`, all read back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tests.election.case import FLOW
from tests.election.live.hall import PEOPLE, SECRETARY, Hall
from tests.election.people import NAMES
from tests.steps.book import Book, Line
from web.wording import restored
from workflows.engine.cases import fold, shelf
from workflows.engine.check import in_order
from workflows.engine.dossier import Act, Dossier
from workflows.engine.errors import WorkflowError
from workflows.engine.findings import Finding
from workflows.engine.journal import findings_stored, iso
from workflows.engine.law import LawBook
from workflows.engine.offices import Acting
from workflows.engine.perform import perform
from workflows.engine.perform.opening import new_case, open_case
from workflows.engine.perform.rebuild import broken_chain, differences, kept_from_entries
from workflows.engine.perform.scene import ZONE, Scene, content_of, standing
from workflows.engine.perform.scene import Line as Said
from workflows.engine.perform.store import EntryRow, Store


def moment(day: date, hour: int = 10) -> datetime:
    """That day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


class LiveElection:
    """An election in a database. Every act is taken by the book in memory as well, and must come to the same."""

    def __init__(self, hall: Hall, memory: Book, laws: LawBook) -> None:
        self.hall, self.memory, self.laws, self.place = hall, memory, laws, hall.place
        self.taken: list[tuple[str, str]] = []
        acts = list(memory.paper.acts)
        self.last_on = max((act.on for act in acts), default=None)
        self.case = self._lay(acts) if acts else 0

    @property
    def entries(self) -> list[EntryRow]:
        """The case's entries, read through a new connection."""
        if not self.case:
            return []
        with self.hall.reading() as work:
            return Store(work).entries(self.case)

    @property
    def dossier(self) -> Dossier:
        return fold(FLOW, kept_from_entries(FLOW, self.entries), self.laws).dossier

    @property
    def stage(self) -> Any:
        return self.dossier.stage

    @property
    def lines(self) -> list[Line]:
        return [
            Line(entry.kind, entry.step, date.fromisoformat(entry.act_on), entry.outcome, told(entry.findings))
            for entry in self.entries
        ]

    def until(self, day: date) -> Dossier:
        """The case as it stood on a day."""
        kept = [each for each in kept_from_entries(FLOW, self.entries) if each.act is None or each.act.on <= day]
        return fold(FLOW, kept, self.laws).dossier

    def take(
        self, step: str, form: Mapping[str, Any], allowed: tuple = (), by_relative: bool = False, by: int | None = None
    ) -> Line:
        """Takes the step here and in memory; raises what stands in the way, which must be the same in both."""
        expected = self._in_memory(step, form, allowed, by)
        try:
            line = self._live(step, form, by)
        except WorkflowError as error:
            self.taken.append((step, type(error).__name__))
            self._compare(expected, error)
            raise
        self.taken.append((step, "taken"))
        self._compare(expected, line)
        return line

    def _in_memory(self, step: str, form: Mapping[str, Any], allowed: tuple, by: int | None) -> Any:
        try:
            return self.memory.take(step, form, allowed, by=by)
        except WorkflowError as error:
            return error

    def _live(self, step: str, form: Mapping[str, Any], by: int | None) -> Line:
        """By `perform`, in a process that has just started."""
        day = date.fromisoformat(str(form["on"]))
        at = moment(max(day, self.last_on or day))
        actor = self.hall.actor(FLOW[step], NAMES.get(by, "") if by else "")
        shelf._cases.clear()
        try:
            with self.hall.working() as work:
                if self.case:
                    version = self._row(work).version
                    perform(work, FLOW, self.case, step, form, actor, version, at, confirmed=True)
                else:
                    self.case = open_case(work, FLOW, self.place, self.place, step, form, actor, at).case_id
        except WorkflowError as error:
            if error.entry is not None:
                self.case = error.entry.case_id
                error.findings = self.lines[-1].findings  # type: ignore[attr-defined]
            raise
        self.last_on = max(day, self.last_on or day)
        self._sound(at)
        return self.lines[-1]

    def _compare(self, expected: Any, found: Any) -> None:
        """The same answer, the same findings to the last fact, the same stage."""
        assert type(found) is type(expected), (expected, found)
        if isinstance(found, Line):
            assert found.outcome == expected.outcome
            assert findings_stored(found.findings) == findings_stored(expected.findings)
        else:
            assert str(found) == str(expected)
            if getattr(expected, "findings", None):
                assert findings_stored(found.findings) == findings_stored(expected.findings)
        assert self.stage == self.memory.stage

    def _row(self, work: Any) -> Any:
        row = Store(work).case(self.case)
        assert row is not None
        return row

    def _lay(self, acts: Sequence[Act]) -> int:
        """The acts before, each recorded by who took it, unjudged as in memory; answers the case."""
        assert self.last_on is not None
        at = moment(self.last_on, 9)
        with self.hall.working() as work:
            scene = Scene(work, FLOW, new_case(Store(work), FLOW, self.place, self.place, at), at)
            dossier, setting = scene.dossier, self.memory.paper.setting
            dossier.setting = setting
            given = {name: value for name, value in setting.__dict__.items() if value is not None}
            entry = None
            for number, act in enumerate(in_order(dossier, acts, scene.laws)):
                act.setting = given if number == 0 else act.setting
                entry = self._append(scene, act)
            scene.case = fold(FLOW, scene.case.kept, scene.laws)
            scene.project()
            assert entry is not None
            scene.bring_all_effects(entry.id)
        return scene.row.id

    def _append(self, scene: Scene, act: Act) -> Any:
        law, stage = scene.laws.on(act.on), scene.dossier.stage
        scene.acting = Acting(act.by or PEOPLE[SECRETARY], "secretary", None, self.place, self.hall.paths[self.place])
        outcome = scene.dossier.take(act, law)
        content, texts = content_of(act)
        kept = standing(scene, act, content, texts)
        scene.case.kept.append(kept)
        scene.keep(kept)
        return scene.append(Said("act", act.step, iso(act.on), content, texts, (), law, stage, outcome))

    def _sound(self, at: datetime) -> None:
        """The chain holds, and row, terms and posts are what the entries say."""
        assert broken_chain(self.entries) == []
        with self.hall.reading() as work:
            found = differences(work, FLOW, self.case, at)
        assert found == [], found


def told(stored: bytes | str) -> list[Finding]:
    """The findings an entry keeps."""
    return [restored(row) for row in json.loads(stored)]
