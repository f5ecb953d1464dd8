"""A town to act in: organisations, people with posts, and how a case is taken a step further or read by somebody else."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from sqlalchemy import create_engine, text, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from models.databases import Database
from models.installation import Installation
from models.memberships import Membership
from models.organisations import Organisation, OrganisationState
from models.people import Person
from models.posts import Post
from models.work import Work
from tests.working import working
from workflows import flow
from workflows.engine.intake import read_paper
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.declining import decline
from workflows.engine.perform.history import record_history
from workflows.engine.perform.opening import open_case
from workflows.engine.perform.rebuild import broken_chain, differences
from workflows.engine.perform.scene import ZONE, Written
from workflows.engine.perform.second import confirm, propose
from workflows.engine.perform.store import EntryRow, Store
from workflows.membership.sample import lawful
from workflows.rules import law_book

FLOW = flow("membership")
CALENDAR = law_book().calendar
FIRST = date(1990, 1, 1)
FAR = date(2099, 12, 31)

# name: (kind, above, approval power, committee, groups)
TREE = {
    "县委组织部": ("department", None, False, False, False),
    "镇党委": ("committee", "县委组织部", True, False, False),
    "总支": ("general_branch", "镇党委", False, False, False),
    "一支部": ("branch", "镇党委", False, True, True),
    "二支部": ("branch", "镇党委", False, False, False),
    "三支部": ("branch", "总支", False, True, True),
}
POSTS = {  # name: (post, organisation)
    "王芳": ("secretary", "一支部"),
    "孙丽": ("deputy", "一支部"),
    "冯涛": ("organisation_commissioner", "一支部"),
    "郑洁": ("secretary", "二支部"),
    "何静": ("secretary", "三支部"),
    "蒋文": ("secretary", "总支"),
    "吴强": ("organiser", "镇党委"),
    "沈毅": ("secretary", "镇党委"),
    "陈刚": ("staff", "县委组织部"),
}
MEMBERS = ("赵强", "周敏", "王芳", "孙丽", "冯涛")
OFFICERS = {"general_branch": "蒋文", "superior": "吴强", "department": "陈刚"}
SECRETARIES = {"一支部": "王芳", "二支部": "郑洁", "三支部": "何静"}


def moment(on: date | str, hour: int = 10) -> datetime:
    """That day at ten in Shanghai, or at another hour."""
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def form_of(step: str, on: date | str, **facts: Any) -> dict[str, Any]:
    """The values of a step's form, with its day."""
    return {FLOW[step].form.day_field(): str(on), **facts}


class Town:
    """The organisations of TREE and the people of POSTS and MEMBERS, since 1990. Everything is done as the application."""

    def __init__(
        self, url: str, owner_url: str, tree: Mapping[str, Any] = TREE, posts: Mapping[str, Any] = POSTS
    ) -> None:
        self.url, self.owner_url = url, owner_url
        self.database = Database(url)
        self.places: dict[str, int] = {}
        self.paths: dict[str, str] = {}
        self.people: dict[str, int] = {}
        with self.database.write.begin() as session:
            for name, row in tree.items():
                self._found(session, name, *row)
            for name, (post, place) in posts.items():
                self.people[name] = self._born(session, name)
                session.add(self.post(name, post, place))
            for name in MEMBERS:
                if name not in self.people:
                    self.people[name] = self._born(session, name)
                if "一支部" in self.places:
                    session.add(self.membership(name, "一支部"))

    def close(self) -> None:
        """Gives every connection back."""
        self.database.dispose()

    def _found(
        self, session: Session, name: str, kind: str, above: str | None, power: bool, committee: bool, groups: bool
    ) -> None:
        organisation = Organisation()
        session.add(organisation)
        session.flush()
        self.places[name] = organisation.id
        self.paths[name] = f"{self.paths[above] if above else '/'}{organisation.id}/"
        session.add(
            OrganisationState(
                organisation_id=organisation.id,
                name=name,
                kind=kind,
                parent_id=self.places[above] if above else None,
                path=self.paths[name],
                has_committee=committee,
                has_groups=groups,
                approval_power=power,
                from_on=FIRST,
            )
        )

    def _born(self, session: Session, name: str, born_on: date | None = date(1995, 5, 4)) -> int:
        person = Person(name=name, born_on=born_on)
        session.add(person)
        session.flush()
        return person.id

    def post(self, name: str, post: str, place: str, **days: Any) -> Post:
        """A post, not yet added."""
        row = {"person_id": self.people[name], "organisation_id": self.places[place], "post": post, "from_on": FIRST}
        return Post(**{**row, **days})

    def membership(self, name: str, place: str, status: str = "full", **days: Any) -> Membership:
        """A membership, not yet added."""
        row = {
            "person_id": self.people[name],
            "organisation_id": self.places[place],
            "status": status,
            "from_on": FIRST,
        }
        return Membership(**{**row, **days})

    def person(self, name: str = "李明", born_on: date | None = date(1995, 5, 4)) -> int:
        """Somebody new of that name."""
        with self.database.write.begin() as session:
            self.people[name] = self._born(session, name, born_on)
        return self.people[name]

    def change(self, *rows: Any, also: Callable[[Session], Any] | None = None) -> None:
        """What the office journal would do: adds rows or changes some, and tells by the stamp."""
        with self.database.write.begin() as session:
            session.add_all(rows)
            if also:
                also(session)
            session.execute(update(Installation).values(rules_stamp=uuid.uuid4().hex))

    def actor(self, name: str) -> Actor:
        """An actor who has not chosen among his posts."""
        return Actor(self.people[name])

    def officer(self, step: str, place: str = "一支部") -> str:
        """Who records a step for a branch in this town."""
        office = str(FLOW[step].by[0])
        return OFFICERS.get(office) or SECRETARIES[place]

    def working(self) -> AbstractContextManager[Work]:
        """A unit of work, ended as the one error handler does."""
        return working(self.database)

    def open(
        self, on: date | str, place: str = "一支部", by: str | None = None, subject: int | None = None, **more: Any
    ) -> Written:
        """Opens a case with an application."""
        subject = subject or self.person()
        actor = self.actor(by or SECRETARIES[place])
        at = more.pop("at", moment(on))
        with self.working() as work:
            return open_case(work, FLOW, subject, self.places[place], "apply", {"on": str(on)}, actor, at, **more)

    def take(
        self,
        case: int,
        step: str,
        on: date | str,
        who: str | Actor | None = None,
        *,
        at: datetime | None = None,
        seen: int | None = None,
        confirmed: bool = False,
        setting: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> Written:
        """Takes a step on a day; recorded then, or `at` another moment, by the one whose office it is, or `who`."""
        place = next(name for name, each in self.places.items() if each == self.row(case)["organisation_id"])
        actor = who if isinstance(who, Actor) else self.actor(who or self.officer(step, place))
        version = self.row(case)["version"] if seen is None else seen
        with self.working() as work:
            form = form_of(step, on, **facts)
            at = at or moment(on)
            return perform(work, FLOW, case, step, form, actor, version, at, setting=setting, confirmed=confirmed)

    def build(
        self,
        upto: str,
        on: date | str,
        place: str = "一支部",
        by: str = "孙丽",
        subject: int | None = None,
        **facts: Any,
    ) -> int:
        """A case recorded as history up to a step on a day; answers its id."""
        day = date.fromisoformat(on) if isinstance(on, str) else on
        committee, groups = TREE[place][3:]
        built = {"has_committee": committee, "has_groups": groups, "general_branch": place == "三支部"}
        paper = read_paper(FLOW, lawful(upto, day, CALENDAR, **{**built, **facts}), FAR)
        subject = subject or self.person()
        with self.working() as work:
            at = moment(on, 8)
            return record_history(work, FLOW, subject, self.places[place], paper, self.actor(by), at)[0].case_id

    def propose(self, case: int, what: str, by: str, day: date | str, seen: int | None = None, **form: Any) -> Written:
        """Proposes a correction or an allowance."""
        version = self.row(case)["version"] if seen is None else seen
        with self.working() as work:
            return propose(work, FLOW, case, what, form, self.actor(by), version, moment(day))

    def confirm(self, case: int, number: int, by: str, on: date | str, seen: int | None = None) -> Written:
        """Confirms a proposal."""
        version = self.row(case)["version"] if seen is None else seen
        with self.working() as work:
            return confirm(work, FLOW, case, number, self.actor(by), version, moment(on))

    def decline(
        self, case: int, number: int, by: str, on: date | str, reason: str = "核对无误。", seen: int | None = None
    ) -> Written:
        """Withdraws one's own proposal, or declines another's."""
        version = self.row(case)["version"] if seen is None else seen
        with self.working() as work:
            return decline(work, FLOW, case, number, reason, self.actor(by), version, moment(on))

    def ask(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        """The rows of a question asked through a new connection."""
        with create_engine(Database(self.url).url, poolclass=NullPool).connect() as connection:
            return [dict(row) for row in connection.execute(text(statement), values).mappings()]

    def tamper(self, *statements: str) -> None:
        """Changes something behind the application's back, as the owner."""
        with create_engine(Database(self.owner_url).url, poolclass=NullPool).begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def row(self, case: int) -> dict[str, Any]:
        """The case's row."""
        return self.ask('SELECT * FROM "case" WHERE id = :case', case=case)[0]

    def entries(self, case: int) -> list[EntryRow]:
        """The case's entries, read through a new connection."""
        database = Database(self.url)
        try:
            with database.work() as work:
                return Store(work).entries(case)
        finally:
            database.dispose()

    def texts(self, entry_id: int) -> dict[str, dict[str, Any]]:
        """The personal texts of an entry by field, with their salts."""
        rows = self.ask("SELECT field, salt, text FROM entry_text WHERE entry_id = :entry", entry=entry_id)
        return {row["field"]: row for row in rows}

    def memberships(self, name: str = "李明") -> list[tuple[Any, ...]]:
        """(status, from, until, withdrawn) of every membership row of a person, the oldest row first."""
        rows = self.ask(
            "SELECT status, from_on, until_on, withdrawn_by_id FROM membership WHERE person_id = :person ORDER BY id",
            person=self.people[name],
        )
        return [
            (row["status"], str(row["from_on"]), str(row["until_on"] or ""), row["withdrawn_by_id"] is not None)
            for row in rows
        ]

    def differences(self, case: int, on: date | str = FAR) -> list[Any]:
        """Where the case's row is not what its entries say."""
        with self.database.work() as work:
            return differences(work, FLOW, case, moment(on))

    def sound(self, case: int, on: date | str = FAR) -> None:
        """The chain holds, and row, snapshot and effects are what the entries say."""
        assert broken_chain(self.entries(case)) == []
        assert self.differences(case, on) == []
