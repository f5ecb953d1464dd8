"""What somebody does who owns the database: rows change with triggers, foreign keys and checks out of the way, on both databases."""

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from models.databases import Database

TRIGGERS = "SELECT DISTINCT 'ALTER TABLE ' || tgrelid::regclass || ' DISABLE TRIGGER USER' FROM pg_trigger WHERE NOT tgisinternal"
CONSTRAINTS = (
    "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname FROM pg_constraint"
    " WHERE contype IN ('f', 'c') AND conrelid > 0 AND connamespace = 'public'::regnamespace"
)


def break_in(url: str, *statements: str) -> None:
    """Runs statements as the owner of the database at `url`."""
    with create_engine(Database(url).url, poolclass=NullPool).begin() as connection:
        loosen = _loosen_sqlite if connection.dialect.name == "sqlite" else _loosen_postgresql
        for statement in (*loosen(connection), *statements):
            connection.exec_driver_sql(statement)


def _loosen_sqlite(connection: Connection) -> list[str]:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
    return ["PRAGMA ignore_check_constraints = ON", *(f"DROP TRIGGER {name}" for name in names)]


def _loosen_postgresql(connection: Connection) -> list[str]:
    return [each for asked in (TRIGGERS, CONSTRAINTS) for each in connection.exec_driver_sql(asked).scalars()]


def literal(url: str, value: object) -> str:
    """A value as SQL of the database at `url`."""
    if isinstance(value, bytes):
        return f"X'{value.hex()}'" if url.startswith("sqlite") else f"decode('{value.hex()}', 'hex')"
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    return "'{}'".format(str(value).replace("'", "''"))
