"""Events: a chain a stream, an opening once a quarter of an hour, whoever looks at once; nothing of them is changed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models.databases import Database
from models.events import CASE, ORGANISATION, Event, Stream, events_before, events_of, events_of_day
from models.journal import HASH_EXCLUDES
from tests.live.breaking import break_in, literal
from tests.live.town import moment
from workflows.office.events import EVERYTHING, HASHED, Happened, quarter, record, stream_of
from workflows.proof.live.streams import streams

AT = moment("2026-11-02")
OPENED = Happened(Stream(CASE, 7), "opened", person=1, quarterly=True)
SIGNED_IN = Happened(Stream(ORGANISATION, 4), "signed_in", person=1)


def recorded(database, what, at=AT) -> bool:
    with database.work() as work:
        new = record(work.session, what, at)
        work.commit()
    return new


def chain(town, stream) -> list[Event]:
    with town.database.read() as session:
        return list(events_of(session, stream))


def broken(town) -> list[str]:
    """What is wrong with all events."""
    with town.database.read() as session:
        return [str(each) for each in streams(session)]


def test_every_column_but_three_is_hashed():
    assert [each.name for each in Event.__table__.columns if each.name not in HASH_EXCLUDES] == list(HASHED)


def test_events_of_a_stream_are_a_chain_of_its_own(town):
    for what in (SIGNED_IN, OPENED, SIGNED_IN):
        assert recorded(town.database, what)
    first, second = chain(town, SIGNED_IN.stream)
    assert [first.number, second.number, len(chain(town, OPENED.stream))] == [1, 2, 1]
    assert (bytes(first.previous_hash), bytes(second.previous_hash)) == (bytes(32), bytes(first.hash))
    assert broken(town) == []


@pytest.mark.parametrize(
    "name, other",
    [
        ("kind", "reset"),
        ("about", "x"),
        ("at", "2026-11-03T10:00:00.000000+08:00"),
        ("person_id", 2),
        ("account_id", 1),
        ("once", "x"),
        ("facts", '{"x":1}'),
        ("stream_id", 5),
        ("stream", "case"),
        ("stream", "person"),
    ],
)
def test_a_changed_column_breaks_the_hash(town, name, other):
    recorded(town.database, SIGNED_IN)
    value = other.encode() if name == "facts" else other
    break_in(town.owner_url, f"UPDATE event SET {name} = {literal(town.owner_url, value)}")
    stream = {5: "党组织 5 的事件", "case": "案件 4 的事件", "person": "“person 4”的事件"}.get(other, "党组织 4 的事件")
    assert broken(town) == [f"{stream}第 1 条：内容与其散列值不符：有一栏已变"]


@pytest.mark.parametrize("name", ["previous_hash", "hash"])
def test_a_changed_hash_breaks_the_chain(town, name):
    for _ in range(3):
        recorded(town.database, SIGNED_IN)
    break_in(town.owner_url, f"UPDATE event SET {name} = {literal(town.owner_url, b'x' * 32)} WHERE number = 2")
    after = 2 if name == "previous_hash" else 3
    assert set(broken(town)) == {
        "党组织 4 的事件第 2 条：内容与其散列值不符：有一栏已变",
        f"党组织 4 的事件第 {after} 条：与上一条不相接：其中一条已变或被替换",
    }


@pytest.mark.parametrize("gone, first, last", [((1,), 1, 1), ((2,), 2, 2), ((2, 3), 2, 3)])
def test_a_missing_event_breaks_the_chain(town, gone, first, last):
    for _ in range(4):
        recorded(town.database, SIGNED_IN)
    recorded(town.database, OPENED)
    break_in(town.owner_url, *(f"DELETE FROM event WHERE stream = 'organisation' AND number = {each}" for each in gone))
    assert broken(town) == [f"党组织 4 的事件：缺少第 {first} 至 {last} 条"]


def test_the_order_of_streams_is_not_that_of_the_rows(town, monkeypatch):
    """More events than are fetched at a time, of streams that grew by turns."""
    monkeypatch.setattr("workflows.proof.live.streams.AT_ONCE", 2)
    for _ in range(3):
        for what in (SIGNED_IN, OPENED._replace(quarterly=False), Happened(EVERYTHING, "signed_in")):
            recorded(town.database, what)
    assert broken(town) == []
    break_in(town.owner_url, "UPDATE event SET about = 'x' WHERE number = 3")
    assert broken(town) == [
        f"{stream}第 3 条：内容与其散列值不符：有一栏已变"
        for stream in ("案件 7 的事件", "本系统的事件", "党组织 4 的事件")
    ]


@pytest.mark.parametrize("minutes, new", [(0, False), (14, False), (15, True)])
def test_an_opening_is_recorded_once_a_quarter_of_an_hour(town, minutes, new):
    assert recorded(town.database, OPENED)
    assert recorded(town.database, OPENED, AT + timedelta(minutes=minutes)) is new


@pytest.mark.parametrize(
    "change", [{"person": 2}, {"about": "3.0", "kind": "file_opened"}, {"stream": Stream(CASE, 8)}]
)
def test_another_person_file_or_case_is_another_opening(town, change):
    recorded(town.database, OPENED)
    assert recorded(town.database, OPENED._replace(**change))


def test_quarters_begin_on_the_quarter():
    assert [quarter(AT + timedelta(minutes=each))[11:16] for each in (0, 14, 15, 59, 60)] == [
        "10:00", "10:00", "10:15", "10:45", "11:00",
    ]  # fmt: skip


def test_two_who_open_at_once_leave_one_event_and_others_all_theirs(town):
    barrier = threading.Barrier(6)

    def run(what: Happened) -> bool:
        own = Database(town.url)
        barrier.wait()
        try:
            return recorded(own, what)
        finally:
            own.dispose()

    whats = [OPENED] * 3 + [OPENED._replace(person=each) for each in (2, 3, 4)]
    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(run, whats)) == [False, False, True, True, True, True]
    held = chain(town, OPENED.stream)
    assert (broken(town), sorted(event.person_id for event in held)) == ([], [1, 2, 3, 4])


def row(event, **changes) -> dict:
    names = [each.name for each in Event.__table__.columns if each.name not in ("id", "xid")]
    held = {name: getattr(event, name) for name in names}
    return {**held, "number": event.number + 1, "previous_hash": event.hash, "once": None, **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 1},
        {"number": 3},
        {"previous_hash": bytes(32)},
        {"once": "same"},
        {"kind": "looked"},
        {"stream": "person"},
        {"at": "2026-11-02"},
        {"hash": b"short"},
        {"stream_id": 5},
    ],
    ids=str,
)
def test_the_database_refuses_what_does_not_follow(town, changes):
    recorded(town.database, OPENED)
    (event,) = chain(town, OPENED.stream)
    changes = {**changes, **({"once": event.once} if "once" in changes else {})}
    with town.database.write() as session, pytest.raises(IntegrityError):
        session.execute(insert(Event), row(event, **changes))
    with town.database.write.begin() as session:
        session.execute(insert(Event), row(event))


@pytest.mark.parametrize("statement", ["UPDATE event SET about = about", "DELETE FROM event"])
def test_nobody_changes_or_removes_an_event(town, statement):
    recorded(town.database, SIGNED_IN)
    with town.database.write() as session, pytest.raises(DBAPIError):
        session.execute(text(statement))
    with pytest.raises(DBAPIError):
        town.tamper(statement)
    assert len(chain(town, SIGNED_IN.stream)) == 1


def test_events_are_read_by_case_and_by_day(town):
    days = ("2026-11-01", "2026-11-02", "2026-11-02", "2026-11-03")
    for day in days:
        recorded(town.database, SIGNED_IN, moment(day))
    with town.database.read() as session:
        stream = SIGNED_IN.stream
        assert [each.number for each in events_before(session, stream, 4, 2)] == [3, 2]
        assert [each.number for each in events_of_day(session, stream, "2026-11-02", 0, 9)] == [2, 3]
        assert [each.number for each in events_of_day(session, stream, "2026-11-02", 2, 9)] == [3]
        assert [each.number for each in events_of_day(session, stream, "2026-11-02", 0, 1)] == [2]


@pytest.mark.parametrize("name, place", [("王芳", "一支部"), ("赵强", "一支部"), ("吴强", "镇党委"), ("生人", None)])
def test_an_account_belongs_where_its_person_has_a_post_or_is_a_member(town, name, place):
    town.person("生人")
    with town.database.read() as session:
        found = stream_of(session, town.people[name], date(2026, 11, 2))
    assert found == (Stream(ORGANISATION, town.places[place]) if place else EVERYTHING)
