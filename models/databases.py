"""Opens databases, and makes them: tables, triggers and, on PostgreSQL, the rights of the application's user."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.orm import sessionmaker

from . import log_triggers, migrations, sqlite, tables
from .work import Work

RIGHTS = {
    "entry_text": "SELECT, INSERT, DELETE",
    **dict.fromkeys(log_triggers.KEPT, "SELECT, INSERT"),
    "pending": "SELECT, INSERT, UPDATE, DELETE",
    "alembic_version": "SELECT",
}
OTHER_RIGHTS = "SELECT, INSERT, UPDATE"
NUMBERS_OF_PEOPLE = "person_id_seq"  # an entry names the person it registers, so the number is drawn before
CHAINED = ("entry", "event")
GIVEN_BY_DATABASE = {"id", "xid"}  # columns of chained tables that the application may not fill in


class Database:
    """Sessions of one database: `write()` takes the write lock at once (SQLite), `read()` is a snapshot without writes."""

    def __init__(self, url: str | URL) -> None:
        self.url = _with_driver(url)
        self.write_engine, self.read_engine = _engines(self.url)
        self.write = sessionmaker(self.write_engine, expire_on_commit=False)
        self.read = sessionmaker(self.read_engine, expire_on_commit=False)

    def work(self) -> Work:
        """One transaction to write in, begun."""
        return Work(self.write_engine)

    def look(self) -> Work:
        """The same for statements that write nothing: on SQLite it holds nobody up."""
        return Work(self.read_engine if self.read_engine.dialect.name == "sqlite" else self.write_engine)

    def dispose(self) -> None:
        """Closes every connection that is not in use."""
        self.write_engine.dispose()
        self.read_engine.dispose()


def create(owner_url: str | URL, app_role: str | None = None) -> None:
    """Brings the database to the newest version and gives `app_role` (PostgreSQL) its rights; may be repeated."""
    with owner(owner_url) as connection:
        migrations.upgrade(connection)
        if app_role and connection.dialect.name == "postgresql":
            _grant(connection, app_role)


@contextmanager
def owner(url: str | URL) -> Iterator[Connection]:
    """The owner's connection, for migrations: one transaction; on SQLite foreign keys are checked at its end."""
    database = Database(url)
    try:
        with database.write_engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
            with connection.begin():
                yield connection
                if connection.dialect.name == "sqlite":
                    _no_broken_keys(connection)
    finally:
        database.dispose()


def _engines(url: URL) -> tuple[Engine, Engine]:
    if url.get_backend_name() == "sqlite":
        return sqlite.engine(url, sqlite.Writer), sqlite.engine(url, sqlite.Reader)
    write = create_engine(url)
    return write, write.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _with_driver(url: str | URL) -> URL:
    url = make_url(url)
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _no_broken_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"Foreign keys without their row after the migration: {broken[:5]}")


def _grant(connection: Connection, app_role: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    role, schema = quote(app_role), quote(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
    rights = {table: f"SELECT, INSERT ({_given(quote, table)})" for table in CHAINED} | RIGHTS
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}")
    for table in [*tables.metadata.tables, "alembic_version"]:
        connection.exec_driver_sql(f"GRANT {rights.get(table, OTHER_RIGHTS)} ON {quote(table)} TO {role}")
    connection.exec_driver_sql(f"GRANT USAGE ON SEQUENCE {NUMBERS_OF_PEOPLE} TO {role}")


def _given(quote: Callable[[str], str], table: str) -> str:
    """The columns of a chained table that the application fills in."""
    columns = tables.metadata.tables[table].columns
    return ", ".join(quote(each.name) for each in columns if each.name not in GIVEN_BY_DATABASE)
