"""Databases with their tables made, and rows to begin with."""

from collections.abc import Iterator
from datetime import date

import pytest

from models import databases
from models.cases import Case
from models.databases import Database
from models.journal import NO_HASH
from models.organisations import Organisation


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


def new_case(organisation_id: int, **changes) -> Case:
    row = {
        "workflow": "membership",
        "subject_kind": "person",
        "subject_id": 1,
        "organisation_id": organisation_id,
        "path": f"/{organisation_id}/",
        "open": True,
        "version": 0,
        "last_number": 0,
        "last_hash": NO_HASH,
        "snapshot": b"",
        "rules_stamp": "",
        "opened_on": date(2026, 6, 1),
    }
    return Case(**{**row, **changes})
