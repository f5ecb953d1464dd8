"""The log is append-only: leaves follow one another, tiles only grow, and what was signed is neither changed nor removed."""

import sqlite3

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from models.journal import Entry
from models.log import Countersignature, Leaf, LogKey, SignedCheckpoint, Tile, Witnessed
from models.log_triggers import KEPT

from .entries import entry
from .test_triggers import attempt

AT = "2026-11-20T10:00:00+08:00"
SEEN = {"origin": "zhibu.example/other", "public_key": "k", "note": "n", "seen_at": AT}
ROWS = (  # what stands in the log at the beginning
    (LogKey, {"id": 1, "origin": "zhibu.example/town", "hash": "sha256", "public_key": "one", "made_at": AT}),
    (Leaf, {"position": 0, "entry_id": 1}),
    (Leaf, {"position": 1, "entry_id": 2}),
    (Tile, {"level": 0, "index": 0, "hashes": bytes(64)}),
    (SignedCheckpoint, {"size": 2, "note": "note", "made_at": AT}),
    (Countersignature, {"checkpoint_id": 1, "public_key": "k", "line": "l", "accepted_at": AT}),
    (Witnessed, {"size": 7, **SEEN}),
)
KEY = ROWS[0][1]
COLUMN = {
    "log_key": "made_at",
    "leaf": "entry_id",
    "checkpoint": "note",
    "countersignature": "line",
    "witnessed": "note",
}


@pytest.fixture
def log(opened, case_id):
    """A small log; `log(table, row)` adds one more row."""
    with opened.write.begin() as session:
        for number in (1, 2, 3, 4):
            session.execute(insert(Entry), entry(case_id, number))
        for table, row in ROWS:
            session.execute(insert(table), row)

    def add(table, **row) -> None:
        with opened.write.begin() as session:
            session.execute(insert(table), row)

    return add


def untouched(opened) -> bool:
    with opened.read() as session:
        counts = [session.scalar(text(f"SELECT count(*) FROM {table}")) for table in (*KEPT, "tile")]
        return counts == [1, 2, 1, 1, 1, 1] and bytes(session.scalar(text("SELECT hashes FROM tile"))) == bytes(64)


FORBIDDEN = [
    *(f"UPDATE {table} SET {column} = {column}" for table, column in COLUMN.items()),
    *(f"DELETE FROM {table}" for table in KEPT),
    "DELETE FROM tile",
    "UPDATE tile SET hashes = hashes",
    "UPDATE tile SET level = 1",
]


def test_every_kept_table_is_tried():
    assert {*COLUMN} == {*KEPT}


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("user", ["app_url", "owner_url"])
def test_nobody_changes_or_removes(made, opened, log, statement, user):
    with pytest.raises(DBAPIError):
        attempt(getattr(made, user), statement)
    assert untouched(opened)


@pytest.mark.parametrize(
    "table, row",
    [
        (Leaf, {"position": 3, "entry_id": 3}),
        (Leaf, {"position": 1, "entry_id": 3}),
        (Leaf, {"position": 2, "entry_id": 2}),
        (Leaf, {"position": 2, "entry_id": 99}),
        (Tile, {"level": 0, "index": 0, "hashes": bytes(96)}),
        (Tile, {"level": 0, "index": 1, "hashes": b""}),
        (Tile, {"level": 0, "index": 1, "hashes": bytes(33)}),
        (Tile, {"level": 0, "index": 1, "hashes": bytes(8192 + 32)}),
        (Tile, {"level": 0, "index": -1, "hashes": bytes(32)}),
        (SignedCheckpoint, {"size": 1, "note": "n", "made_at": AT}),
        (Witnessed, {"size": 6, **SEEN}),
        (LogKey, {**KEY, "id": 3, "public_key": "two"}),
        (LogKey, {**KEY, "id": 2}),
        (LogKey, {**KEY, "id": 2, "public_key": "two", "origin": "zhibu.example/county"}),
        (LogKey, {**KEY, "id": 2, "public_key": "two", "hash": "sm3"}),
        (LogKey, {**KEY, "id": 2, "public_key": "two", "hash": "md5"}),
        (Countersignature, {"checkpoint_id": 1, "public_key": "k", "line": "m", "accepted_at": AT}),
    ],
    ids=str,
)
def test_what_does_not_follow_is_refused(opened, log, table, row):
    with pytest.raises(IntegrityError):
        log(table, **row)
    assert untouched(opened)


@pytest.mark.parametrize(
    "table, row",
    [
        (Leaf, {"position": 2, "entry_id": 3}),
        (Tile, {"level": 0, "index": 1, "hashes": bytes(8192)}),
        (SignedCheckpoint, {"size": 2, "note": "n", "made_at": AT}),
        (Witnessed, {"size": 7, **SEEN}),
        (Witnessed, {**SEEN, "size": 1, "origin": "zhibu.example/third"}),
        (LogKey, {**KEY, "id": 2, "public_key": "two"}),
        (Countersignature, {"checkpoint_id": 1, "public_key": "other", "line": "m", "accepted_at": AT}),
    ],
    ids=str,
)
def test_what_follows_is_taken(log, table, row):
    log(table, **row)


@pytest.mark.parametrize("hashes, grows", [(bytes(96), True), (bytes(64) + b"\1" * 32, True), (b"\1" + bytes(95), False), (bytes(32), False)], ids=repr)  # fmt: skip
def test_a_tile_only_grows(opened, log, hashes, grows):
    grow = text("UPDATE tile SET hashes = :hashes").bindparams(hashes=hashes)
    if grows:
        with opened.write.begin() as session:
            session.execute(grow)
        return
    with pytest.raises(IntegrityError, match="only grows"), opened.write.begin() as session:
        session.execute(grow)
    assert untouched(opened)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO leaf SELECT 1, 3",
        "INSERT OR REPLACE INTO leaf SELECT 2, 1",
        "INSERT OR REPLACE INTO tile SELECT * FROM tile",
        "INSERT OR REPLACE INTO log_key SELECT * FROM log_key",
        "INSERT OR REPLACE INTO checkpoint SELECT id, 9, note, made_at FROM checkpoint",
        "INSERT INTO checkpoint SELECT -1, 9, note, made_at FROM checkpoint",
        "INSERT OR REPLACE INTO witnessed SELECT id, origin, public_key, 9, note, seen_at FROM witnessed",
        "INSERT OR REPLACE INTO countersignature SELECT checkpoint_id, public_key, 'x', accepted_at FROM countersignature",
        "UPDATE OR IGNORE leaf SET position = 5",
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_refuses_whatever_the_connection_has_set(made, opened, log, statement):
    """A plain connection: no recursive triggers, no foreign keys."""
    plain = sqlite3.connect(made.app_url.removeprefix("sqlite:///"))
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute(statement)
    plain.close()
    assert untouched(opened)


@pytest.mark.parametrize("table", [*KEPT, "tile"])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_lets_nobody_empty_a_table(made, opened, log, postgres_server, table):
    name = made.owner_url.rpartition("/")[2].partition("?")[0]
    superuser = postgres_server.set(database=name).render_as_string(hide_password=False)
    with pytest.raises(ProgrammingError, match="permission denied"):
        attempt(made.app_url, f"TRUNCATE {table} CASCADE")
    with pytest.raises(IntegrityError, match="emptied"):
        attempt(superuser, "SET session_replication_role = replica", f"TRUNCATE {table} CASCADE")
    assert untouched(opened)
