"""The journal is append-only: every statement that would change it is refused, whoever tries."""

import sqlite3

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from models.journal import Entry, EntryText

from .entries import entry, hash_of

SALT = bytes(16)
REFUSED = r"never changed|only an erasure"
FORBIDDEN = {
    "change an entry": "UPDATE entry SET step = 'talk' WHERE number = 1",
    "change an entry to what it was": "UPDATE entry SET step = step",
    "delete an entry": "DELETE FROM entry WHERE number = 2",
    "delete every entry": "DELETE FROM entry",
    "change a text": "UPDATE entry_text SET text = '李强'",
    "delete a text": "DELETE FROM entry_text WHERE field = 'name'",
}
ROW = ", ".join(entry(1, 1))
REPLACE = f"INSERT OR REPLACE INTO entry (id, {ROW}) SELECT %s, {ROW} FROM entry WHERE number = 1"
FORBIDDEN_ON_SQLITE = {
    "replace an entry by its number": REPLACE % "NULL",
    "replace an entry by its id": REPLACE % "id",
    "choose a new id": f"INSERT INTO entry (id, {ROW}) SELECT 99, {ROW.replace('number', '4', 1)} FROM entry WHERE number = 3",
    "change an entry or ignore it": "UPDATE OR IGNORE entry SET number = 2 WHERE number = 1",
    "change or replace an entry": "UPDATE OR REPLACE entry SET number = 2 WHERE number = 1",
    "replace a text": "INSERT OR REPLACE INTO entry_text SELECT * FROM entry_text",
    "upsert a text": "INSERT INTO entry_text SELECT * FROM entry_text WHERE 1 ON CONFLICT DO UPDATE SET text = '李强'",
}
FORBIDDEN_ON_POSTGRESQL = {
    "empty the journal": "TRUNCATE entry CASCADE",
    "empty the texts": "TRUNCATE entry_text",
    "choose an id": f"INSERT INTO entry (id, {ROW}) OVERRIDING SYSTEM VALUE SELECT 99, {ROW} FROM entry LIMIT 1",
    "choose a transaction number": f"INSERT INTO entry (xid, {ROW}) SELECT '1'::xid8, {ROW} FROM entry LIMIT 1",
    "upsert an entry": f"INSERT INTO entry ({ROW}) SELECT {ROW} FROM entry ON CONFLICT (case_id, number) "
    "DO UPDATE SET step = 'talk'",
    "switch a trigger off": "ALTER TABLE entry DISABLE TRIGGER entry_update",
}


@pytest.fixture
def journal(opened, case_id):
    """Three entries, the newest with a text; `journal(changes)` appends the fourth."""
    with opened.write.begin() as session:
        for number in (1, 2, 3):
            session.execute(insert(Entry), entry(case_id, number))
        newest = session.scalar(text("SELECT max(id) FROM entry"))
        session.execute(insert(EntryText), {"entry_id": newest, "field": "name", "salt": SALT, "text": "李明"})

    def append(**changes) -> None:
        with opened.write.begin() as session:
            session.execute(insert(Entry), entry(case_id, 4, **changes))

    return append


def attempt(url: str, *statements: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def untouched(url: str) -> bool:
    rows = "SELECT number, step, (SELECT count(*) FROM entry_text WHERE text = '李明') FROM entry ORDER BY number"
    with create_engine(url, poolclass=NullPool).begin() as connection:
        found = [tuple(row) for row in connection.exec_driver_sql(rows)]
    return found == [(number, "apply", 1) for number in (1, 2, 3)]


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("user", ["app_url", "owner_url"])
def test_nobody_changes_or_deletes(made, journal, what, user):
    with pytest.raises(DBAPIError):
        attempt(getattr(made, user), FORBIDDEN[what])
    assert untouched(made.owner_url)


@pytest.mark.parametrize("what", FORBIDDEN | FORBIDDEN_ON_SQLITE)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_refuses_whatever_the_connection_has_set(made, journal, what):
    """A plain connection: no recursive triggers, no foreign keys."""
    with sqlite3.connect(made.app_url.removeprefix("sqlite:///")) as plain, pytest.raises(sqlite3.IntegrityError):
        plain.execute({**FORBIDDEN, **FORBIDDEN_ON_SQLITE}[what])
    plain.close()
    assert untouched(made.owner_url)


@pytest.mark.parametrize("what", FORBIDDEN_ON_POSTGRESQL)
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_refuses_the_application(made, journal, what):
    with pytest.raises(DBAPIError):
        attempt(made.app_url, FORBIDDEN_ON_POSTGRESQL[what])
    assert untouched(made.owner_url)


@pytest.mark.parametrize("statement", [*FORBIDDEN.values(), "TRUNCATE entry CASCADE", "TRUNCATE entry_text"])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_refuses_the_owner_and_a_superuser_in_the_replica_role(made, journal, postgres_server, statement):
    name = made.owner_url.rpartition("/")[2].partition("?")[0]
    superuser = postgres_server.set(database=name).render_as_string(hide_password=False)
    with pytest.raises(IntegrityError, match=REFUSED):
        attempt(made.owner_url, statement)
    with pytest.raises(IntegrityError, match=REFUSED):
        attempt(superuser, "SET session_replication_role = replica", statement)
    assert untouched(made.owner_url)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 3},
        {"number": 5},
        {"number": 0},
        {"previous_hash": hash_of(2)},
        {"previous_hash": bytes(32)},
        {"hash": b"short"},
        {"kind": "note"},
        {"mode": "test"},
        {"act_on": "6.4.2026"},
        {"act_on": None},
        {"recorded_at": "2026-06-01"},
        {"refers_to": 4},
    ],
    ids=str,
)
def test_an_entry_that_does_not_follow_is_refused(made, journal, changes):
    with pytest.raises(IntegrityError):
        journal(**changes)
    assert untouched(made.owner_url)


def test_the_first_entry_of_a_case_has_no_previous_hash(opened, case_id):
    for wrong in ({"previous_hash": hash_of(7)}, {"number": 2}):
        with opened.write() as session, pytest.raises(IntegrityError):
            session.execute(insert(Entry), entry(case_id, 1, **wrong))
    with opened.write.begin() as session:
        session.execute(insert(Entry), entry(case_id, 1))


def test_an_entry_that_follows_is_taken(journal):
    journal()


def test_a_refusal_may_lack_the_day(journal):
    journal(kind="refusal", act_on=None)


def add_text(opened, number: int, field: str) -> None:
    with opened.write.begin() as session:
        entry_id = session.scalar(text("SELECT id FROM entry WHERE number = :number"), {"number": number})
        session.execute(insert(EntryText), {"entry_id": entry_id, "field": field, "salt": SALT, "text": "王芳"})


def test_only_the_newest_entry_takes_texts(opened, journal):
    add_text(opened, 3, "opinion")
    with pytest.raises(IntegrityError):
        add_text(opened, 2, "opinion")


@pytest.mark.parametrize(
    "changes", [{}, {"kind": "void", "refers_to": 3}, {"kind": "erasure", "refers_to": 2}], ids=str
)
def test_another_entry_does_not_let_a_text_be_deleted(made, opened, journal, changes):
    journal(**changes)
    with pytest.raises(IntegrityError):
        attempt(made.app_url, FORBIDDEN["delete a text"])


def test_an_erasure_lets_its_text_be_deleted_and_never_written_again(made, opened, journal):
    journal(kind="erasure", refers_to=3)
    attempt(made.app_url, FORBIDDEN["delete a text"])
    with pytest.raises(IntegrityError):
        add_text(opened, 3, "name")
