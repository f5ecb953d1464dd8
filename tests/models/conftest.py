"""Databases with their tables made, and rows to begin with."""

from collections.abc import Iterator

import pytest

from models import databases
from models.databases import Database
from models.organisations import Organisation
from models.people import Person

from .entries import new_case
from .tree import TREE, state


@pytest.fixture
def made(database):
    """`database` with its tables; the application's user has its rights."""
    databases.create(database.owner_url, "zhibu_app")
    return database


@pytest.fixture
def opened(made) -> Iterator[Database]:
    """The database as the application opens it."""
    application = Database(made.app_url)
    yield application
    application.dispose()


@pytest.fixture
def case_id(opened) -> int:
    """A case without entries."""
    with opened.write.begin() as session:
        organisation = Organisation()
        session.add(organisation)
        session.flush()
        case = new_case(organisation.id)
        session.add(case)
        session.flush()
        return case.id


@pytest.fixture
def session(opened):
    with opened.write() as session:
        yield session


@pytest.fixture
def tree(session):
    """TREE, and 李明 with id 1."""
    session.add_all([Person(id=1, name="李明"), *(Organisation(id=each) for each in TREE)])
    session.flush()
    session.add_all(state(each) for each in TREE)
    session.flush()
