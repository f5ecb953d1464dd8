"""The migrations make the tables that the models declare, from nothing, on both databases."""

import pytest
from sqlalchemy import CheckConstraint, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import apart, databases, event_triggers, log_triggers, migrations, triggers
from models.installation import NO_RULES, Installation
from models.journal import Entry
from models.offices import OfficePost, default_rows
from models.tables import metadata

from .entries import entry, new_case

TRIGGERS = (triggers, log_triggers, apart, event_triggers)


def test_an_empty_database_gets_every_table(database):
    databases.create(database.owner_url)
    with databases.owner(database.owner_url) as connection:
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_creating_twice_changes_nothing(made):
    databases.create(made.owner_url, "zhibu_app")
    with databases.owner(made.owner_url) as connection:
        assert connection.scalar(text("SELECT count(*) FROM office_post")) == len(default_rows())


def test_tables_and_models_agree(made):
    with databases.owner(made.owner_url) as connection:
        migrations.check(connection)


def test_a_difference_would_be_found(made):
    with databases.owner(made.owner_url) as connection:
        connection.execute(text("ALTER TABLE person ADD COLUMN nickname text"))
        with pytest.raises(Exception, match="nickname"):
            migrations.check(connection)


def checks(table) -> dict[str, str]:
    return {each.name: str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint)}


def test_checks_are_those_of_the_models(made):
    """Alembic does not compare them. PostgreSQL writes them in its own words, so there the names must do."""
    with databases.owner(made.owner_url) as connection:
        for name, table in metadata.tables.items():
            found = {each["name"]: each["sqltext"] for each in inspect(connection).get_check_constraints(name)}
            assert found.keys() == checks(table).keys()
            if connection.dialect.name == "sqlite":
                assert found == checks(table)


def test_a_failed_migration_leaves_nothing(database):
    with pytest.raises(RuntimeError), databases.owner(database.owner_url) as connection:
        migrations.upgrade(connection)
        raise RuntimeError
    with databases.owner(database.owner_url) as connection:
        assert inspect(connection).get_table_names() == []


def test_the_triggers_are_those_of_the_module(made):
    with databases.owner(made.owner_url) as connection:
        if connection.dialect.name == "sqlite":
            found = connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).all()
            assert set(found) == {each for module in TRIGGERS for each in module.SQLITE}
        else:
            rows = connection.execute(text("SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"))
            named = [each for module in TRIGGERS for each in module.POSTGRESQL_TRIGGERS]
            assert {tuple(row) for row in rows} == {(each[0], "A") for each in named}


def test_the_default_offices_are_written(opened):
    with opened.read() as session:
        rows = session.execute(select(OfficePost.office, OfficePost.post, OfficePost.organisation_kind))
        assert sorted(map(tuple, rows)) == sorted(default_rows())


def test_the_installation_begins_without_rules_of_its_own(opened):
    with opened.read() as session:
        row = session.scalars(select(Installation)).one()
        assert (row.rules, row.rules_stamp) == (NO_RULES, "default")


def test_one_open_case_a_subject_and_workflow(opened, case_id):
    with opened.write() as session:
        session.add(new_case(1, open=False))
        session.add(new_case(1, subject_kind="organisation"))
        session.add(new_case(1, workflow="election"))
        session.add_all([new_case(1, several=True), new_case(1, several=True)])
        session.flush()
        session.add(new_case(1))
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_transaction_number_is_kept_where_the_database_has_one(opened, case_id):
    with opened.write.begin() as session:
        session.execute(insert(Entry), entry(case_id, 1))
        here = session.scalar(text("SELECT pg_current_xact_id()::text::bigint")) if on_postgresql(session) else None
        assert session.scalar(select(Entry.xid)) == here


def test_a_foreign_key_must_exist(opened, case_id):
    with opened.write() as session, pytest.raises(DBAPIError):
        session.execute(insert(Entry), entry(case_id + 1, 1))


def test_a_reader_writes_nothing_and_sees_one_state(opened, case_id):
    with opened.read() as reader:
        assert reader.scalar(text("SELECT count(*) FROM entry")) == 0
        with opened.write.begin() as writer:
            writer.execute(insert(Entry), entry(case_id, 1))
        assert reader.scalar(text("SELECT count(*) FROM entry")) == 0
        with pytest.raises(DBAPIError):
            reader.execute(text("INSERT INTO person (name) VALUES ('李明')"))


def on_postgresql(session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
