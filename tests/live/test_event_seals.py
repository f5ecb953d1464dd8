"""Events are sealed by an entry that nobody takes: what it says, that nothing else changes, and that none appears behind it."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import event, select, text

from models import databases
from models.databases import Database
from models.events import CASE, Stream
from models.journal import NO_HASH, Entry
from workflows import flow
from workflows.engine.perform.rebuild import broken_chain, rebuild
from workflows.office.event_seals import (
    BATCH,
    NOTHING,
    Seal,
    Sealed,
    is_unsealed,
    last_seal,
    over,
    root_case,
    seal_events,
    seal_from,
    unsealed_count,
)
from workflows.office.events import EVERYTHING, Happened, record
from workflows.proof.live.seals import seals
from workflows.rules import law_book

from .breaking import break_in, literal
from .founded import journal_of_the_root
from .town import Town, moment

AT = moment("2026-11-02")
LOOKED = Happened(Stream(CASE, 7), "opened", person=1)
CAME = Happened(EVERYTHING, "signed_in")


@pytest.fixture
def rooted(town) -> Town:
    town.journal = journal_of_the_root(town)
    return town


def happened(town, *whats: Happened) -> None:
    with town.database.work() as work:
        for what in whats:
            record(work.session, what, AT)
        work.commit()


def sealed(town, most: int = BATCH) -> Sealed:
    with town.database.work() as work:
        done = seal_events(work, AT, most)
        work.commit()
    return done


def all_sealed(town) -> int:
    """What is sealed until no more can be done at once."""
    count, done = 0, Sealed(0, 0, True)
    while done.more:
        done = sealed(town)
        count += done.covered
    return count


def entries(town) -> list[Entry]:
    with town.database.read() as session:
        return list(session.scalars(select(Entry).where(Entry.step == "seal_events").order_by(Entry.number)))


def said(town) -> list[Seal]:
    return [seal_from(bytes(entry.facts)) for entry in entries(town)]


def hashes(town) -> list[tuple[int, bytes]]:
    return [(row["id"], bytes(row["hash"])) for row in town.ask("SELECT id, hash FROM event ORDER BY id")]


def unsealed(town) -> tuple[bool, int]:
    with town.database.read() as session:
        return is_unsealed(session), unsealed_count(session)


def fits(town) -> bool:
    with town.database.read() as session:
        return list(seals(session)) == []


def test_a_seal_says_how_far_how_many_and_the_digest(rooted):
    happened(rooted, CAME, LOOKED, CAME)
    assert unsealed(rooted) == (True, 3)
    assert sealed(rooted) == Sealed(3, 3, False)
    held = hashes(rooted)
    digest = hashlib.sha256(NO_HASH + b"".join(hash for _, hash in held)).digest()
    assert said(rooted) == [Seal(held[-1][0], 3, digest)]
    assert unsealed(rooted) == (False, 0)


def test_the_next_seal_goes_on_from_the_digest_before(rooted):
    happened(rooted, CAME, LOOKED)
    sealed(rooted)
    happened(rooted, CAME)
    assert unsealed(rooted) == (True, 1)
    sealed(rooted)
    first, second = said(rooted)
    (last, hash) = hashes(rooted)[-1]
    assert second == Seal(last, 1, hashlib.sha256(first.digest + hash).digest())
    assert over(NOTHING, hashes(rooted)).digest != second.digest  # not as if there had been one
    assert fits(rooted)


def test_nothing_is_sealed_where_nothing_happened_since(rooted):
    assert sealed(rooted) == Sealed(0, 0, False)
    happened(rooted, CAME)
    sealed(rooted)
    assert sealed(rooted) == Sealed(0, 1, False)
    assert len(entries(rooted)) == 1


@pytest.mark.parametrize(
    "most, batches", [(2, [(2, 2, True), (1, 3, False)]), (3, [(3, 3, True), (0, 3, False)]), (4, [(3, 3, False)])]
)
def test_a_seal_covers_no_more_than_a_batch(rooted, most, batches):
    happened(rooted, CAME, LOOKED, CAME)
    assert [sealed(rooted, most) for _ in batches] == batches
    assert [each.since for each in said(rooted)] == [count for count, *_ in batches if count]
    assert fits(rooted)


def test_nobody_makes_a_seal_and_what_stands_does_not_change(rooted):
    happened(rooted, CAME)
    before = rooted.row(rooted.journal)
    stamp = rooted.ask("SELECT rules_stamp FROM installation")
    sealed(rooted)
    (entry,) = entries(rooted)
    assert (entry.case_id, entry.kind, entry.mode, entry.act_on) == (rooted.journal, "act", "live", "2026-11-02")
    assert [entry.actor_person_id, entry.actor_post, entry.actor_office, entry.actor_path] == [None] * 4
    assert (entry.stage_before, entry.stage_after, bytes(entry.commitments)) == ("standing", "standing", b"{}")
    after = rooted.row(rooted.journal)
    assert {name for name in after if after[name] != before[name]} <= {"last_number", "last_hash", "rules_stamp"}
    assert after["last_number"] == before["last_number"] + 1
    assert rooted.ask("SELECT rules_stamp FROM installation") == stamp


def test_the_journal_folds_as_before(rooted):
    happened(rooted, CAME)
    sealed(rooted)
    assert broken_chain(rooted.entries(rooted.journal)) == []
    with rooted.database.work() as work:
        assert rebuild(work, flow("office"), rooted.journal, AT) == []
        work.commit()
    happened(rooted, CAME)
    assert sealed(rooted).covered == 1


def test_without_a_journal_of_the_root_nothing_is_sealed(town):
    happened(town, CAME)
    assert sealed(town) == Sealed(0, 0, False)
    assert (unsealed(town), fits(town), entries(town)) == ((False, 1), True, [])


@pytest.mark.parametrize("change", ["withdrawn_by_id = {entry}", "parent_id = {root}"])
def test_seals_are_found_whatever_the_rows_say_of_the_root(rooted, change):
    happened(rooted, CAME, LOOKED, CAME)
    sealed(rooted)
    (entry,), root = entries(rooted), rooted.places["县委组织部"]
    row = change.format(entry=entry.id, root=root)
    break_in(
        rooted.owner_url,
        f"UPDATE organisation_state SET {row} WHERE organisation_id = {root}",
        "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
    )
    with rooted.database.read() as session:
        assert root_case(session) is None
        (found,) = seals(session)
    assert (found.case, found.number) == (rooted.journal, entry.number)
    assert unsealed(rooted) == (False, 0)


def test_a_seal_that_cannot_be_read_is_passed_over(rooted):
    happened(rooted, CAME)
    sealed(rooted)
    happened(rooted, CAME)
    sealed(rooted)
    broken = literal(rooted.owner_url, b'{"facts":{"through":2}}')
    break_in(rooted.owner_url, f"UPDATE entry SET facts = {broken} WHERE id = {entries(rooted)[-1].id}")
    with rooted.database.read() as session:
        assert last_seal(session) == said(rooted)[0]


def test_two_that_seal_at_once_cover_every_event_once(rooted):
    happened(rooted, *[CAME] * 20)
    barrier = threading.Barrier(4)

    def run() -> int:
        own = Database(rooted.url)
        barrier.wait()
        try:
            with own.work() as work:
                done = seal_events(work, AT, 7)
                work.commit()
            return done.covered
        finally:
            own.dispose()

    with ThreadPoolExecutor(4) as pool:
        counts = [each.result() for each in [pool.submit(run) for _ in range(4)]]
    assert max(counts) == 7
    assert sum(counts) + all_sealed(rooted) == 20 == sum(each.since for each in said(rooted))
    assert fits(rooted)


@pytest.fixture
def on_postgresql(postgres) -> Town:
    databases.create(postgres.owner_url, app_role="zhibu_app")
    built = Town(postgres.app_url, postgres.owner_url)
    built.journal = journal_of_the_root(built)
    yield built
    built.close()


def test_an_event_that_commits_late_is_waited_for(on_postgresql):
    """The smaller id commits after the larger one."""
    town = on_postgresql
    with town.database.work() as late:
        record(late.session, LOOKED, AT)
        happened(town, CAME)
        assert all_sealed(town) == 0
        late.commit()
    assert all_sealed(town) == 2
    assert fits(town)


def test_an_event_of_the_younger_transaction_that_commits_late_is_waited_for(on_postgresql):
    """The quick one has the lower transaction number and the higher id."""
    town = on_postgresql
    with town.database.work() as quick, town.database.work() as late:
        quick.session.execute(text("SELECT pg_current_xact_id()"))
        record(late.session, LOOKED, AT)
        record(quick.session, CAME, AT)
        quick.commit()
        assert [all_sealed(town) for _ in range(2)] == [0, 0]
        late.commit()
    assert all_sealed(town) == 2
    assert fits(town)


def test_a_seal_waits_for_those_who_began_before_its_mark_and_not_for_others(on_postgresql):
    town = on_postgresql
    with town.database.work() as before, town.database.work() as after:
        record(before.session, LOOKED, AT)
        happened(town, CAME)
        assert all_sealed(town) == 0
        record(after.session, LOOKED._replace(stream=Stream(CASE, 8)), AT)
        before.commit()
        assert all_sealed(town) == 2
        after.commit()
    assert all_sealed(town) == 1
    assert fits(town)


def test_a_transaction_has_its_number_before_its_event_has_an_id(on_postgresql):
    """Or else a follower could not know that somebody has an id still to be seen."""
    numbered: list[bool] = []

    def look(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith("INSERT INTO event"):
            asked = connection.connection.driver_connection.execute("SELECT pg_current_xact_id_if_assigned()")
            numbered.append(asked.fetchone()[0] is not None)

    engine = on_postgresql.database.write_engine
    event.listen(engine, "before_cursor_execute", look)
    happened(on_postgresql, CAME)
    event.remove(engine, "before_cursor_execute", look)
    assert numbered == [True]


def test_the_law_of_the_day_stands_in_a_seal_as_in_every_entry(rooted):
    happened(rooted, CAME)
    sealed(rooted)
    (entry,) = entries(rooted)
    assert entry.editions == law_book().on(date(2026, 11, 2)).stamps["editions"]


def test_a_seal_goes_by_the_order_of_ids_and_not_by_the_ids():
    held = [(4, b"a" * 32), (9, b"b" * 32)]
    assert over(NOTHING, held) == Seal(9, 2, hashlib.sha256(NO_HASH + b"a" * 32 + b"b" * 32).digest())
    assert over(NOTHING, held[::-1]).digest != over(NOTHING, held).digest
    assert over(Seal(3, 1, b"c" * 32), held).digest != over(NOTHING, held).digest
