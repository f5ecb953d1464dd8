"""The worklist over a million open cases against a thousand: first page and next page, for one who sees all and one who sees a part.

`ZHIBU_BENCH_CASES` sets another number than a million.
"""

import os
import re
import statistics
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from flask.testing import FlaskClient
from sqlalchemy import event

from bench.worklist_rows import PASSWORD, laid
from web.app import create_app

MANY, FEW = int(os.environ.get("ZHIBU_BENCH_CASES", "1000000")), 1000
ROUNDS = 25
TARGET = 2.0
NOW = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PROPOSALS = "USING INDEX ix_entry_case_id"  # the index of proposals alone
LARGE = tuple(f"SCAN {table}" for table in ("case", "pending", "person", "entry", "organisation", "membership", "post"))
PAGES = ("/?tab=overdue", "/?tab=month", "/?tab=now", "/?tab=others")


def main() -> None:
    """Loads both, then asks for each page of one and of the other in turn."""
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        urls = {cases: laid(Path(folder), cases) for cases in (FEW, MANY)}
        print(f"worklist: {FEW} and {MANY} open cases laid in {time.perf_counter() - start:.0f} s")
        for login in ("all", "part"):
            visitors = [signed_in(urls[cases], login) for cases in (FEW, MANY)]
            for address in PAGES:
                compare(f"worklist: {login} {address}", visitors, [address, address])
                follow = [next_page(visitor, address) for visitor in visitors]
                if all(follow):
                    compare(f"worklist: {login} {address}, next page", visitors, follow)
        asked_for = dict.fromkeys(("all", "part"), PAGES)
        scans = sorted(
            {line for line in plans(urls[MANY], asked_for) if line.startswith(LARGE) and PROPOSALS not in line}
        )
        print(f"worklist: whole tables read: {scans or 'none'} (none)")


def signed_in(url: str, login: str) -> FlaskClient:
    """A browser without a screen, signed in."""
    app = create_app(url, secret_key="only-for-the-benchmark", clock=lambda: NOW)
    app.config["TESTING"] = True
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").get_data(as_text=True))
    assert token
    client.post("/sign-in", data={"login": login, "password": PASSWORD, "csrf_token": token[1]})
    asked(client, "/")
    return client


def asked(client: FlaskClient, address: str) -> str:
    """The page at an address."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status)
    return answer.get_data(as_text=True)


def next_page(client: FlaskClient, address: str) -> str:
    """The address of the next page; nothing where there is none."""
    link = re.search(r'<a rel="next" href="([^"]+)"', asked(client, address))
    return link[1].replace("&amp;", "&") if link else ""


def compare(what: str, visitors: list[FlaskClient], addresses: list[str]) -> None:
    """Alternating rounds; prints the median of the ratios and of the times."""
    rounds = [[timed(*each) for each in zip(visitors, addresses, strict=True)] for _ in range(ROUNDS)]
    few, many = (statistics.median(each[n] for each in rounds) * 1000 for n in range(2))
    print(f"{what}: {few:.1f} ms and {many:.1f} ms, {many / few:.2f} <= {TARGET}")


def timed(client: FlaskClient, address: str) -> float:
    """Seconds by the clock for one page."""
    start = time.perf_counter()
    asked(client, address)
    return time.perf_counter() - start


def plans(url: str, pages: Mapping[str, Iterable[str]]) -> list[str]:
    """How SQLite goes about each question of the pages, by login."""
    found: list[str] = []
    for login, addresses in pages.items():
        client = signed_in(url, login)
        engine = client.application.extensions["zhibu"].database.read_engine

        def explain(connection, cursor, statement, parameters, context, executemany):
            if statement.lstrip().startswith(("SELECT", "WITH")):
                plan = connection.connection.driver_connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                found.extend(row[3] for row in plan)

        event.listen(engine, "before_cursor_execute", explain)
        for address in addresses:
            asked(client, address)
        client.application.extensions["zhibu"].database.dispose()
    return found


if __name__ == "__main__":
    main()
