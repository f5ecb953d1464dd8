"""An installation with many open cases, laid straight into the tables: organisations, people, cases and what waits."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, select

from models.accounts import Account
from models.databases import Database, create
from models.journal import Entry
from models.pending import END_OF_TIME, FOLLOWER, Follower
from models.pinyin import reading
from workflows.engine.perform.following import rules_of

LONG_AGO, TODAY = date(2000, 1, 1), date(2026, 11, 2)
BRANCH_CASES, COMMITTEES = 30, 200
PASSWORD = "only-for-the-benchmark"
SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国",
)
SNAPSHOT = b"x" * 500
ROOT, STAFF, ORGANISER = 1, 1, 2  # the organisation that sees all, and the people of the two accounts
WAITS = (  # stage, step, by whom (0: branch, 1: committee, 2: department), days until it opens, days from then to its end
    ("applicant", "talk", 0, (-40, 0), (31, 31)),
    ("applicant", "decide_activist", 0, (-200, 0), None),
    ("activist", "review_activist", 0, (-190, 0), (180, 184)),
    ("activist", "file_activist", 1, (-60, 0), None),
    ("activist", "propose_prospective", 0, (-100, 300), None),
    ("prospective", "review_politically", 0, (-90, 0), None),
    ("prospective", "review_politically", 1, (-90, 0), None),
    ("prospective", "pre_review", 1, (-30, 10), (31, 31)),
    ("probationary", "file_admission", 2, (-300, 0), None),
    ("probationary", "take_oath", 0, (-200, 0), (31, 31)),
    ("probationary", "resolve_conversion", 0, (0, 360), (31, 31)),
)
STAGES = ("applicant", "activist", "prospective", "probationary")


def laid(folder: Path, cases: int) -> str:
    """The url of a fresh SQLite database with so many open cases, and accounts that see all and a two-hundredth."""
    url = f"sqlite:///{folder / f'{cases}.db'}"
    create(url)
    connection = sqlite3.connect(folder / f"{cases}.db")
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000")
    branches = max(1, cases // BRANCH_CASES)
    places = organisations(connection, branches, min(COMMITTEES, branches))
    people(connection, cases)
    chance = Random(1)
    connection.executemany(CASE, (case(number, places, chance) for number in range(1, cases + 1)))
    connection.executemany(WAIT, waits(cases, places))
    connection.commit()
    connection.close()
    settled(url)
    return url


CASE = """INSERT INTO "case" (id, workflow, subject_kind, subject_id, organisation_id, path, stage, open, version, last_number,
  last_hash, snapshot, rules_stamp, due_on, opened_on) VALUES (?, 'membership', 'person', ?, ?, ?, ?, 1, 9, 9, ?, ?, '', NULL, ?)"""
WAIT = """INSERT INTO pending (case_id, step, organisation_id, case_organisation_id, opens_on, due_on, until_on)
  VALUES (?, ?, ?, ?, ?, ?, ?)"""
STATE = """INSERT INTO organisation_state (organisation_id, name, kind, parent_id, path, has_committee, has_groups,
  approval_power, from_on) VALUES (?, ?, ?, ?, ?, 1, 1, ?, '2000-01-01')"""
Places = list[tuple[int, str, int]]
"""Of every branch its number, its path and its committee."""


def organisations(connection: sqlite3.Connection, branches: int, committees: int) -> Places:
    """A department, its committees, and their branches in turn."""
    first = 2 + committees
    connection.executemany("INSERT INTO organisation (id) VALUES (?)", ((n,) for n in range(1, first + branches)))
    connection.execute(STATE, (ROOT, "示例组织部", "department", None, "/1/", False))
    rows = ((n, f"示例第{n}党委", "committee", ROOT, f"/1/{n}/", True) for n in range(2, first))
    connection.executemany(STATE, rows)
    places = [(first + n, f"/1/{2 + n % committees}/{first + n}/", 2 + n % committees) for n in range(branches)]
    connection.executemany(STATE, ((n, f"示例第{n}支部", "branch", above, path, False) for n, path, above in places))
    return places


def people(connection: sqlite3.Connection, cases: int) -> None:
    """The people of the two accounts with their posts, and one person a case."""
    chance = Random(2)

    def person(number: int) -> tuple[Any, ...]:
        name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
        return number, name, str(date(1980, 1, 1) + timedelta(days=chance.randrange(9000))), *reading(name)

    rows = (person(number) for number in range(1, cases + 3))
    connection.executemany("INSERT INTO person (id, name, born_on, pinyin, initials) VALUES (?, ?, ?, ?, ?)", rows)
    posts = [(STAFF, ROOT, "staff"), (ORGANISER, 2, "organiser")]
    connection.executemany(
        "INSERT INTO post (person_id, organisation_id, post, from_on) VALUES (?, ?, ?, '2000-01-01')", posts
    )


def case(number: int, places: Places, chance: Random) -> tuple[Any, ...]:
    """The row of a case."""
    place, path, _ = places[number % len(places)]
    opened = TODAY - timedelta(days=chance.randrange(1, 1500))
    return number, number + 2, place, path, STAGES[number // len(places) % 4], bytes(32), SNAPSHOT, str(opened)


def waits(cases: int, places: Places) -> Iterator[tuple[Any, ...]]:
    """What waits in every case, by its stage."""
    chance = Random(3)
    for number in range(1, cases + 1):
        branch, _, committee = places[number % len(places)]
        for stage, step, by, opening, time in WAITS:
            if stage == STAGES[number // len(places) % 4]:
                opens = TODAY + timedelta(days=chance.randint(*opening))
                due = opens + timedelta(days=chance.randint(*time)) if time else None
                yield (
                    number,
                    step,
                    (branch, committee, ROOT)[by],
                    branch,
                    str(opens),
                    due and str(due),
                    str(due or END_OF_TIME),
                )


def settled(url: str) -> None:
    """The accounts, and the projection as one that has seen everything."""
    database = Database(url)
    with database.write.begin() as session:
        seen = session.scalar(select(func.max(Entry.id))) or 0
        session.add(Follower(name=FOLLOWER, entry_id=seen, rules_stamp=rules_of(session, TODAY)))
        for login, person in (("all", STAFF), ("part", ORGANISER)):
            account = Account(person_id=person, login=login, created_on=LONG_AGO)
            account.set_password(PASSWORD)
            session.add(account)
    database.dispose()
