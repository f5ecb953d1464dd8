"""Records the rows of an upload after somebody has looked at them, as was chosen where a row may mean several people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from models.databases import Database
from models.work import Work
from web.importing.people import Known, People, Place, places_under
from web.importing.record import BATCH, Outcome, imported, registered
from web.importing.rows import named, paper_of, place_of
from workflows.engine.findings import N_, Message
from workflows.engine.intake import Paper, Raw, Unusable
from workflows.engine.offices import Actor

NEW, SKIP = "new", "skip"
SKIPPED = N_("按选择没有导入")
SEVERAL = N_("有同名、不能分辨的人员：请重新上传，在页面上选定")

Choices = Mapping[str, Mapping[str, Any]]
"""By the number of a row: `who` was chosen (a person's number, `new` or `skip`) among those `seen`."""


class Recording:
    """One import of many dossiers, in transactions of some each; a dossier that fails leaves the others alone."""

    def __init__(self, database: Database, choices: Choices, paths: Sequence[str], actor: Actor, at: datetime) -> None:
        self.database, self.choices, self.paths, self.actor, self.at = database, choices, paths, actor, at
        self.fresh: dict[int, int] = {}

    def record(self, raws: Sequence[Raw]) -> list[Outcome]:
        """What became of each dossier, in order."""
        outcomes: list[Outcome] = []
        for start in range(0, len(raws), BATCH):
            with self.database.work() as work:
                outcomes += self._batch(work, start, raws[start : start + BATCH])
                work.commit()
        return outcomes

    def _batch(self, work: Work, start: int, raws: Sequence[Raw]) -> list[Outcome]:
        self.places = places_under(work.session, self.paths, self.at.date())
        papers = (paper_of(raw, self.at.date()) for raw in raws)
        names = [paper.name for paper in papers if paper and paper.name]
        self.people = People(work.session, names, self.places, self.fresh)
        return [self._one(work, number, raw) for number, raw in enumerate(raws, start)]

    def _one(self, work: Work, number: int, raw: Raw) -> Outcome:
        if self.choices.get(str(number), {}).get("who") == SKIP:
            return Outcome(raw.source, None, SKIPPED)
        outcome = imported(work, raw, partial(self._meant, number=number), self.actor, self.at)
        if outcome.case is None:  # whoever was registered for it is gone with it
            self.people.forget(number)
            self.fresh = {person: row for person, row in self.fresh.items() if row != number}
        return outcome

    def _meant(self, work: Work, paper: Paper, *, number: int) -> tuple[int, int]:
        place, name = place_of(paper, self.places), named(paper)
        born_on = paper.setting.known("born_on")
        person, choices = self.people.match(name, born_on, place.id)
        if person is None and choices:
            person = self._chosen(number, [each for each in choices if each.row is None])
        if person is not None:
            return person.id, place.id
        return self._registered(work, paper, place, number), place.id

    def _chosen(self, number: int, able: Sequence[Known]) -> Known | None:
        """Whom somebody chose, None for a new person; raises Unusable where nobody did or others have come since."""
        chosen = self.choices.get(str(number))
        if chosen is None or chosen["seen"] != [each.id for each in able]:
            raise Unusable("name", SEVERAL)
        return next((each for each in able if str(each.id) == chosen["who"]), None)

    def _registered(self, work: Work, paper: Paper, place: Place, number: int) -> int:
        person = registered(work, paper, place.id, self.actor, self.at)
        born_on = paper.setting.known("born_on")
        self.people.add(Known(person, named(paper), born_on, frozenset({place.id}), number))
        self.fresh[person] = number
        return person


def packed(said: Any) -> Any:
    """A message with its facts, so that it can be kept in a file and still be said in another language."""
    if isinstance(said, Message) and said.facts is not None:
        return {"id": said.id, "facts": {name: packed(fact) for name, fact in said.facts.items()}}
    return said if isinstance(said, int) else str(said)


def unpacked(held: Any) -> Any:
    """A message kept in a file."""
    if isinstance(held, dict):
        return Message(held["id"]) % {name: unpacked(fact) for name, fact in held["facts"].items()}
    return Message(held) if isinstance(held, str) else held
