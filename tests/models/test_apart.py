"""An installation from before the posts apart: rows that overlap stay, can be ended, and cannot be made longer."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models import databases, migrations

ROWS = (("administrator", None), ("auditor", None), ("secretary", "2020-12-31"))


@pytest.fixture
def before(database):
    """A person who is administrator, auditor and was secretary, from 2020-01-01 on; then the newest tables."""
    with databases.owner(database.owner_url) as connection:
        migrations.upgrade(connection, "0007")
        connection.execute(text("INSERT INTO organisation (id) VALUES (1)"))
        connection.execute(text("INSERT INTO person (id, name) VALUES (1, '李明')"))
        for post, until_on in ROWS:
            until = f"'{until_on}'" if until_on else "NULL"
            values = f"(1, 1, '{post}', '2020-01-01', {until})"
            columns = "(person_id, organisation_id, post, from_on, until_on)"
            connection.execute(text(f"INSERT INTO post {columns} VALUES {values}"))
    databases.create(database.owner_url)
    return database.owner_url


def change(url: str, statement: str) -> None:
    with databases.owner(url) as connection:
        connection.execute(text(statement))


def held(url: str) -> list[tuple[str, str]]:
    with databases.owner(url) as connection:
        rows = connection.execute(text("SELECT id, post, until_on FROM post ORDER BY id")).all()
    return [(post, str(until_on or "")) for _, post, until_on in rows]


def test_every_row_is_kept_with_its_days(before):
    assert held(before) == [("administrator", ""), ("auditor", ""), ("secretary", "2020-12-31")]


def test_what_overlaps_can_be_ended_and_not_be_made_longer(before):
    change(before, "UPDATE post SET until_on = '2026-06-30' WHERE post = 'auditor'")
    change(before, "UPDATE post SET until_on = '2026-06-29' WHERE post = 'auditor'")
    assert ("auditor", "2026-06-29") in held(before)
    with pytest.raises(DBAPIError, match="one of the posts apart"):
        change(before, "UPDATE post SET until_on = '2026-06-30' WHERE post = 'auditor'")


def test_once_one_has_ended_the_other_goes_on(before):
    change(before, "UPDATE post SET until_on = '2026-06-30' WHERE post = 'auditor'")
    change(before, "UPDATE post SET from_on = '2026-07-01' WHERE post = 'administrator'")
    change(before, "UPDATE post SET until_on = '2026-12-31' WHERE post = 'administrator'")
    change(before, "UPDATE post SET until_on = NULL WHERE post = 'administrator'")
    with pytest.raises(DBAPIError, match="one of the posts apart"):
        change(before, "UPDATE post SET from_on = '2026-06-30' WHERE post = 'administrator'")
