"""Brings entries into the log one by one until it is killed, and says after each commit how many there are."""

import sys

from models.databases import Database
from workflows.proof.live.integrating import integrate
from workflows.proof.live.tables import log_of


def main(url: str) -> None:
    """One entry a batch."""
    database, more = Database(url), True
    while more:
        with database.work() as work:
            done = integrate(work.session, 1)
            size, more = log_of(work.session).size, done.more
            work.commit()
        if done.brought:
            print(size, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
