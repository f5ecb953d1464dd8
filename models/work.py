"""One transaction on a pooled connection: the driver's own statements for the hot path, an ORM session beside them.

`Database.work()` gives one. The ORM session is made when somebody asks for it, sees the same transaction, and is
flushed before the commit; a step that needs none does not pay for one.
"""

from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session


class Work:
    """A unit of work: begun when made, ended by `commit` or `rollback`, given back by `close`. A context manager."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._waiting = False
        self._pooled = engine.raw_connection()
        self._session: Session | None = None
        self.postgresql = engine.dialect.name == "postgresql"
        try:
            self.begin()
        except BaseException:
            self._pooled.close()
            raise

    @property
    def driver(self) -> Any:
        """The driver's connection, inside the transaction."""
        self.ensure_begun()
        return self._connection

    def ensure_begun(self) -> None:
        """Begins the transaction where that was left to the first statement."""
        if self._waiting:
            self._waiting = False
            self._connection.execute("BEGIN")

    @property
    def _connection(self) -> Any:
        return self._pooled.driver_connection

    def begin(self) -> None:
        """Begins the next transaction; on PostgreSQL with the first statement, to save a round trip."""
        if self.postgresql:
            self._connection.autocommit = self._waiting = True
        else:
            self._connection.begin()

    def cursor(self) -> Any:
        """A cursor of the driver; `begin_with` or `driver` begins the transaction before it is used."""
        return self._connection.cursor()

    def begin_with(self, cursor: Any, statement: str) -> Any:
        """Runs a statement without parameters, which begins the transaction on its way where that is still to come."""
        if not self._waiting:
            return cursor.execute(statement)
        self._waiting = False
        cursor.execute(f"BEGIN; {statement}")
        cursor.nextset()
        return cursor

    @property
    def session(self) -> Session:
        """An ORM session in the same transaction; commit the work, not the session."""
        if self._session is None:
            self.ensure_begun()
            connection = Connection(self.engine, connection=self._pooled)
            self._session = Session(connection, expire_on_commit=False, autoflush=True)
        return self._session

    def flush(self) -> None:
        """Sends what the ORM session has gathered."""
        if self._session is not None:
            self._session.flush()

    def commit(self) -> None:
        """Makes everything last; to go on with the same work, `begin` again."""
        self.flush()
        self._connection.commit()

    def rollback(self) -> None:
        """Undoes everything."""
        self._connection.rollback()

    def close(self) -> None:
        """Undoes what was not committed and gives the connection back."""
        if self._session is not None:
            self._connection.rollback()
            self._session.close()
        if self.postgresql:
            self._connection.rollback()
            self._connection.autocommit = False
        self._pooled.close()  # the pool rolls back

    def __enter__(self) -> "Work":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
