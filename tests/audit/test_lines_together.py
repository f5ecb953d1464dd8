"""Several who follow at once bring every line once; and no filter reads a table from end to end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import event

from models import databases
from models.databases import Database
from models.line_filters import Wanted
from models.line_search import page
from models.sight import sight_of
from tests.live.town import FLOW, Town, moment
from workflows.engine.perform import perform
from workflows.engine.perform.lining import follow_lines
from workflows.engine.perform.store import Store

from .test_lines import FILTERS, followed, journal  # noqa: F401 (a fixture)

DAY = date(2026, 11, 2)


def opened(town: Town, count: int) -> None:
    for number in range(count):
        town.open("2026-06-01", subject=town.person(f"李{number}"))


def lines(town: Town) -> list[int]:
    return [row["entry_id"] for row in town.ask("SELECT entry_id FROM journal_line ORDER BY entry_id")]


def entries(town: Town) -> list[int]:
    return [row["id"] for row in town.ask("SELECT id FROM entry ORDER BY id")]


def test_several_who_follow_at_once_bring_every_line_once(town):
    opened(town, 20)
    barrier = threading.Barrier(4)

    def run(_: int) -> None:
        own = Database(town.url)
        barrier.wait()
        more = True
        while more:
            with own.work() as work:
                more = follow_lines(work.session, 3)
                work.commit()
        own.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert lines(town) == entries(town)


def test_a_follower_that_begins_again_brings_no_line_twice(town):
    opened(town, 3)
    followed(town)
    town.tamper("UPDATE follower SET entry_id = 0 WHERE name = 'lines'")
    opened(town, 1)
    followed(town)
    assert lines(town) == entries(town)


def test_an_entry_that_commits_late_is_not_passed_over(postgres):
    """SQLite's ids commit in order. Here the larger id commits first."""
    databases.create(postgres.owner_url, app_role="zhibu_app")
    town = Town(postgres.app_url, postgres.owner_url)
    opened(town, 2)
    followed(town)
    with town.database.work() as late:
        form = {"on": "2026-06-02", "talkers": [{"name": "周敏"}]}
        perform(late, FLOW, 1, "talk", form, town.actor("王芳"), Store(late).case(1).version, moment("2026-06-02"))
        town.take(2, "talk", "2026-06-02", talkers=[{"name": "周敏"}])
        followed(town)
        late.commit()
    followed(town)
    assert lines(town) == entries(town)
    town.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("place", ["县委组织部", "镇党委", "一支部"])
def test_no_filter_reads_a_table_from_end_to_end(journal, place):  # noqa: F811
    town, _ = journal
    found: list[str] = []

    def explain(connection, cursor, statement, parameters, context, many):
        if statement.lstrip().startswith("SELECT") and "journal_line" in statement:
            plan = connection.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found.extend(row[3] for row in plan)

    event.listen(town.database.read_engine, "before_cursor_execute", explain)
    with town.database.read() as session:
        sight = sight_of(session, [town.paths[place]], DAY)
        for name, asked in FILTERS.items():
            if name != "nothing":
                page(session, sight, Wanted(**asked(town)), None, 25)
    scans = [line for line in found if line.startswith("SCAN") and "places" not in line]
    assert found and not scans
