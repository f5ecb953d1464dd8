"""What an import would do, row by row, before anything is written: the verdict, who is meant, and what stands in the way."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cases import Case
from models.installation import Installation
from models.journal import Entry
from web.importing.people import AT_ONCE, Known, People, Place, places_under
from web.importing.record import NO_NAME, NO_ORGANISATION
from workflows import flow
from workflows.engine.check import answer
from workflows.engine.findings import N_
from workflows.engine.intake import Paper, Raw, Unusable, read_paper
from workflows.engine.offices import ADMINISTRATION, FIXED
from workflows.engine.perform.history import digest_of
from workflows.engine.perform.installation import book_from

MOST = 2_000
"""How many dossiers the page judges and imports; the command line takes any number."""


@dataclass(frozen=True)
class Reader:
    """Who looks: the person, where he may look, the posts he may act by, as (post, path), and the paths of the branches
    for which one of them records."""

    person: int
    paths: Sequence[str]
    posts: Sequence[tuple[str, str]]
    branches: Sequence[str] = ()

    def registers(self, path: str) -> bool:
        """Whether he may register a person in the organisation at `path`."""
        return path in self.branches or any(
            post == FIXED[ADMINISTRATION] and path.startswith(own) for post, own in self.posts
        )


@dataclass
class Row:
    """A dossier: the answer of `check`, where it belongs, whom it means or may mean, and what stands in the way.

    `also` is where in the file the same person stood before.
    """

    number: int
    answer: dict[str, Any]
    place: Place | None = None
    person: Known | None = None
    choices: tuple[Known, ...] = ()
    obstacles: list[str] = field(default_factory=list)
    digest: str = ""
    also: str | None = None

    @property
    def unusable(self) -> bool:
        """Whether it cannot be read, or belongs nowhere in sight."""
        return "error" in self.answer

    @property
    def ready(self) -> bool:
        """Whether it is going to be recorded, as things stand."""
        return not self.unusable and not self.obstacles


class Preview:
    """The rows of a file. `more`: there are more dossiers than the page takes."""

    def __init__(self, session: Session, raws: Iterable[Raw], reader: Reader, day: date) -> None:
        self.session, self.reader, self.day = session, reader, day
        some = list(islice(raws, MOST + 1))
        self.more, self.places = len(some) > MOST, places_under(session, reader.paths, day)
        rules = session.scalars(select(Installation.rules)).one()
        self.laws = book_from(rules)
        self.rows = self._rows(some[:MOST])

    @property
    def to_choose(self) -> list[Row]:
        """The rows of which somebody must say whom they mean."""
        return [row for row in self.rows if row.choices]

    @property
    def counts(self) -> Counter[str]:
        """How many rows of each verdict, how many are unusable, how many ready."""
        found = Counter(row.answer.get("verdict", "unusable") for row in self.rows)
        found["ready"] = sum(row.ready for row in self.rows)
        return found

    def seen(self, row: Row) -> list[int]:
        """The registered people a row may mean."""
        return [known.id for known in row.choices if known.row is None]

    def _rows(self, raws: Sequence[Raw]) -> list[Row]:
        papers = [paper_of(raw, self.day) for raw in raws]
        people = People(self.session, (paper.name for paper in papers if paper and paper.name), self.places)
        rows = [
            self._row(number, raw, paper, people) for number, (raw, paper) in enumerate(zip(raws, papers, strict=True))
        ]
        meant = {known.id for row in rows for known in (row.person, *row.choices) if known and known.row is None}
        self.open, self.imported = cases_of(self.session, sorted(meant))
        for row, paper in zip(rows, papers, strict=True):
            if paper is not None and not row.unusable:
                row.digest = digest_of(paper)
                row.obstacles = [*self._obstacles(row, paper)]
        first: dict[int, Row] = {}
        for row in rows:
            if row.person is not None and first.setdefault(row.person.id, row) is not row:
                row.also = first[row.person.id].answer["source"]
        return rows

    def _row(self, number: int, raw: Raw, paper: Paper | None, people: People) -> Row:
        row = Row(number, answer(flow("membership"), raw, self.laws, self.day))
        if paper is None:
            return row
        try:
            row.place = place_of(paper, self.places)
            name = named(paper)
        except Unusable as problem:
            error = {"field": problem.field, "message": problem.message}
            row.answer = {"source": raw.source, "ref": paper.ref, "name": paper.name, "error": error}
            return row
        born_on = paper.setting.known("born_on")
        row.person, row.choices = people.match(name, born_on, row.place.id)
        if row.person is None:
            people.add(Known(0, name, born_on, frozenset({row.place.id}), number))
        return row

    def _obstacles(self, row: Row, paper: Paper) -> Iterable[str]:
        if not paper.acts:
            yield N_("没有任何步骤")
        if row.person is not None:
            yield from self.against(row.person.id, row.digest)
        elif not row.choices and row.place and not self.reader.registers(row.place.path):
            yield N_("此人尚未登记：请先由其党支部或者管理员登记，或者由他们导入")

    def against(self, person: int, digest: str) -> Iterable[str]:
        """What stands in the way of recording a dossier of a person."""
        if person == self.reader.person:
            yield N_("本人不能办理自己的事项：请由他人登记")
        if (case := self.imported.get((person, digest))) is not None:
            yield N_("这份档案已经导入过（案件 %(case)s）：不再重复导入") % {"case": case}
        elif person in self.open:
            yield N_("此人已有办理中的“%(title)s”案件：请在原案件上办理") % {"title": flow("membership").title}


def paper_of(raw: Raw, day: date) -> Paper | None:
    """The dossier read, or None where it cannot be used."""
    try:
        return read_paper(flow("membership"), raw.value, day)
    except Unusable:
        return None


def named(paper: Paper) -> str:
    """The name of a dossier; raises Unusable where it has none."""
    if paper.name is None:
        raise Unusable("name", NO_NAME)
    return paper.name


def place_of(paper: Paper, places: Sequence[Place]) -> Place:
    """The organisation in sight that a dossier names by its name or number; raises Unusable for any other."""
    given = paper.organisation
    if given is None:
        raise Unusable("organisation", NO_ORGANISATION)
    found = [place for place in places if str(place.id) == given] or [place for place in places if place.name == given]
    if not found:
        message = N_("“%(name)s”不是您所能查看的党组织：请核对名称，或者由该组织的人员导入")
        raise Unusable("organisation", message % {"name": given})
    if len(found) > 1:
        message = N_("有 %(count)s 个党组织叫“%(name)s”：请改填编号（%(numbers)s）")
        numbers = "、".join(str(place.id) for place in found)
        raise Unusable("organisation", message % {"count": len(found), "name": given, "numbers": numbers})
    return found[0]


def cases_of(session: Session, people: Sequence[int]) -> tuple[set[int], Mapping[tuple[int, str], int]]:
    """Who of these people has an open case, and the case of every dossier of theirs imported before."""
    open_of: set[int] = set()
    imported: dict[tuple[int, str], int] = {}
    first = (Entry.case_id == Case.id) & (Entry.number == 1) & (Entry.kind == "import")
    for start in range(0, len(people), AT_ONCE):
        rows = (
            select(Case.id, Case.subject_id, Case.open, Entry.facts)
            .outerjoin(Entry, first)
            .where(Case.workflow == "membership", Case.subject_id.in_(people[start : start + AT_ONCE]))
            .order_by(Case.id.desc())
        )
        for case, person, is_open, facts in session.execute(rows):
            open_of |= {person} if is_open else set()
            if facts is not None:
                imported[person, json.loads(facts).get("digest", "")] = case
    return open_of, imported
