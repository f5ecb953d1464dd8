"""The search of the journal over a million entries against ten thousand: each filter alone and with an organisation.

Rows are laid straight into the tables. `ZHIBU_BENCH_ENTRIES` sets another number than a million.
"""

import os
import sqlite3
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event

from bench.worklist_rows import Places, organisations
from models.databases import Database, create
from models.line_filters import Wanted
from models.line_search import page
from models.sight import sight_of

MANY, FEW = int(os.environ.get("ZHIBU_BENCH_ENTRIES", "1000000")), 10_000
A_CASE, A_PAGE, ROUNDS, TARGET = 20, 26, 41, 2.0
BRANCHES, COMMITTEES = 400, 20
TODAY = date(2026, 11, 2)
STEPS = ("talk", "file_activist", "review_activist", "post_notice", "train", "examine", "admit", "take_oath")
CODES = ("G02", "G05", "G08", "G12", "G16", "G21")
ARTICLES = ("XZ26/7", "XZ26/13", "XZ26/19")
SEVERITIES = ("block", "irregular", "note")
OFFICES = ("branch", "superior", "department")
FILTERS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "person": {"person": 7},
    "office": {"office": "superior"},
    "step": {"step": "admit"},
    "kind": {"kind": "refusal"},
    "article": {"article": "XZ26/13"},
    "guard": {"code": "G05"},
    "severity": {"severity": "irregular"},
    "day of act": {"act_from": date(2025, 1, 1), "act_until": date(2025, 6, 30)},
    "day of recording": {"recorded_from": date(2025, 1, 1), "recorded_until": date(2025, 6, 30)},
    "gap": {"gap": 30},
}
CASE = """INSERT INTO "case" (id, workflow, subject_kind, subject_id, organisation_id, path, stage, open, version, last_number,
  last_hash, snapshot, rules_stamp, opened_on) VALUES (?, 'membership', 'person', ?, ?, ?, 'activist', 0, 1, ?, ?, x'', '', ?)"""
ENTRY = """INSERT INTO entry (case_id, number, kind, step, form_version, act_on, recorded_at, mode, actor_person_id, facts,
  commitments, findings, editions, overlays, readings, calendar, files, previous_hash, hash)
  VALUES (?, ?, ?, ?, 1, ?, ?, 'live', ?, x'7b7d', x'7b7d', x'5b5d', '', '', '', '', x'5b5d', ?, ?)"""
LINE = """INSERT INTO journal_line (entry_id, case_id, organisation_id, number, workflow, kind, step, person_id, office, act_on,
  recorded_on, gap) VALUES (?, ?, ?, ?, 'membership', ?, ?, ?, ?, ?, ?, ?)"""
FOUND = "INSERT INTO entry_finding (name, value, entry_id, organisation_id) VALUES (?, ?, ?, ?)"


def main() -> None:
    """Lays both, then asks each question of one and of the other in turn."""
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        databases = [laid(Path(folder), entries) for entries in (FEW, MANY)]
        print(f"journal search: {FEW} and {MANY} entries laid in {time.perf_counter() - start:.0f} s")
        for where, path in (("all", "/1/"), ("committee", "/1/2/"), ("branch", f"/1/2/{2 + COMMITTEES}/")):
            for name, wanted in FILTERS.items():
                compare(f"journal search: {where}, {name}", databases, path, Wanted(**wanted))
        scans = whole_tables(databases[1])
        print(f"journal search: whole tables read: {sorted(scans) or 'none'} (none)")
        for database in databases:
            database.dispose()


def laid(folder: Path, entries: int) -> Database:
    """A fresh SQLite database with so many entries and their lines; the tree is the same whatever their number."""
    url = f"sqlite:///{folder / f'{entries}.db'}"
    create(url)
    connection = sqlite3.connect(folder / f"{entries}.db")
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
    dropped = connection.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE tbl_name IN ('entry', 'journal_line', 'entry_finding') AND sql IS NOT NULL"
        " AND (type = 'trigger' OR (type = 'index' AND name LIKE 'ix%'))"
    ).fetchall()
    for name, kind, _ in dropped:
        connection.execute(f"DROP {kind} {name}")
    places = organisations(connection, BRANCHES, COMMITTEES)
    people = ((number, f"样例{number}") for number in range(1, entries // 100 + 10))
    connection.executemany("INSERT INTO person (id, name) VALUES (?, ?)", people)
    fill(connection, entries, places)
    for _, _, statement in dropped:
        connection.execute(statement)
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()
    return Database(url)


def fill(connection: sqlite3.Connection, entries: int, places: Places) -> None:
    """Cases, entries, lines and findings."""
    cases = range(1, entries // A_CASE + 1)
    held = {case: places[case % len(places)] for case in cases}
    rows = ((case, 1, held[case][0], held[case][1], A_CASE, bytes(32), "2020-01-01") for case in cases)
    connection.executemany(CASE, rows)
    connection.executemany(ENTRY, (each[0] for each in told(entries, held)))
    connection.executemany(LINE, (each[1] for each in told(entries, held)))
    connection.executemany(FOUND, (row for each in told(entries, held) for row in each[2]))


def told(entries: int, held: dict[int, tuple[int, str, int]]) -> Iterator[tuple[Any, Any, Any]]:
    """Every entry with its line and its findings, the same each time."""
    chance = Random(1)
    for number in range(1, entries + 1):
        case, place = (number - 1) // A_CASE + 1, (number - 1) % A_CASE + 1
        recorded, gap = TODAY - timedelta(days=(entries - number) * 1500 // entries), int(chance.expovariate(0.1))
        act, kind = recorded - timedelta(days=gap), "refusal" if chance.random() < 0.1 else "act"
        step, person, office = chance.choice(STEPS), chance.randint(1, entries // 100), chance.choice(OFFICES)
        hash_, at = number.to_bytes(32), f"{recorded}T10:00:00.000000+08:00"
        entry = (case, place, kind, step, str(act), at, person, bytes(32), hash_)
        organisation = held[case][0]
        line = (number, case, organisation, place, kind, step, person, office, str(act), str(recorded), gap)
        findings: tuple[Any, ...] = ()
        if chance.random() < 0.3:
            values = (("code", CODES), ("severity", SEVERITIES), ("article", ARTICLES))
            findings = tuple((name, chance.choice(words), number, organisation) for name, words in values)
        yield entry, line, findings


def compare(what: str, databases: list[Database], path: str, wanted: Wanted) -> None:
    """Alternating rounds; prints the median of the ratios and of the times."""
    pairs = [[timed(database, path, wanted) for database in databases] for _ in range(ROUNDS)]
    few, many = (statistics.median(each[n] for each in pairs) * 1000 for n in range(2))
    ratio = statistics.median(many / few for few, many in pairs)
    print(f"{what}: {few:.1f} ms and {many:.1f} ms, {ratio:.2f} <= {TARGET}")


def timed(database: Database, path: str, wanted: Wanted) -> float:
    """Seconds by the clock for one page."""
    with database.read() as session:
        sight = sight_of(session, [path], TODAY)
        start = time.perf_counter()
        page(session, sight, wanted, None, A_PAGE)
        return time.perf_counter() - start


def whole_tables(database: Database) -> set[str]:
    """Which large tables SQLite reads from end to end for any of the questions."""
    found: set[str] = set()

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.lstrip().startswith("SELECT"):
            plan = connection.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            lines = [row[3] for row in plan]
            found.update(line for line in lines if line.startswith("SCAN ") and not line.endswith("places"))

    engine: Engine = database.read_engine
    event.listen(engine, "before_cursor_execute", explain)
    for path in ("/1/", "/1/2/"):
        for wanted in filter(None, FILTERS.values()):  # without a filter the newest entries are read in their order
            timed(database, path, Wanted(**wanted))
    event.remove(engine, "before_cursor_execute", explain)
    return {line for line in found if any(table in line for table in ("journal_line", "entry_finding", "entry"))}


if __name__ == "__main__":
    main()
