"""The databases of the tests are what the tests take them for: empty, and on PostgreSQL two users apart."""

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool


def execute(url: str, *statements: str) -> list[tuple]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        results = [connection.execute(text(statement)) for statement in statements]
        return [tuple(row) for result in results if result.returns_rows for row in result]


def test_a_database_is_empty_and_open_to_both_users(database):
    for url in (database.owner_url, database.app_url):
        assert execute(url, "SELECT 1") == [(1,)]
        assert inspect(create_engine(url, poolclass=NullPool)).get_table_names() == []


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_writes_the_next_does_not_see(database, turn):
    execute(database.owner_url, "CREATE TABLE entry (id integer)", "INSERT INTO entry VALUES (1)")
    assert execute(database.owner_url, "SELECT id FROM entry") == [(1,)]


def test_postgresql_users_are_owner_and_application(postgres):
    assert execute(postgres.owner_url, "SELECT current_user") == [("zhibu_owner",)]
    assert execute(postgres.app_url, "SELECT current_user") == [("zhibu_app",)]


def test_the_application_user_makes_no_table(postgres):
    execute(postgres.owner_url, "CREATE TABLE entry (id integer)")
    with pytest.raises(ProgrammingError, match="permission denied for schema public"):
        execute(postgres.app_url, "CREATE TABLE other (id integer)")


def test_the_application_user_reads_only_what_the_owner_grants(postgres):
    execute(postgres.owner_url, "CREATE TABLE entry (id integer)")
    with pytest.raises(ProgrammingError, match="permission denied for table entry"):
        execute(postgres.app_url, "SELECT id FROM entry")


def test_postgresql_keeps_fsync_and_utf8(postgres):
    assert execute(postgres.owner_url, "SHOW fsync") == [("on",)]
    assert execute(postgres.owner_url, "SHOW server_encoding") == [("UTF8",)]
