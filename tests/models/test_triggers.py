"""The journal is append-only: every statement that would change it is refused, whoever tries."""

import sqlite3

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.pool import NullPool

from models.journal import Entry, EntryText

from .entries import entry, hash_of

SALT = bytes(16)
FORBIDDEN = {  # what: (statement, why it is refused)
    "change an entry": ("UPDATE entry SET step = 'talk' WHERE number = 1", "entry: .*never changed"),
    "change an entry to what it was": ("UPDATE entry SET step = step", "entry: .*never changed"),
    "delete an entry": ("DELETE FROM entry WHERE number = 2", "entry: .*never.* deleted"),
    "delete every entry": ("DELETE FROM entry", "entry: .*never.* deleted"),
    "change a text": ("UPDATE entry_text SET text = '李强'", "entry_text: .*never changed"),
    "delete a text": ("DELETE FROM entry_text WHERE field = 'name'", "only an erasure"),
}
ROW = ", ".join(entry(1, 1))
FOURTH = ROW.replace("previous_hash", "hash").replace("number", "4")
CHOOSE = f"INSERT INTO entry (id, {ROW}) SELECT %s, {FOURTH} FROM entry WHERE number = 3"
REPLACE = f"INSERT OR REPLACE INTO entry (id, {ROW}) SELECT %s, {ROW} FROM entry WHERE number = 1"
FORBIDDEN_ON_SQLITE = {
    "choose a new id": (CHOOSE % "99", "gives the id"),
    "choose an id below nought": (CHOOSE % "-2", "gives the id"),
    "choose the id that stands for none": (CHOOSE % "-1", "ck_entry_id"),
    "replace an entry by its id": (REPLACE % "id", "gives the id"),
    "replace an entry by its number": (REPLACE % "NULL", "number is taken"),
    "change an entry or ignore it": ("UPDATE OR IGNORE entry SET number = 2 WHERE number = 1", "never changed"),
    "change or replace an entry": ("UPDATE OR REPLACE entry SET number = 2 WHERE number = 1", "never changed"),
    "replace a text": ("INSERT OR REPLACE INTO entry_text SELECT * FROM entry_text", "there already"),
    "upsert a text": (
        "INSERT INTO entry_text SELECT * FROM entry_text WHERE 1 ON CONFLICT DO UPDATE SET text = '李强'",
        "there already",
    ),
}
FORBIDDEN_ON_POSTGRESQL = {
    "empty the journal": "TRUNCATE entry CASCADE",
    "empty the texts": "TRUNCATE entry_text",
    "choose an id": CHOOSE.replace("SELECT", "OVERRIDING SYSTEM VALUE SELECT") % "99",
    "choose a transaction number": CHOOSE.replace("id", "xid", 1) % "'1'::xid8",
    "upsert an entry": f"INSERT INTO entry ({ROW}) SELECT {ROW} FROM entry ON CONFLICT (case_id, number) "
    "DO UPDATE SET step = 'talk'",
    "switch a trigger off": "ALTER TABLE entry DISABLE TRIGGER entry_update",
}
TRUNCATE = {
    "empty the journal": ("TRUNCATE entry CASCADE", "entry: .*emptied"),
    "empty the texts": ("TRUNCATE entry_text", "entry_text: .*emptied"),
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
        attempt(getattr(made, user), FORBIDDEN[what][0])
    assert untouched(made.owner_url)


@pytest.mark.parametrize(("statement", "why"), [*FORBIDDEN.values(), *FORBIDDEN_ON_SQLITE.values()])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_refuses_whatever_the_connection_has_set(made, journal, statement, why):
    """A plain connection: no recursive triggers, no foreign keys."""
    plain = sqlite3.connect(made.app_url.removeprefix("sqlite:///"))
    with pytest.raises(sqlite3.IntegrityError, match=why):
        plain.execute(statement)
    plain.close()
    assert untouched(made.owner_url)


@pytest.mark.parametrize("what", FORBIDDEN_ON_POSTGRESQL)
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_refuses_the_application(made, journal, what):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        attempt(made.app_url, FORBIDDEN_ON_POSTGRESQL[what])
    assert untouched(made.owner_url)


@pytest.mark.parametrize(("statement", "why"), [*FORBIDDEN.values(), *TRUNCATE.values()])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_refuses_the_owner_and_a_superuser_in_the_replica_role(
    made, journal, postgres_server, statement, why
):
    name = made.owner_url.rpartition("/")[2].partition("?")[0]
    superuser = postgres_server.set(database=name).render_as_string(hide_password=False)
    with pytest.raises(IntegrityError, match=why):
        attempt(made.owner_url, statement)
    with pytest.raises(IntegrityError, match=why):
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
        attempt(made.app_url, FORBIDDEN["delete a text"][0])


def test_an_erasure_lets_its_text_be_deleted_and_never_written_again(made, opened, journal):
    journal(kind="erasure", refers_to=3)
    attempt(made.app_url, FORBIDDEN["delete a text"][0])
    with pytest.raises(IntegrityError):
        add_text(opened, 3, "name")
