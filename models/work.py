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
        self._engine = engine
        self._pooled = engine.raw_connection()
        self._session: Session | None = None
        self.name = str(engine.url)
        self.postgresql = engine.dialect.name == "postgresql"
        try:
            self.begin()
        except BaseException:
            self._pooled.close()
            raise

    @property
    def driver(self) -> Any:
        """The driver's connection, inside the transaction."""
        return self._pooled.driver_connection

    def begin(self) -> None:
        """Begins the next transaction; PostgreSQL's driver does so by itself."""
        if not self.postgresql:
            self.driver.begin()

    @property
    def session(self) -> Session:
        """An ORM session in the same transaction; commit the work, not the session."""
        if self._session is None:
            connection = Connection(self._engine, connection=self._pooled)
            self._session = Session(connection, expire_on_commit=False, autoflush=True)
        return self._session

    def flush(self) -> None:
        """Sends what the ORM session has gathered."""
        if self._session is not None:
            self._session.flush()

    def commit(self) -> None:
        """Makes everything last; to go on with the same work, `begin` again."""
        self.flush()
        self.driver.commit()

    def rollback(self) -> None:
        """Undoes everything."""
        self.driver.rollback()

    def close(self) -> None:
        """Undoes what was not committed and gives the connection back."""
        self.driver.rollback()
        if self._session is not None:
            self._session.close()
        self._pooled.close()

    def __enter__(self) -> "Work":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
