"""An installation from before terms: every organisation that elects a body gets one of which nothing is known."""

from datetime import date

from sqlalchemy import Connection, text

from models import databases, migrations
from models.databases import Database
from models.terms import YEARS, Term, lengths_on

STATES = (  # organisation, kind, first day, last day, path
    (1, "department", "2000-01-01", None, "/1/"),
    (2, "committee", "2000-01-01", None, "/1/2/"),
    (3, "branch", "2001-01-01", "2010-12-31", "/1/3/"),
    (3, "branch", "2011-01-01", "2015-12-31", "/1/2/3/"),
    (3, "general_branch", "2016-01-01", None, "/1/2/3/"),
    (4, "branch", "2001-01-01", "2020-12-31", "/1/2/4/"),
    (5, "branch", "2001-01-01", "2005-12-31", "/1/2/5/"),
    (5, "party_group", "2006-01-01", None, "/1/2/5/"),
    (6, "work_committee", "2001-01-01", None, "/1/6/"),
)


def laid(connection: Connection) -> None:
    for number in sorted({state[0] for state in STATES}):
        connection.execute(text("INSERT INTO organisation (id) VALUES (:id)"), {"id": number})
    insert = text(
        "INSERT INTO organisation_state (organisation_id, name, kind, parent_id, path, has_committee, has_groups,"
        " approval_power, from_on, until_on) VALUES (:id, '示例', :kind, NULL, :path, false, false, false, :first, :last)"
    )
    for number, kind, first, last, path in STATES:
        values = {"id": number, "kind": kind, "path": path, "first": day(first), "last": day(last)}
        connection.execute(insert, values)


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def test_organisations_from_before_get_an_unknown_term(database):
    with databases.owner(database.owner_url) as connection:
        migrations.upgrade(connection, "0002")
        laid(connection)
    databases.create(database.owner_url, "zhibu_app")
    application = Database(database.app_url)
    with application.read() as session:
        rows = session.query(Term).order_by(Term.organisation_id, Term.from_on)
        found = [(row.organisation_id, row.path, row.body, row.from_on, row.until_on) for row in rows]
        assert found == [
            (2, "/1/2/", "base_committee", day("2000-01-01"), None),
            (3, "/1/2/3/", "branch", day("2001-01-01"), day("2015-12-31")),
            (3, "/1/2/3/", "general_branch", day("2016-01-01"), None),
            (4, "/1/2/4/", "branch", day("2001-01-01"), day("2020-12-31")),
            (5, "/1/2/5/", "branch", day("2001-01-01"), day("2005-12-31")),
        ]
        assert {row.ends_on for row in rows} == {None}
        assert lengths_on(session, day("2026-01-01")) == YEARS
    application.dispose()
