"""How the log stands, for the page of settings."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from models.log import MOST_WAITING, key_in_force, waiting
from web.log_keeping import LogKeeping, trouble_of
from web.seal import Seal, seal_of
from workflows.proof.live.keeping import countersigned_size


class LogStanding(NamedTuple):
    """The log's name (None: none was set up), its newest seal, what waits, how far it was countersigned, what is wrong."""

    origin: str | None
    seal: Seal | None
    waiting: str
    countersigned: int
    problem: str | None


def standing(session: Session, keeping: LogKeeping | None) -> LogStanding:
    """How the log stands; `keeping` is the thread beside the pages, where there is one."""
    held, left = key_in_force(session), waiting(session)
    problem = (keeping and keeping.problem) or trouble_of(held)
    said = str(left) if left <= MOST_WAITING else f"{MOST_WAITING}+"
    return LogStanding(held.origin if held else None, seal_of(session), said, countersigned_size(session), problem)
