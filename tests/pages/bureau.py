"""An installation set up by its own office journal, with pages: a committee, two branches, their people, and two administrators."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models import databases
from models.cases import Case
from models.databases import Database
from models.journal import Entry
from tests.office.merger import Merger
from tests.pages.conftest import Site, Visitor

TODAY = "2026-11-02"
PEOPLE = ("王芳", "郑洁", "周敏", "赵强", "沈毅")


class Bureau:
    """The installation as the site's town: `places` by name, `people` by name."""

    def __init__(self, url: str) -> None:
        self.url, self.database = url, Database(url)
        self.places: dict[str, int] = {}
        self.people: dict[str, int] = {}
        with self.database.work() as work:
            self._build(Merger(work))
            work.commit()

    def _build(self, merger: Merger) -> None:
        self.places = {
            "县委": merger.root, "镇党委": merger.committee, "一支部": merger.branch, "二支部": merger.other_branch
        }  # fmt: skip
        self.people = {"管理员甲": merger.one.person_id, "管理员乙": merger.other.person_id}
        for name in PEOPLE:
            self.people[name] = merger.person(name)
        merger.granted(merger.branch, self.people["王芳"], "secretary", "2020-01-01")
        merger.granted(merger.other_branch, self.people["郑洁"], "secretary", "2020-01-01")
        merger.granted(merger.committee, self.people["沈毅"], "administrator", "2020-01-01")
        for name, place in (("周敏", merger.branch), ("王芳", merger.branch), ("郑洁", merger.other_branch)):
            values = {"person": self.people[name], "status": "full", "from_on": "1998-07-01"}
            merger.take(place, "state_membership", **values)
        self.case = merger.way("fill_form")
        self.people["李明"] = merger.row(self.case).subject_id

    def close(self) -> None:
        self.database.dispose()

    def office(self, place: str) -> Case:
        """The office journal's case of a place."""
        with self.database.read() as session:
            own = (Case.workflow == "office") & (Case.subject_id == self.places[place])
            return session.scalars(select(Case).where(own)).one()

    def last(self, case: int) -> Entry:
        """The newest entry of a case."""
        with self.database.read() as session:
            return session.scalars(select(Entry).where(Entry.case_id == case).order_by(Entry.number.desc())).first()  # type: ignore[return-value]

    def step(self, visitor: Visitor, place: str, step: str, sure: bool = True, **values: Any) -> TestResponse:
        """Takes an office step through the generic form; without `sure` only looks."""
        row = self.office(place)
        typed = {"on": TODAY, "seen": row.version, **values, **({"sure": "yes"} if sure else {})}
        return visitor.post(f"/office/{row.id}/{step}", typed)


@pytest.fixture
def bureau(sqlite, tmp_path) -> Iterator[Site]:
    databases.create(sqlite.owner_url)
    town = Bureau(sqlite.app_url)
    made = Site(town, tmp_path / "files")  # type: ignore[arg-type]
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


def text(answer: TestResponse) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))
