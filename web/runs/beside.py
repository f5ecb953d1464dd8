"""Runs beside the requests, one at a time of a kind; which of them runs is known to every server process on the same folder."""

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import IO, Any, Generic, NamedTuple, TypeVar

from web.importing.confirm import packed
from web.runs.kept import Kept
from web.runs.locks import held, is_held, turn
from workflows.engine.errors import WorkflowError
from workflows.engine.findings import N_, Message
from workflows.engine.intake import Unusable

RUNNING, TURN = "running", "turn"
UNTOLD = N_("第 %(name)s 次任务的结果没有保存下来")
TRIES = 10
"""A look whether it runs holds its lock for a moment."""
K = TypeVar("K", bound=Kept)

log = logging.getLogger("zhibu")


class Work(NamedTuple, Generic[K]):
    """A kind of work: its name, what is done, which parts of the record mean that it is over, what a defect is told as."""

    name: str
    do: Callable[[K], None]
    over: tuple[str, ...]
    defect: str


def begin(run: K, work: Work[K]) -> Thread | None:
    """Runs it, or goes on with it, unless it runs already, here or elsewhere, is over, or was removed. The others wait for
    their turn."""
    with suppress(FileNotFoundError):
        return _begun(run, work)
    return None


def _begun(run: K, work: Work[K]) -> Thread | None:
    lock = held(run.folder / RUNNING, TRIES)
    if lock is None:
        return None
    run.look_again()
    if any(part in run.record for part in (*work.over, "wrong")):
        lock.close()
        return None
    thread = Thread(target=_run, args=(run, work, lock), name=work.name, daemon=True)
    thread.start()
    return thread


def runs(run: Kept) -> bool:
    """Whether it runs, or waits for its turn, in this process or another."""
    return is_held(run.folder / RUNNING)


def _run(run: K, work: Work[K], lock: IO[bytes]) -> None:
    with lock:
        try:
            with turn(run.folder.parent / TURN):
                work.do(run)
        except Exception as error:
            wrong = packed(_told(error, work)) if run.folder.exists() else None  # else it was removed meanwhile
            if wrong is not None:
                _keep(run, wrong)


def _keep(run: Kept, wrong: Any) -> None:
    """What went wrong, where it can be written; of a full disk only the log tells."""
    try:
        run.keep(wrong=wrong)
    except OSError as error:
        if run.folder.exists():
            log.error(UNTOLD % {"name": run.name}, exc_info=error)


def _told(error: Exception, work: Work[K]) -> str:
    """What went wrong, as a page tells it; a defect is logged."""
    if isinstance(error, Unusable):
        return error.message
    if isinstance(error, WorkflowError) and error.message:
        return Message(error.message) % error.facts
    log.error(work.name, exc_info=error)
    return work.defect
