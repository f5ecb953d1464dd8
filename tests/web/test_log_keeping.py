"""The log is kept beside the pages: batches, a checkpoint a day, what is wrong said and nothing killed."""

import logging
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.log import SignedCheckpoint
from tests.live.conftest import town  # noqa: F401 (a fixture)
from tests.live.founded import journal_of_the_root
from tests.live.test_event_seals import CAME, entries, happened
from tests.live.test_log import begin, cases, left, positions, tampered_tile
from tests.live.town import moment
from tests.proof.sample import KEY
from web import log_keeping, log_keys
from web.log_keeping import LogKeeping, bring_up_to_date, seal_and_bring, sign_when_due, trouble
from workflows.proof.errors import BadLog
from workflows.proof.live.keeping import is_due

MORNING = moment("2026-11-20", 0)


@pytest.fixture
def logged(town, monkeypatch, tmp_path):  # noqa: F811
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "log.key"))
    log_keys.keep(KEY)
    begin(town)
    return town


def signed(town) -> list[int]:  # noqa: F811
    with town.database.read() as session:
        return list(session.scalars(select(SignedCheckpoint.size).order_by(SignedCheckpoint.id)))


def due(town, at) -> bool:  # noqa: F811
    with town.database.read() as session:
        return is_due(session, at)


def test_a_checkpoint_is_due_once_a_day_when_something_came(logged):
    assert not due(logged, MORNING)
    cases(logged, 1)
    bring_up_to_date(logged.database)
    assert due(logged, MORNING)
    assert sign_when_due(logged.database, MORNING)
    assert not sign_when_due(logged.database, MORNING)
    cases(logged, 1)
    bring_up_to_date(logged.database)
    assert not due(logged, MORNING + timedelta(hours=23, minutes=59))
    assert due(logged, MORNING + timedelta(days=1))
    assert sign_when_due(logged.database, MORNING + timedelta(days=1))
    assert not due(logged, MORNING + timedelta(days=2))  # nothing came
    assert signed(logged) == [1, 2]


def test_the_day_is_that_of_the_installations_zone(logged):
    """00:30 of the 21st in Shanghai is still the 20th elsewhere."""
    cases(logged, 1)
    bring_up_to_date(logged.database)
    sign_when_due(logged.database, moment("2026-11-20", 23))
    cases(logged, 1)
    bring_up_to_date(logged.database)
    assert due(logged, moment("2026-11-20", 23) + timedelta(minutes=90))


@pytest.fixture
def rooted(logged):
    """Two entries in the log, and a seal and a checkpoint over what happened that day."""
    journal_of_the_root(logged)
    cases(logged, 1)
    happened(logged, CAME)
    bring_up_to_date(logged.database)
    assert sign_when_due(logged.database, MORNING)
    return logged


def seals(town) -> list[int]:  # noqa: F811
    """The ids of the entries that seal."""
    return [entry.id for entry in entries(town)]


def test_a_checkpoint_covers_the_seal_of_all_that_happened(rooted):
    assert (signed(rooted), len(seals(rooted))) == ([3], 1)
    assert positions(rooted)[-1:] == seals(rooted)


def test_what_happened_makes_the_next_days_checkpoint_due(rooted):
    happened(rooted, CAME)
    assert not due(rooted, MORNING + timedelta(hours=23, minutes=59))
    assert due(rooted, MORNING + timedelta(days=1))
    assert sign_when_due(rooted.database, MORNING + timedelta(days=1))
    assert (signed(rooted), len(seals(rooted))) == ([3, 4], 2)
    assert not due(rooted, MORNING + timedelta(days=2))  # a seal is nothing that happened
    cases(rooted, 1)
    bring_up_to_date(rooted.database)
    assert sign_when_due(rooted.database, MORNING + timedelta(days=2))
    assert (signed(rooted), len(seals(rooted))) == ([3, 4, 5], 2)


def test_without_its_key_nothing_is_sealed_over_and_over(rooted):
    path = log_keys.key_file(KEY.public)
    path.rename(path.with_suffix(".away"))
    happened(rooted, CAME)
    for _ in range(2):
        with pytest.raises(log_keys.KeyUnusable):
            sign_when_due(rooted.database, MORNING + timedelta(days=1))
    assert len(seals(rooted)) == 1


def test_without_a_log_nothing_is_sealed(town):  # noqa: F811
    journal_of_the_root(town)
    happened(town, CAME)
    with pytest.raises(BadLog, match="还没有设立日志"):
        seal_and_bring(town.database, MORNING)
    assert seals(town) == []


def test_what_happens_while_it_is_sealed_is_left_to_the_next_time(rooted, monkeypatch):
    happened(rooted, *[CAME] * 3)
    calls: list[int] = []

    def one(work, at, real=log_keeping.seal_events):
        calls.append(1)
        assert len(calls) < 10, "it never ends"
        return real(work, at, 1)

    with monkeypatch.context() as patch:
        patch.setattr(log_keeping, "seal_events", one)
        patch.setattr(log_keeping.time, "sleep", lambda seconds: happened(rooted, CAME))
        seal_and_bring(rooted.database, MORNING)
    assert (len(calls), len(seals(rooted))) == (3, 4)


def wait_for(what) -> None:
    last = time.monotonic() + 30
    while not what():
        assert time.monotonic() < last, "it never came"
        time.sleep(0.02)


@pytest.fixture
def keeping(logged):
    made = LogKeeping(logged.database.url.render_as_string(False), lambda: MORNING, every=0.02)
    yield made
    made.stop()


def test_the_thread_brings_entries_in_signs_and_ends(logged, keeping):
    cases(logged, 3)
    keeping.start()
    wait_for(lambda: signed(logged) == [3])
    cases(logged, 2)
    wait_for(lambda: left(logged) == 0)
    assert keeping.problem is None
    assert [each.name for each in threading.enumerate()].count("log") == 1
    keeping.stop()
    assert "log" not in [each.name for each in threading.enumerate()]
    assert len(positions(logged)) == 5


def test_what_is_wrong_is_told_once_and_does_not_end_it(logged, keeping, caplog):
    cases(logged, 2)
    bring_up_to_date(logged.database)
    tampered_tile(logged)
    cases(logged, 1)
    with caplog.at_level(logging.ERROR, "zhibu.log"):
        keeping.start()
        wait_for(lambda: keeping.problem)
        time.sleep(0.2)
    assert "没有继续写入" in keeping.problem
    assert len(caplog.records) == 1


def test_a_missing_key_is_a_problem_and_comes_to_an_end(logged, keeping):
    path = log_keys.key_file(KEY.public)
    path.rename(path.with_suffix(".away"))
    assert "没有日志密钥" in trouble(logged.database)
    cases(logged, 1)
    keeping.start()
    wait_for(lambda: keeping.problem)
    assert "没有日志密钥" in keeping.problem
    assert left(logged) == 0  # the log goes on without
    path.with_suffix(".away").rename(path)
    wait_for(lambda: keeping.problem is None and signed(logged) == [1])
    assert trouble(logged.database) is None


def test_a_defect_is_logged_and_the_thread_goes_on(logged, keeping, caplog, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(log_keeping, "integrate", lambda *given: 1 / 0)
        cases(logged, 1)
        keeping.start()
        wait_for(lambda: keeping.problem)
        assert "ZeroDivisionError" in keeping.problem and caplog.records[0].exc_info
    wait_for(lambda: left(logged) == 0)


def test_without_a_log_it_waits_until_there_is_one(town, monkeypatch, tmp_path):  # noqa: F811
    monkeypatch.setenv("ZHIBU_LOG_KEY", str(tmp_path / "log.key"))
    log_keys.keep(KEY)
    assert "还没有设立日志" in trouble(town.database)
    made = LogKeeping(town.database.url.render_as_string(False), lambda: MORNING, every=0.02)
    cases(town, 1)
    made.start()
    begin(town)
    wait_for(lambda: signed(town) == [1])
    made.stop()


def test_what_is_kept_for_a_day_is_swept_beside_the_log_and_nothing_is_killed(town):  # noqa: F811
    swept = threading.Semaphore(0)

    def sweep(at):
        swept.release()
        raise OSError(13, "Permission denied")

    keeping = LogKeeping(town.url, lambda: MORNING, every=0.01, sweep=sweep).start()
    try:
        assert swept.acquire(timeout=10) and swept.acquire(timeout=10)
        assert keeping.problem is None
    finally:
        keeping.stop()
