"""A root organisation with a system and a security administrator, a committee and a branch, on both databases."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from models import databases
from models.cases import Case
from models.databases import Database
from models.work import Work
from workflows import flow
from workflows.engine.offices import Actor
from workflows.engine.perform.rebuild import differences
from workflows.office.record import found, register, take
from workflows.office.states import office_case

AT = datetime(2026, 6, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY, LONG_AGO = "2026-06-15", "2000-01-01"


class Office:
    """The office journal of one small installation."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.root = found(work, {"on": LONG_AGO, "name": "示例县委组织部", "kind": "department"}, None, AT)
        self.one = self.administrator("管理员甲", "administrator")
        self.other = self.administrator("管理员乙", "security_administrator")
        self.committee = self.found("示例镇党委", "committee", self.root, approval_power=True)
        self.branch = self.found("示例第一支部", "branch", self.committee)

    def administrator(self, name: str, held: str) -> Actor:
        person = register(self.work, self.root, {"on": TODAY, "name": name}, None, AT)
        post = {"on": TODAY, "person": person, "post": held, "from_on": TODAY}
        number = take(self.work, self.root, "propose_post", post, None, AT).number
        take(self.work, self.root, "grant_post", {"on": TODAY, "proposal": number}, None, AT)
        return Actor(person)

    def found(
        self, name: str, kind: str, parent: int, on: str = LONG_AGO, by: Actor | None = None, **built: Any
    ) -> int:
        return found(self.work, {"on": on, "name": name, "kind": kind, "parent": parent, **built}, by or self.one, AT)

    def person(self, name: str = "李明") -> int:
        return register(self.work, self.root, {"on": TODAY, "name": name, "born_on": "2000-05-04"}, self.one, AT)

    def take(self, place: int, step: str, by: Actor | None = None, **values: Any) -> int:
        """Takes a step and answers the number of its entry."""
        return take(self.work, place, step, {"on": TODAY, **values}, by or self.one, AT).number

    def granted(self, place: int, person: int, post: str, from_on: str = TODAY) -> None:
        number = self.take(place, "propose_post", person=person, post=post, from_on=from_on)
        self.take(place, "grant_post", self.other, proposal=number)

    def differences(self) -> list[Any]:
        """Where any row of any organisation is not what its entries fold to."""
        rows = self.work.session.execute(select(Case.id, Case.workflow).where(Case.last_number > 0)).all()
        return [each for case, name in rows for each in differences(self.work, flow(name), case, AT)]

    def case(self, place: int) -> Any:
        return office_case(self.work.session, place)


@pytest.fixture
def made(database) -> Iterator[Database]:
    """The database as the application opens it."""
    databases.create(database.owner_url, "zhibu_app")
    application = Database(database.app_url)
    yield application
    application.dispose()


@pytest.fixture
def office(made) -> Iterator[Office]:
    with made.work() as work:
        yield Office(work)


def day(text: str) -> date:
    return date.fromisoformat(text)
