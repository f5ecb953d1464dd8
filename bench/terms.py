"""The list of terms over a million organisations against ten thousand: first page, next page and single states, for one who sees all and one who sees a part; and the worklist that shows them.

`ZHIBU_BENCH_TERMS` sets another number than a million.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bench.worklist import compare, next_page, plans, signed_in
from bench.worklist_rows import COMMITTEES, TODAY, organisations, people, settled
from models.databases import create
from workflows.engine.months import add_years
from workflows.terms import expires_on

MANY, FEW = int(os.environ.get("ZHIBU_BENCH_TERMS", "1000000")), 10_000
STATES = ("overdue", "due_soon", "extended", "unknown")
PAGES = {  # a part of ten thousand fills a page of all states only
    "all": ("/terms", *(f"/terms?state={state}" for state in STATES), "/?tab=now"),
    "part": ("/terms",),
}
UNKNOWN, LATE, EXTENDED = 0.02, 0.03, 0.005
TERM = """INSERT INTO term (organisation_id, path, body, from_on, elected_on, expires_on, extended_until, ends_on)
  VALUES (?, ?, 'branch', ?, ?, ?, ?, ?)"""


def main() -> None:
    """Loads both, then asks for each page of one and of the other in turn."""
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        urls = {count: laid(Path(folder), count) for count in (FEW, MANY)}
        print(f"terms: {FEW} and {MANY} organisations laid in {time.perf_counter() - start:.0f} s")
        for login, pages in PAGES.items():
            visitors = [signed_in(urls[count], login) for count in (FEW, MANY)]
            for address in pages:
                compare(f"terms: {login} {address}", visitors, [address, address])
                follow = [next_page(visitor, address) for visitor in visitors]
                if all(follow):
                    compare(f"terms: {login} {address}, next page", visitors, follow)
        scans = sorted(
            {line for line in plans(urls[MANY], PAGES) if line.startswith(("SCAN term", "SCAN organisation"))}
        )
        print(f"terms: whole tables read: {[line for line in scans if ' INDEX ' not in line] or 'none'} (none)")


def laid(folder: Path, count: int) -> str:
    """The url of a fresh SQLite database with about so many organisations, each with its term."""
    url = f"sqlite:///{folder / f'{count}.db'}"
    create(url)
    connection = sqlite3.connect(folder / f"{count}.db")
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000")
    places = organisations(connection, count - COMMITTEES - 1, COMMITTEES)
    people(connection, 1)
    connection.executemany(TERM, terms(places))
    connection.commit()
    connection.close()
    settled(url)
    return url


def terms(places: list[tuple[int, str, int]]) -> Iterator[tuple[Any, ...]]:
    """A term for every branch: elected within the last three years, some longer ago, some extended, some not known."""
    chance = Random(4)
    for number, path, _ in places:
        elected, extended = elected_on(chance), None
        expires = expires_on(elected, 3) if elected else None
        if expires and chance.random() < EXTENDED:
            extended = add_years(expires, 1)
        days = (str(day) if day else None for day in (elected, expires, extended, extended or expires))
        yield number, path, str(elected or "2000-01-01"), *days


def elected_on(chance: Random) -> date | None:
    """The day a body was elected, or nobody knows."""
    if chance.random() < UNKNOWN:
        return None
    days = chance.randrange(1096, 1500) if chance.random() < LATE else chance.randrange(1, 1095)
    return TODAY - timedelta(days=days)


if __name__ == "__main__":
    main()
