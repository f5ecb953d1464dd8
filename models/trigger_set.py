"""The triggers of a few tables for both databases, made by a migration after the tables."""

from typing import NamedTuple

from sqlalchemy import Connection


class TriggerSet(NamedTuple):
    """SQLite's triggers as statements; PostgreSQL's functions, and its triggers as (name, table, when, what runs)."""

    sqlite: tuple[str, ...]
    functions: tuple[str, ...]
    triggers: tuple[tuple[str, str, str, str], ...]

    def install(self, connection: Connection) -> None:
        """After the tables, and again after a batch migration, which drops a table with its triggers."""
        for statement in self._statements(connection.dialect.name):
            connection.exec_driver_sql(statement)

    def _statements(self, dialect: str) -> list[str]:
        """ENABLE ALWAYS: they also speak while a superuser replays rows as a replica."""
        if dialect == "sqlite":
            return list(self.sqlite)
        made = list(self.functions)
        for name, table, when, what in self.triggers:
            made.append(f"CREATE TRIGGER {name} {when} ON {table} {what}")
            made.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        return made
