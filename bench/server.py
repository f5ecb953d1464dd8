"""The PostgreSQL server of the tests, for the benchmark."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests import databases


def postgresql_server() -> list[Any]:
    """One context that gives (owner's url, application's url, a plain url for psycopg); none where PostgreSQL is missing."""
    binaries = databases._binaries()
    if binaries is None:
        print("PostgreSQL is missing: left out")
        return []
    return [_server(binaries)]


@contextmanager
def _server(binaries: Any) -> Iterator[tuple[str, str, str]]:
    start = contextmanager(databases._own_server)
    with start(binaries) as url:
        databases._run(url, "CREATE DATABASE bench OWNER zhibu_owner")
        named = url.set(database="bench")
        databases._run(named, "ALTER SCHEMA public OWNER TO zhibu_owner")
        owner, app = (
            named.set(username=user, password=databases.PASSWORD).render_as_string(hide_password=False)
            for user in ("zhibu_owner", "zhibu_app")
        )
        plain = named.set(drivername="postgresql", username="zhibu_owner").render_as_string(hide_password=False)
        yield owner, app, plain
