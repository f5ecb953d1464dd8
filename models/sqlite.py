"""SQLite engines: writers that take turns, and readers beside them, each on a snapshot of its own."""

import os
import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import PoolProxiedConnection

try:
    import fcntl
except ImportError:  # Windows: SQLite's own waiting must do, which is not fair
    fcntl = None  # type: ignore[assignment]

WAIT_SECONDS = 20
NAP_SECONDS = 0.0005  # shorter and longer naps, or waiting in the kernel, were no fairer
WRITER = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE deletes without a trigger
)
READER = ("PRAGMA query_only = ON",)


class Writer(sqlite3.Connection):
    """Takes its turn at a lock beside the file before it begins; of several writers SQLite alone lets one starve."""

    def __init__(self, database: str, *args: Any, **options: Any) -> None:
        super().__init__(database, *args, **options)
        self._turn = open(os.path.realpath(database) + ".lock", "ab") if fcntl else None  # noqa: SIM115

    def begin(self) -> None:
        """Waits for the turn and begins a transaction that may write; OperationalError after WAIT_SECONDS."""
        self._wait_for_turn()
        try:
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._end_turn()
            raise

    def commit(self) -> None:
        super().commit()
        self._end_turn()

    def rollback(self) -> None:
        super().rollback()
        self._end_turn()

    def close(self) -> None:
        super().close()
        if self._turn:
            self._turn.close()

    def _wait_for_turn(self) -> None:
        last = None
        while self._turn:
            try:
                return fcntl.flock(self._turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                last = last or time.monotonic() + WAIT_SECONDS
                if time.monotonic() > last:
                    raise sqlite3.OperationalError("database is locked: another transaction does not end") from None
                time.sleep(NAP_SECONDS)

    def _end_turn(self) -> None:
        if self._turn:
            fcntl.flock(self._turn, fcntl.LOCK_UN)


class Reader(sqlite3.Connection):
    """Sees one state of the database from its first question to the end of its transaction, and writes nothing."""

    def begin(self) -> None:
        self.execute("BEGIN")


def engine(url: URL, kind: type[Writer] | type[Reader]) -> Engine:
    """An engine whose connections are of `kind`; SQLAlchemy's own begin is left to `kind.begin`."""
    made = create_engine(url, connect_args={"factory": kind, "isolation_level": None, "timeout": WAIT_SECONDS})
    pragmas = WRITER if kind is Writer else READER

    @event.listens_for(made, "connect")
    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        for pragma in pragmas:
            connection.execute(pragma)

    # In the place of the event "begin", whose errors SQLAlchemy would not wrap.
    made.dialect.do_begin = _begin  # type: ignore[method-assign]
    return made


def _begin(dbapi_connection: PoolProxiedConnection) -> None:
    driver: Any = dbapi_connection.driver_connection
    if not driver.in_transaction:  # a unit of work has begun already (models.work)
        driver.begin()
