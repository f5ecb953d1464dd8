"""Writers of SQLite take turns: each begins when the one before has ended, however it ended."""

import sqlite3
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from models import databases
from models import sqlite as sqlite_engines
from models.databases import Database
from models.people import Person


@pytest.fixture
def two(sqlite):
    """Two applications at one file."""
    databases.create(sqlite.owner_url)
    both = Database(sqlite.app_url), Database(sqlite.app_url)
    yield both
    for each in both:
        each.dispose()


def write(database: Database) -> None:
    with database.write.begin() as session:
        session.add(Person(name="李明"))


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(text("SELECT count(*) FROM person"))


def test_a_second_writer_waits_for_the_first(two):
    first, second = two
    with first.write.begin() as session:
        session.add(Person(name="王芳"))
        session.flush()
        waiting = threading.Thread(target=write, args=(second,))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        assert count(second) == 0  # a reader does not wait
    waiting.join()
    assert count(first) == 2


def test_a_second_writer_in_one_thread_is_told_so(two, monkeypatch):
    monkeypatch.setattr(sqlite_engines, "WAIT_SECONDS", 0.1)
    first, second = two
    with first.write.begin() as session:
        session.add(Person(name="王芳"))
        session.flush()
        with pytest.raises(OperationalError, match="does not end"):
            write(second)
    write(second)
    assert count(first) == 2


def test_a_turn_ends_with_a_rollback_or_a_failure(two, monkeypatch):
    monkeypatch.setattr(sqlite_engines, "WAIT_SECONDS", 0.1)
    first, second = two
    with first.write() as session:
        session.add(Person(name="王芳"))
        session.flush()
        session.rollback()
        write(second)
    with pytest.raises(OperationalError), first.write.begin() as session:
        session.execute(text("SELECT nothing"))
    write(second)
    assert count(first) == 2


def test_a_turn_ends_when_the_file_cannot_be_locked(two, sqlite):
    first, second = two
    plain = sqlite3.connect(sqlite.app_url.removeprefix("sqlite:///"), isolation_level=None)
    plain.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), first.write_engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA busy_timeout = 50")
        connection.execute(text("SELECT 1"))
    plain.close()
    write(second)
    assert count(second) == 1


def test_a_connection_is_as_careful_as_it_must_be(two):
    with two[0].write_engine.connect() as connection:
        ask = connection.connection.driver_connection.execute
        names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
        assert [ask(f"PRAGMA {name}").fetchone()[0] for name in names] == ["wal", 2, 1, 1, 20_000]
