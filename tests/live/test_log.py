"""The integrator brings every entry into the log, each exactly once, in order, whoever interrupts it or does it as well."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from models import databases
from models.databases import Database
from models.log import MOST_WAITING, waiting
from tests.proof.sample import KEY
from web.log_keeping import bring_up_to_date
from workflows.engine.perform import perform
from workflows.engine.perform.settled import settle
from workflows.engine.perform.store import Store
from workflows.proof.errors import BadLog
from workflows.proof.hashing import HASHES, SHA256
from workflows.proof.live import integrating
from workflows.proof.live.keeping import begin_log, sign
from workflows.proof.live.tables import Tiles, log_of
from workflows.proof.merkle import Leaves

from .breaking import break_in
from .town import FLOW, Town, moment

ROOT = Path(__file__).parents[2]
AT = moment("2026-11-20")


@pytest.fixture
def logged(town) -> Town:
    begin(town)
    return town


def begin(town, hash=SHA256) -> None:
    with town.database.work() as work:
        begin_log(work.session, KEY.public, hash, AT)
        work.commit()


def cases(town, count: int) -> list[int]:
    """So many new cases, an entry each."""
    return [town.open("2026-06-01", subject=town.person(f"李{number}")).case_id for number in range(count)]


def left(town) -> int:
    with town.database.read() as session:
        return waiting(session)


def positions(town) -> list[int]:
    """The entries in the log's order."""
    return [row["entry_id"] for row in town.ask("SELECT entry_id FROM leaf ORDER BY position")]


def sound(town, hash=SHA256) -> int:
    """Every entry is one leaf, and the tiles are the tree over their hashes; answers how many."""
    rows = town.ask("SELECT hash FROM leaf JOIN entry ON entry.id = leaf.entry_id ORDER BY position")
    entries = town.ask("SELECT id FROM entry ORDER BY id")
    assert sorted(positions(town)) == [row["id"] for row in entries]
    tree = Leaves(hash, [hash.leaf(bytes(row["hash"])) for row in rows])
    with town.database.read() as session:
        log = log_of(session)
        assert (log.size, log.root(), list(log.leaves())) == (tree.size, tree.root(), tree.levels[0])
    return tree.size


@pytest.mark.parametrize("hash", HASHES.values(), ids=HASHES)
def test_every_entry_comes_into_the_log_once_and_in_order(town, hash):
    begin(town, hash)
    cases(town, 3)
    assert left(town) == 3
    assert bring_up_to_date(town.database, most=2) == 3
    assert bring_up_to_date(town.database) == 0
    cases(town, 2)
    assert (left(town), bring_up_to_date(town.database), left(town)) == (2, 2, 0)
    assert sound(town, hash) == 5
    assert positions(town) == sorted(positions(town))


def test_without_a_log_nothing_comes_into_it(town):
    cases(town, 1)
    with pytest.raises(BadLog, match="zhibu audit key"):
        bring_up_to_date(town.database)
    assert positions(town) == []


def test_a_refusal_is_a_leaf_as_well(logged):
    (case,) = cases(logged, 1)
    with pytest.raises(Exception, match="不能"):
        logged.take(case, "file_activist", "2026-06-02", who="王芳")
    assert bring_up_to_date(logged.database) == 2
    assert sound(logged) == 2


@pytest.mark.parametrize("count, said", [(0, 0), (3, 3), (4, 4), (9, 4)])
def test_what_waits_is_counted_up_to_a_bound(logged, count, said, monkeypatch):
    monkeypatch.setattr("models.log.MOST_WAITING", 3)
    cases(logged, count)
    assert left(logged) == said
    assert MOST_WAITING == 1000


@pytest.mark.parametrize("where", ["write", "_append"])
def test_a_batch_that_breaks_off_has_not_happened(logged, monkeypatch, where):
    """Before its first tile, and after its last leaf."""
    cases(logged, 7)
    bring_up_to_date(logged.database, most=3)
    cases(logged, 3)
    before = positions(logged)
    owner = Tiles if where == "write" else integrating
    real = getattr(owner, where)

    def broken(*given):
        if where == "_append":
            real(*given)
        raise InterruptedError

    with monkeypatch.context() as patch, pytest.raises(InterruptedError):
        patch.setattr(owner, where, broken)
        bring_up_to_date(logged.database)
    assert positions(logged) == before
    assert bring_up_to_date(logged.database) == 3
    assert sound(logged) == 10


def test_a_process_that_is_killed_leaves_whole_batches(logged):
    cases(logged, 60)
    running = [sys.executable, "-m", "tests.live.integrator", logged.database.url.render_as_string(False)]
    for _ in range(4):
        with subprocess.Popen(running, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            said = int(process.stdout.readline())
            process.kill()
        assert said <= len(positions(logged)) < 60
        assert positions(logged) == sorted(positions(logged))
    left_over = 60 - len(positions(logged))
    assert bring_up_to_date(logged.database) == left_over > 0
    assert sound(logged) == 60


def test_two_that_integrate_at_once_bring_every_entry_in_once(logged):
    cases(logged, 40)
    barrier = threading.Barrier(4)

    def run() -> int:
        own = Database(logged.url)
        barrier.wait()
        try:
            return bring_up_to_date(own, most=3)
        finally:
            own.dispose()

    with ThreadPoolExecutor(4) as pool:
        counts = [each.result() for each in [pool.submit(run) for _ in range(4)]]
    assert sum(counts) == 40
    assert sound(logged) == 40


def test_entries_written_meanwhile_all_come_into_the_log(logged):
    first = cases(logged, 6)
    done = threading.Event()

    def write(case: int) -> None:
        for day in range(2, 12):
            with pytest.raises(Exception, match="不能"):
                logged.take(case, "file_activist", f"2026-06-{day:02}", who="王芳")

    def run() -> None:
        while not done.is_set():
            bring_up_to_date(logged.database, most=4)

    with ThreadPoolExecutor(5) as pool:
        integrators = [pool.submit(run) for _ in range(2)]
        for each in [pool.submit(write, case) for case in first[:3]]:
            each.result()
        done.set()
        for each in integrators:
            each.result()
    bring_up_to_date(logged.database)
    assert sound(logged) == 6 + 30


@pytest.fixture
def postgres_logged(postgres):
    databases.create(postgres.owner_url, app_role="zhibu_app")
    built = Town(postgres.app_url, postgres.owner_url)
    begin(built)
    yield built
    built.close()


def test_an_entry_that_commits_late_is_waited_for_and_not_passed_over(postgres_logged):
    """SQLite's ids commit in order. Here the smaller id commits after the larger one."""
    town = postgres_logged
    slow, quick = cases(town, 2)
    bring_up_to_date(town.database)
    with town.database.work() as late:
        version = Store(late).case(slow).version
        form = {"on": "2026-06-02", "talkers": [{"name": "周敏"}]}
        perform(late, FLOW, slow, "talk", form, town.actor("王芳"), version, moment("2026-06-02"))
        town.take(quick, "talk", "2026-06-02", talkers=[{"name": "周敏"}])
        assert bring_up_to_date(town.database) == 0
        assert left(town) == 1  # the other one nobody can see yet
        late.commit()
    assert bring_up_to_date(town.database) == 2
    assert sound(town) == 4
    assert positions(town) == sorted(positions(town))


def test_an_entry_of_the_younger_transaction_that_commits_late_is_waited_for(postgres_logged):
    """The quick one has the lower transaction number and the higher id: a snapshot taken after it ended does not name the other."""
    town = postgres_logged
    slow, first = cases(town, 2)
    bring_up_to_date(town.database)
    day, form = moment("2026-06-02"), {"on": "2026-06-02", "talkers": [{"name": "周敏"}]}
    with town.database.work() as quick, town.database.work() as late:
        held = {case: Store(work).case(case).version for work, case in ((quick, first), (late, slow))}
        for work, case in ((late, slow), (quick, first)):
            perform(work, FLOW, case, "talk", form, town.actor("王芳"), held[case], day)
        quick.commit()
        for _ in range(2):
            assert bring_up_to_date(town.database) == 0
        late.commit()
    assert bring_up_to_date(town.database) == 2
    assert sound(town) == 4


def test_a_follower_that_has_written_before_it_reads_is_stopped(postgres_logged):
    town = postgres_logged
    cases(town, 1)
    with town.database.write.begin() as session:
        session.execute(text("UPDATE installation SET rules_stamp = rules_stamp"))
        with pytest.raises(RuntimeError, match="before its transaction writes"):
            settle(session, integrating.FOLLOWER)


def test_a_mark_of_a_server_that_was_replaced_does_not_hold_the_log_up(postgres_logged):
    """A restored database brings numbers of transactions that the new server has not reached."""
    town = postgres_logged
    cases(town, 1)
    with town.database.write.begin() as session:
        session.execute(text("INSERT INTO follower (name, entry_id, rules_stamp, settled_id, mark_id, mark_xid)"
                             " VALUES ('log', 0, '', 0, 1, 900000000)"))  # fmt: skip
    assert bring_up_to_date(town.database) == 1
    assert sound(town) == 1


def tampered_tile(town) -> None:
    """Changes the first hash of the last tile, past the triggers."""
    if town.owner_url.startswith("sqlite"):
        changed = "CAST(zeroblob(32) || substr(hashes, 33) AS BLOB)"
    else:
        changed = "decode(repeat('00', 32), 'hex') || substring(hashes FROM 33)"
    break_in(town.owner_url, f"UPDATE tile SET hashes = {changed} WHERE level = 0")


def test_a_tile_that_was_changed_is_not_continued(logged):
    cases(logged, 3)
    bring_up_to_date(logged.database)
    tampered_tile(logged)
    cases(logged, 1)
    with pytest.raises(BadLog, match=r"日志第 0 项与案件 \d+ 第 1 条的散列值不符：没有继续写入"):
        bring_up_to_date(logged.database)
    assert (len(positions(logged)), left(logged)) == (3, 1)


@pytest.mark.parametrize("more", [0, 1])
def test_a_log_whose_newest_entry_is_gone_is_neither_continued_nor_signed(logged, more):
    cases(logged, 3)
    bring_up_to_date(logged.database)
    break_in(logged.owner_url, "DELETE FROM entry WHERE id = (SELECT max(id) FROM entry)")
    cases(logged, more)
    why = "日志第 2 项的记录不在了：没有继续写入"
    if more:
        with pytest.raises(BadLog, match=why):
            bring_up_to_date(logged.database)
    with logged.database.work() as work, pytest.raises(BadLog, match=why):
        sign(work.session, KEY, AT)
    assert len(positions(logged)) == 3


def test_a_log_that_is_not_that_of_its_checkpoint_is_not_continued(logged):
    cases(logged, 3)
    bring_up_to_date(logged.database)
    other = SimpleNamespace(root=SHA256.digest(b"another"))
    with logged.database.work() as work:
        sign(work.session, KEY, AT)
        work.commit()
    cases(logged, 1)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(BadLog, match="前 3 项的树根与第 1 个检查点不符"):
        patch.setattr(integrating.Checkpoint, "read", lambda note: other)
        bring_up_to_date(logged.database)
    assert bring_up_to_date(logged.database) == 1


def test_it_ends_while_others_write_without_end(logged, monkeypatch):
    """What comes meanwhile is left to the next time."""
    cases(logged, 3)
    calls: list[int] = []

    def integrate_and_count(session, most, real=integrating.integrate):
        calls.append(most)
        return real(session, most)

    def sleep(seconds) -> None:
        assert len(calls) < 10, "it never ends"
        logged.open("2026-06-01", subject=logged.person(f"赵{len(calls)}"))

    with monkeypatch.context() as patch:
        patch.setattr("web.log_keeping.integrate", integrate_and_count)
        patch.setattr("web.log_keeping.time.sleep", sleep)
        assert bring_up_to_date(logged.database, most=1) == 3
    assert calls == [1, 1, 1]
    assert left(logged) == 2
    assert bring_up_to_date(logged.database) == 2
    assert sound(logged) == 5
