"""Databases for tests: a fresh SQLite file, or a fresh database on a PostgreSQL server that the run starts itself."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

PASSWORD = "only-for-tests"


@dataclass(frozen=True)
class Database:
    """An empty database: `owner_url` for migrations, `app_url` for the application (the same on SQLite)."""

    owner_url: str
    app_url: str


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    url = f"sqlite:///{tmp_path / 'zhibu.db'}"
    return Database(url, url)


@pytest.fixture
def postgres(postgres_server: URL) -> Iterator[Database]:
    with fresh(postgres_server) as made:
        yield made


@contextlib.contextmanager
def fresh(server: URL) -> Iterator[Database]:
    """An empty database on that server, dropped at the end."""
    name = f"zhibu_test_{uuid.uuid4().hex}"
    _run(server, f"CREATE DATABASE {name} OWNER zhibu_owner")
    _run(  # PostgreSQL 14 and older leave the schema open to everybody
        server.set(database=name),
        "ALTER SCHEMA public OWNER TO zhibu_owner",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    )
    owner, app = (
        server.set(username=user, password=PASSWORD, database=name).render_as_string(hide_password=False)
        for user in ("zhibu_owner", "zhibu_app")
    )
    yield Database(owner, app)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    return request.getfixturevalue({"sqlite": "sqlite", "postgresql": "postgres"}[request.param])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The administrator's url of a server kept for tests; each worker of pytest-xdist starts its own.

    ZHIBU_TEST_POSTGRES names a running server instead (a superuser's url). The users zhibu_owner and zhibu_app
    are made there when absent; where they exist, their password must be PASSWORD.
    """
    pytest.importorskip("psycopg", reason="PostgreSQL is missing: install the extra 'postgres'")
    given, binaries = os.environ.get("ZHIBU_TEST_POSTGRES"), _binaries()
    if given:
        url = make_url(given).set(drivername="postgresql+psycopg")
        _make_users(url)
        yield url
    elif binaries is None:
        pytest.skip("PostgreSQL is missing: no initdb found, and ZHIBU_TEST_POSTGRES is not set")
    else:
        yield from _own_server(binaries)


def _own_server(binaries: Path) -> Iterator[URL]:
    """Start a server on a unix socket in a private directory (no port to collide with), stop it at the end.

    PostgreSQL refuses to run as root, so root hands it to the user `postgres`. fsync stays on.
    """
    with tempfile.TemporaryDirectory(prefix="zhibu-postgres-") as name:
        home, user = Path(name), {}
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
            user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        run = {"cwd": home, "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, **user}
        cluster = home / "data"
        initdb = [binaries / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **run)
        # Linux ends the server when this process is killed and cannot.
        leash = ["/usr/bin/setpriv", "--pdeathsig", "INT"] if Path("/usr/bin/setpriv").exists() else []
        command = [*leash, binaries / "postgres", "-D", cluster, "-k", home, "-c", "listen_addresses="]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, **run)
        try:
            url = URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(home)})
            _wait_for(url, server, home / "log")
            _make_users(url)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            server.wait(60)


def _binaries() -> Path | None:
    """The newest of Debian's versions, else what lies on the path."""
    installed = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    on_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    return max(installed, key=lambda path: float(path.parent.name), default=next(iter(on_path), None))


def _wait_for(url: URL, server: subprocess.Popen, log: Path) -> None:
    import psycopg

    for _ in range(300):
        try:
            return _run(url)
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"The PostgreSQL server did not start:\n{log.read_text(errors='replace')}")


def _make_users(url: URL) -> None:
    import psycopg

    for name in ("zhibu_owner", "zhibu_app"):
        # It may be there already, or another worker makes it at this moment.
        with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            _run(url, f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")


def _run(url: URL, *statements: str) -> None:
    import psycopg

    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
