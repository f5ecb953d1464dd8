"""A branch that elects, with pages: its members and accounts, and the election taken as far as a test wants it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models import databases
from models.cases import Case
from models.databases import Database
from models.journal import Entry
from tests.election.live.branch import MEETING, PEOPLE, Branch
from tests.office.conftest import Office
from tests.pages.conftest import Site, Visitor

VOTES = {"王芳": (7, 0, 0), "孙丽": (6, 1, 0), "何静": (4, 3, 0), "陈刚": (4, 3, 0)}
SECOND = {"何静": (4, 3, 0), "陈刚": (3, 4, 0)}


class Electing:
    """The installation as the site's town; `acting` opens a transaction in which `branch` takes steps.

    `made` makes another branch than one of `people`.
    """

    def __init__(
        self, url: str, people: tuple[str, ...] = PEOPLE, made: Callable[[Office], Branch] | None = None
    ) -> None:
        self.url, self.database = url, Database(url)
        with self.database.work() as work:
            self.branch = made(Office(work)) if made else Branch(Office(work), people)
            office = self.branch.office
            self.places = {"支部": office.branch, "镇党委": office.committee, "县委": office.root}
            self.people = {**self.branch.people, "管理员甲": office.one.person_id}
            self.people["生人"] = office.person("生人")
            work.commit()

    def close(self) -> None:
        self.database.dispose()

    @contextmanager
    def acting(self) -> Iterator[Branch]:
        """The branch in a transaction of its own, which is committed."""
        with self.database.work() as work:
            self.branch.work = self.branch.office.work = work
            yield self.branch
            work.commit()

    def row(self) -> Case:
        """The election's row."""
        with self.database.read() as session:
            return session.scalars(select(Case).where(Case.workflow == "election").order_by(Case.id.desc())).first()  # type: ignore[return-value]

    def entries(self) -> list[Entry]:
        """The entries of the election."""
        with self.database.read() as session:
            wanted = select(Entry).where(Entry.case_id == self.row().id).order_by(Entry.number)
            return list(session.scalars(wanted))

    def take(self, visitor: Visitor, step: str, sure: bool = True, **values: Any) -> TestResponse:
        """Takes a step through its page; without `sure` only looks."""
        row = self.row()
        typed = {"seen": row.version, **values, **({"sure": "yes"} if sure else {})}
        return visitor.post(f"/election/{row.id}/{step}", typed)

    def keyed(self, votes: dict[str, tuple[int, int, int]], ballot: str = "members", **more: Any) -> dict[str, Any]:
        """A count as the page sends it."""
        collected = sum(next(iter(votes.values())))
        form = {
            "on": MEETING,
            "ballot": ballot,
            "round": 1,
            "issued": collected,
            "collected": collected,
            "void": 0,
            "blank": 0,
        }
        for number, (name, numbers) in enumerate(votes.items()):
            form[f"votes.{number}.person"] = self.people[name]
            named = zip(("in_favour", "against", "abstain"), numbers, strict=True)
            form |= {f"votes.{number}.{field}": count for field, count in named}
        return {**form, **more}


def text(answer: TestResponse) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


@pytest.fixture
def electing(sqlite, tmp_path, request) -> Iterator[Site]:
    """The site of a branch; a test may name its members by a parameter."""
    databases.create(sqlite.owner_url)
    town = Electing(sqlite.app_url, getattr(request, "param", PEOPLE))
    made = Site(town, tmp_path / "files")  # type: ignore[arg-type]
    made.clock(MEETING, 16)
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()
