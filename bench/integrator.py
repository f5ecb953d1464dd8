"""Does the integrator hold writers up? Acts with the log kept beside them against the same acts without, in alternating rounds."""

import os
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import town
from bench.perform import cases, measured, said, servers
from models.databases import Database
from web import log_keys
from web.commands.opened import now
from web.log_keeping import LogKeeping, bring_up_to_date
from workflows.proof.hashing import SHA256
from workflows.proof.keys import LOG, SecretKey
from workflows.proof.live.keeping import begin_log

ROUNDS, ACTS = 7, 3
EVERY = 0.5
"""Seconds between two looks, four times as often as `serve` has it."""
KEY = SecretKey("zhibu.example/bench", LOG, bytes(range(32)))


def compare(name: str, database: Database) -> None:
    """Prints the median of the rounds' ratios, and what the processor spends on an entry: to take the step, to integrate it."""
    with database.work() as work:
        begin_log(work.session, KEY.public, SHA256, now())
        work.commit()
    acts(database)
    rounds = [_round(database) for _ in range(ROUNDS)]
    said(f"{name}: perform with the integrator / without, steps a second", [each[0] for each in rounds], ">= 0.8")
    costs = [statistics.median(each[place] for each in rounds) * 1e6 for place in (1, 2)]
    print(f"  processor microseconds an entry: perform {costs[0]:.0f}, integrate {costs[1]:.0f}")


def acts(database: Database) -> int:
    """Takes so many steps that the integrator has several batches to do."""
    return sum(cases(database) for _ in range(ACTS))


def _round(database: Database) -> tuple[float, float, float]:
    alone = measured(lambda: acts(database))
    integrated = measured(lambda: bring_up_to_date(database))
    keeping = LogKeeping(database.url.render_as_string(False), now, EVERY).start()
    beside = measured(lambda: acts(database))
    keeping.stop()
    assert keeping.problem is None, keeping.problem
    bring_up_to_date(database)
    return alone.clock / beside.clock, alone.cpu, integrated.cpu


def main() -> None:
    """SQLite, and PostgreSQL where there is a server to be had."""
    with TemporaryDirectory() as folder:
        os.environ[log_keys.NAME] = str(Path(folder) / "log.key")
        log_keys.keep(KEY)
        with town.sqlite() as database:
            compare("SQLite", database)
        for server in servers():
            with server as (owner, app, _), town.postgresql(owner, app, "zhibu_app") as database:
                compare("PostgreSQL", database)


if __name__ == "__main__":
    main()
