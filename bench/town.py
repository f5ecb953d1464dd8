"""A small synthetic organisation in a fresh database, and the steps of a lawful case with who takes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from models.databases import Database, create
from models.organisations import Organisation, OrganisationState
from models.people import Person
from models.posts import Post
from workflows import flow
from workflows.engine.offices import Actor
from workflows.membership.sample import lawful
from workflows.rules import law_book

LONG_AGO = date(2000, 1, 1)
TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PLACES = [(1, "department", "/1/", None, False), (2, "committee", "/1/2/", 1, True), (3, "branch", "/1/2/3/", 2, False)]
POSTS = [(1, 3, "secretary"), (2, 2, "organiser"), (3, 1, "staff"), (4, 2, "secretary")]
RECORDS = {"branch": 1, "branch_committee": 1, "member_meeting": 1, "superior": 4, "department": 3}
APPROVES = 2
MEMBERSHIP = flow("membership")


@contextmanager
def sqlite() -> Iterator[Database]:
    """A fresh SQLite database with the organisation."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        create(url)
        yield from _settled(url)


@contextmanager
def postgresql(owner_url: str, app_url: str, role: str) -> Iterator[Database]:
    """A fresh PostgreSQL database with the organisation, used by the application's user."""
    create(owner_url, role)
    yield from _settled(app_url)


def _settled(url: str) -> Iterator[Database]:
    database = Database(url)
    with database.write() as session:
        session.add_all(Organisation() for _ in PLACES)
        session.flush()
        for number, kind, path, parent, power in PLACES:
            session.add(
                OrganisationState(
                    organisation_id=number,
                    name=f"示例{number}",
                    kind=kind,
                    parent_id=parent,
                    path=path,
                    has_committee=True,
                    has_groups=True,
                    approval_power=power,
                    from_on=LONG_AGO,
                )
            )
        session.add_all(Person(name=f"样例{number}", born_on=LONG_AGO) for number in range(1, 5))
        session.flush()
        session.add_all(Post(person_id=p, organisation_id=o, post=post, from_on=LONG_AGO) for p, o, post in POSTS)
        session.commit()
    yield database
    database.dispose()


def applicants(database: Database, count: int) -> list[int]:
    """So many new people."""
    with database.write() as session:
        people = [Person(name="样例申请人", born_on=date(1990, 1, 1)) for _ in range(count)]
        session.add_all(people)
        session.commit()
        return [person.id for person in people]


def steps() -> list[tuple[str, dict[str, Any], Actor]]:
    """Every step of a lawful case with its form and who records it."""
    rows = sorted(
        lawful("archive", TODAY, law_book().calendar)["steps"], key=lambda row: row.get("on") or row["begins_on"]
    )
    found = []
    for row in rows:
        name = row.pop("step")
        by = APPROVES if name.startswith("approve") else RECORDS[str(MEMBERSHIP[name].by[0])]
        found.append((name, row, Actor(by)))
    return found
