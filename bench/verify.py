"""What proof costs: long logs against short ones, `verify` against reading and hashing, two processes, and hashes in `perform`."""

import hashlib
import os
import statistics
import time
from collections.abc import Callable
from itertools import count
from random import Random
from unittest.mock import patch

from sqlalchemy import func, select

from bench import town
from bench.integrator import KEY
from bench.perform import bulk, cases, measured, said
from bench.proof import grown
from models.cases import Case
from models.databases import Database
from models.journal import Entry
from web.commands import audit_verify
from web.log_keeping import bring_up_to_date
from workflows.engine.journal import HASHED
from workflows.engine.perform import scene
from workflows.proof.hashing import SHA256
from workflows.proof.live.against import log_against_checkpoints, log_against_entries
from workflows.proof.live.chains import chains, texts
from workflows.proof.live.keeping import begin_log, sign

FEW, MANY, PROOFS = 10_000, 1_000_000, 2_000
IMPORTS, ROUNDS = 20, 5
PARTS, TIMES = 4, 40


def main() -> None:
    """Ratios of alternating rounds; the load of the machine is said, for two processes want two cores."""
    print(f"verify: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    inclusion()
    with town.sqlite() as database:
        filled(database)
        verified(database)
        two_processes(database)
    with town.sqlite() as database:
        hashed(database)


def inclusion() -> None:
    """Proofs in a log of MANY leaves against one of FEW."""
    leaves = [SHA256.leaf(b"%d" % each) for each in range(MANY)]
    logs = [grown(SHA256, leaves[:FEW]), grown(SHA256, leaves)]

    def asked(log) -> int:
        chance = Random(log.size)
        for _ in range(PROOFS):
            log.inclusion(chance.randrange(log.size))
        return PROOFS

    rounds = [[measured(lambda log=log: asked(log)).cpu for log in logs] for _ in range(ROUNDS)]
    said(f"verify: inclusion proof at {MANY} / at {FEW}", [many / few for few, many in rounds], "<= 2")


def filled(database: Database) -> None:
    """Cases recorded as history, all in the log, one checkpoint."""
    with database.work() as work:
        begin_log(work.session, KEY.public, SHA256, town.AT)
        work.commit()
    for _ in range(IMPORTS):
        bulk(database)
    bring_up_to_date(database)
    with database.work() as work:
        sign(work.session, KEY, town.AT)
        work.commit()


def verified(database: Database) -> None:
    """Chains, texts and log, then with every row compared, against reading the same columns and hashing them."""
    rounds = [[timed(each, database) for each in (raw, chains_and_log, compared)] for _ in range(ROUNDS)]
    entries = raw(database)
    print(f"verify: {entries} entries, {statistics.median(each[1] for each in rounds) / entries * 1e6:.0f} us an entry")
    said("verify: chains and log / reading and hashing", [some / read for read, some, _ in rounds], "<= 4")
    said(
        "verify: with columns compared / reading and hashing",
        [(some + more) / read for read, some, more in rounds],
        "<= 10",
    )


def timed(run: Callable[[Database], object], database: Database) -> float:
    begun = time.process_time()
    run(database)
    return time.process_time() - begun


def raw(database: Database) -> int:
    """Every hashed column of every entry, read through the same layer and hashed."""
    columns, done = [getattr(Entry, name) for name in HASHED], 0
    with database.read() as session:
        for row in session.execute(select(*columns).execution_options(yield_per=500)):
            hashlib.sha256(b"".join(each if isinstance(each, bytes) else str(each).encode() for each in row)).digest()
            done += 1
    return done


def chains_and_log(database: Database) -> None:
    with database.read() as session:
        last = session.scalar(select(func.max(Case.id)))
        found = [*chains(session, 1, last), *texts(session, 1, last)]
        found += [*log_against_entries(session), *log_against_checkpoints(session, [])]
    assert not found, found[:3]


def compared(database: Database) -> None:
    """The rows of every case against its fold, chains and texts left out."""
    with patch.object(audit_verify, "chains", lambda *_: ()), patch.object(audit_verify, "texts", lambda *_: ()):
        found = list(audit_verify.of_cases(database, database.url.render_as_string(False), town.AT, 1))
    assert not found, found[:3]


def two_processes(database: Database) -> None:
    """The cases by two processes against one, by the clock; judged TIMES over, as in a journal that many times as long."""
    url = database.url.render_as_string(False)
    with database.read() as session:
        last = session.scalar(select(func.max(Case.id)))
    size = -(-last // PARTS)
    parts = [(url, first, min(first + size - 1, last), town.AT) for first in range(1, last + 1, size)] * TIMES

    def judged(jobs: int) -> float:
        begun = time.perf_counter()
        assert not list(audit_verify.of_parts(parts, jobs))
        return time.perf_counter() - begun

    said("verify: two processes / one, cases a second", [judged(1) / judged(2) for _ in range(3)], ">= 1.6")


def hashed(database: Database) -> None:
    """Steps taken with hashing against the same with a number in the hash's place, which costs next to nothing."""
    numbers = count(1)

    def number(row: object) -> bytes:
        return next(numbers).to_bytes(32, "big")

    def bare() -> int:
        with patch.object(scene, "seal", number):
            return cases(database)

    rounds = [(measured(lambda: cases(database)), measured(bare)) for _ in range(ROUNDS + 2)]
    said(
        "verify: perform with hashing / without, steps a second",
        [bare.clock / full.clock for full, bare in rounds],
        ">= 0.9",
    )
    said("verify: the same by the processor", [bare.cpu / full.cpu for full, bare in rounds], ">= 0.9")


if __name__ == "__main__":
    main()
