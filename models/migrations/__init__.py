"""Migrations without an ini file: every function works on an open connection and leaves the commit to its caller."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Brings the tables to `revision`."""
    command.upgrade(_config(connection), revision)


def check(connection: Connection) -> None:
    """Raises alembic's CommandError where tables and models differ; CHECK constraints are not compared."""
    command.check(_config(connection))


def draft(connection: Connection, message: str, revision: str) -> None:
    """Writes a new file into `versions/`, to be finished by hand: CHECK constraints, and triggers after a batch."""
    command.revision(_config(connection), message, autogenerate=True, rev_id=revision)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
