"""The town, on each database."""

from collections.abc import Iterator

import pytest

from models import databases
from workflows.engine.cases import shelf

from .town import Town


@pytest.fixture
def town(database) -> Iterator[Town]:
    databases.create(database.owner_url, app_role="zhibu_app")
    built = Town(database.app_url, database.owner_url)
    yield built
    built.close()


@pytest.fixture
def fresh_process() -> None:
    """Forgets every case held in memory, as a process that has just started."""
    forget()


def forget() -> None:
    shelf._cases.clear()
