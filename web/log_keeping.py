"""Keeps the log up to date: batch by batch, and a seal and a checkpoint a day; a thread beside the pages, or before a command."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Event, Thread

from models.databases import Database
from models.events import newest_event
from models.journal import newest_entry
from models.log import LogKey, key_in_force, waiting
from web import log_keys
from workflows.engine.findings import N_
from workflows.office.event_seals import seal_events
from workflows.proof.errors import ProofError
from workflows.proof.keys import PublicKey
from workflows.proof.live.integrating import BATCH, integrate
from workflows.proof.live.keeping import is_due, sign
from workflows.proof.live.tables import NO_LOG, set_up

EVERY = 2.0
"""Seconds between two looks at the journal."""
BETWEEN = 0.01
"""Seconds in which others may write between two batches."""

log = logging.getLogger("zhibu.log")
STOPPED = N_("日志没有跟上全程纪实：%(why)s")
UNEXPECTED = N_("程序出错，见服务器日志（%(kind)s）")


def bring_up_to_date(database: Database, most: int = BATCH, stopped: Callable[[], bool] = bool) -> int:
    """Brings into the log whatever was there at the beginning and can be, one transaction a batch; answers how many entries
    came. Raises BadLog. What others write meanwhile is left to the next time, or it would never end."""
    count, goal = 0, _goal(database)
    more = goal > 0
    while more and not stopped():
        with database.work() as work:
            done = integrate(work.session, most)
            work.commit()
        count, more = count + done.brought, done.more and done.last_id < goal
        if more:
            time.sleep(BETWEEN)
    return count


def _goal(database: Database) -> int:
    """The newest entry's id; 0 where none waits."""
    with database.read() as session:
        return newest_entry(session) if waiting(session) else 0


def seal_and_bring(database: Database, at: datetime) -> int:
    """What comes before a checkpoint: the events are sealed, and the seal comes into the log with every other entry; answers
    how many. Raises BadLog."""
    with database.read() as session:
        set_up(session)
    _seal(database, at)
    return bring_up_to_date(database)


def _seal(database: Database, at: datetime) -> None:
    """Seals the events that were there at the beginning and can be, one transaction a batch."""
    with database.read() as session:
        goal = newest_event(session)
    more = goal > 0
    while more:
        with database.work() as work:
            done = seal_events(work, at)
            work.commit()
        more = done.more and done.through < goal
        if more:
            time.sleep(BETWEEN)


def sign_when_due(database: Database, at: datetime) -> bool:
    """Signs the day's checkpoint where it is still to be, after sealing the events; whether it did. Raises KeyUnusable or BadLog."""
    with database.read() as session:
        held = key_in_force(session)
        if held is None or not is_due(session, at):
            return False
    key = log_keys.held(PublicKey.read(held.public_key))
    seal_and_bring(database, at)
    with database.work() as work:
        if is_due(work.session, at):
            sign(work.session, key, at)
        work.commit()
    return True


def trouble(database: Database) -> str | None:
    """What keeps this installation from signing: no log, or its key. None: nothing."""
    with database.read() as session:
        return trouble_of(key_in_force(session))


def trouble_of(held: LogKey | None) -> str | None:
    """The same for the key that is in force."""
    if held is None:
        return NO_LOG
    try:
        log_keys.held(PublicKey.read(held.public_key))
    except ProofError as error:
        return error.message % error.facts
    return None


class LogKeeping:
    """A thread with connections of its own, which also sweeps what is kept for a day only.

    What goes wrong is logged and stands in `problem`; serving goes on.
    """

    def __init__(
        self,
        url: str,
        clock: Callable[[], datetime],
        every: float = EVERY,
        sweep: Callable[[datetime], None] | None = None,
    ) -> None:
        self.database, self.clock, self.every, self.sweep = Database(url), clock, every, sweep
        self.problem: str | None = None
        self._stop = Event()
        self._thread = Thread(target=self._run, name="log", daemon=True)

    def start(self) -> "LogKeeping":
        """Begins; answers itself."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends after the batch in hand."""
        self._stop.set()
        self._thread.join()
        self.database.dispose()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._try()
            self._sweep()
            self._stop.wait(self.every)

    def _try(self) -> None:
        try:
            with self.database.read() as session:
                ready = key_in_force(session) is not None
            if ready:
                bring_up_to_date(self.database, stopped=self._stop.is_set)
                sign_when_due(self.database, self.clock())
            self._tell(None)
        except ProofError as error:
            self._tell(error.message % error.facts)
        except Exception as error:  # the pages must go on, whatever happens here
            self._tell(UNEXPECTED % {"kind": type(error).__name__}, error)

    def _sweep(self) -> None:
        """What is kept for a day only goes, whether somebody asks for a page or not."""
        if self.sweep is not None:
            with suppress(OSError):
                self.sweep(self.clock())

    def _tell(self, problem: str | None, error: Exception | None = None) -> None:
        """Logs a problem once, not every two seconds."""
        if problem and problem != self.problem:
            log.error(STOPPED % {"why": problem}, exc_info=error)
        self.problem = problem
