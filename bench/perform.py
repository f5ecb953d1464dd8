"""`perform` with everything on against the raw limit: one SELECT, one UPDATE and one INSERT a transaction.

Both do the same number of transactions in alternating rounds on the same disk; what counts is the ratio of a round.
"""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from bench import town
from models.databases import Database
from workflows.engine.intake import read_paper
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.history import record_history
from workflows.engine.perform.opening import open_case
from workflows.membership.sample import lawful
from workflows.rules import law_book

ROUNDS = 7
CASES = 12
ROW = "x" * 200


class Cost(NamedTuple):
    """Seconds a transaction: by the clock, and of the processor."""

    clock: float
    cpu: float


def measured(run: Callable[[], int]) -> Cost:
    """What one of the things done by `run`, which answers how many, costs."""
    clock, cpu = time.perf_counter(), time.process_time()
    count = run()
    return Cost((time.perf_counter() - clock) / count, (time.process_time() - cpu) / count)


def cases(database: Database) -> int:
    """Takes new cases from application to archive, one transaction a step."""
    script, count = town.steps(), 0
    for person in town.applicants(database, CASES):
        case = 0
        for seen, (step, form, actor) in enumerate(script):
            with database.work() as work:
                if seen == 0:
                    case = open_case(work, town.MEMBERSHIP, person, 3, step, form, actor, town.AT).case_id
                else:
                    perform(work, town.MEMBERSHIP, case, step, form, actor, seen, town.AT)
                work.commit()
            count += 1
    return count


def bulk(database: Database) -> int:
    """Imports as many dossiers as history, all in one transaction."""
    calendar = law_book().calendar
    people, count = town.applicants(database, CASES), 0
    with database.work() as work:
        for person in people:
            paper = read_paper(town.MEMBERSHIP, lawful("archive", town.TODAY, calendar), town.TODAY)
            count += len(record_history(work, town.MEMBERSHIP, person, 3, paper, Actor(1), town.AT))
        work.commit()
    return count


@contextmanager
def raw_sqlite() -> Iterator[Callable[[], int]]:
    """The raw limit on SQLite: WAL, synchronous FULL, plain sqlite3."""
    with TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE c (id INTEGER PRIMARY KEY, version INTEGER, stage TEXT);"
            "CREATE TABLE e (id INTEGER PRIMARY KEY, c INTEGER, number INTEGER, facts TEXT); INSERT INTO c VALUES (1, 0, 'x')"
        )

        def run() -> int:
            for _ in range(CASES * 28):
                connection.execute("BEGIN IMMEDIATE")
                version = connection.execute("SELECT version, stage FROM c WHERE id = 1").fetchone()[0] + 1
                connection.execute("UPDATE c SET version = ?, stage = ? WHERE id = 1", (version, "activist"))
                connection.execute("INSERT INTO e (c, number, facts) VALUES (1, ?, ?)", (version, ROW))
                connection.execute("COMMIT")
            return CASES * 28

        yield run
        connection.close()


@contextmanager
def raw_postgresql(url: str) -> Iterator[Callable[[], int]]:
    """The raw limit on PostgreSQL: psycopg in five round trips."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE raw_c (id int PRIMARY KEY, version int, stage text)")
        connection.execute("CREATE TABLE raw_e (id bigserial PRIMARY KEY, c int, number int, facts text)")
        connection.execute("INSERT INTO raw_c VALUES (1, 0, 'x')")

        def run() -> int:
            for _ in range(CASES * 28):
                connection.execute("BEGIN")
                found = connection.execute("SELECT version, stage FROM raw_c WHERE id = 1").fetchone()
                version = (found or (0,))[0] + 1
                connection.execute("UPDATE raw_c SET version = %s, stage = %s WHERE id = 1", (version, "activist"))
                connection.execute("INSERT INTO raw_e (c, number, facts) VALUES (1, %s, %s)", (version, ROW))
                connection.execute("COMMIT")
            return CASES * 28

        yield run


def compare(name: str, raw: Callable[[], int], database: Database, target: float) -> None:
    """Alternating rounds; prints the median ratio, and processor microseconds beside it."""
    raw(), cases(database), bulk(database)
    rounds = [
        (measured(raw), measured(lambda: cases(database)), measured(lambda: bulk(database))) for _ in range(ROUNDS)
    ]
    said(f"{name}: perform / raw, steps a second", [r.clock / p.clock for r, p, _ in rounds], f">= {target}")
    limit = "<= 6" if name == "SQLite" else ""
    said(f"{name}: processor, perform / raw", [p.cpu / r.cpu for r, p, _ in rounds], limit)
    said(f"{name}: bulk import / single acts, steps a second", [p.clock / b.clock for _, p, b in rounds], ">= 1.3")
    costs = [statistics.median(each[n].cpu for each in rounds) * 1e6 for n in range(3)]
    print(f"  processor microseconds a step: raw {costs[0]:.0f}, perform {costs[1]:.0f}, bulk {costs[2]:.0f}")


def said(what: str, ratios: list[float], target: str) -> None:
    """One figure: median, and the range of the rounds."""
    print(f"{what}: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) {target}")


def main() -> None:
    """SQLite, and PostgreSQL where there is a server to be had."""
    with town.sqlite() as database, raw_sqlite() as raw:
        compare("SQLite", raw, database, 0.35)
    for server in servers():
        with (
            server as (owner, app, plain),
            town.postgresql(owner, app, "zhibu_app") as database,
            raw_postgresql(plain) as raw,
        ):
            compare("PostgreSQL", raw, database, 0.80)


def servers() -> list[Any]:
    """A PostgreSQL server as the tests start it, or none."""
    from bench.server import postgresql_server

    return postgresql_server()


if __name__ == "__main__":
    main()
