"""The page of a case with 200 entries against 20, its timeline likewise; and what a page costs over an empty one.

Entries are recorded one by one: the steps of a lawful case up to the form, then reviews on days that follow each other
and refused attempts. The factor over an empty page is taken through waitress, which runs in a process of its own.
"""

import http.client
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from multiprocessing import get_context
from multiprocessing.queues import Queue
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench import town
from bench.worklist import NOW, signed_in, timed
from bench.worklist_rows import PASSWORD
from models.accounts import Account
from models.cases import Case
from models.databases import Database
from models.work import Work
from web.app import create_app
from workflows.engine.errors import WorkflowError
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.opening import open_case

FEW, MANY = 20, 200
ROUNDS, REQUESTS = 41, 200
TARGET = 2.0
LOGIN = "all"
REFUSED = 6  # every sixth attempt


def main() -> None:
    """Records both cases, compares their pages, then the pages with an empty one."""
    with town.sqlite() as database:
        url = str(database.url)
        with database.write() as session:
            account = Account(person_id=1, login=LOGIN, created_on=town.LONG_AGO)
            account.set_password(PASSWORD)
            session.add(account)
            session.commit()
        cases = [recorded(database, entries) for entries in (FEW, MANY)]
        visitor = signed_in(url, LOGIN)
        for name in ("", "/timeline", "/journal"):
            compare(name, visitor, [f"/membership/{case}{name}" for case in cases])
        over_empty(url, visitor, ["/sign-in", *(f"/membership/{case}" for case in cases)])


def recorded(database: Database, entries: int) -> int:
    """A case up to the form, then reviews and refusals until it has so many entries; answers its id."""
    (person,) = town.applicants(database, 1)
    script = town.steps()
    upto = next(number for number, (step, _, _) in enumerate(script) if step == "fill_form")
    first, *others = script[: upto + 1]
    with database.work() as work:
        case = open_case(work, town.MEMBERSHIP, person, 3, *first, town.AT).case_id
        work.commit()
    for step, form, actor in others:
        taken(database, case, step, form, actor)
    day = date.fromisoformat(script[upto][1]["on"])
    for number in range(entries - len(others) - 1):
        day += timedelta(days=1)
        if number % REFUSED == REFUSED - 1:
            taken(database, case, "archive", {"on": str(day), "items": ["application"]}, Actor(1))
        else:
            taken(database, case, "review_activist", {"on": str(day), "opinion": "表现稳定，继续培养。"}, Actor(1))
    return case


def taken(database: Database, case: int, step: str, form: dict[str, Any], actor: Actor) -> None:
    """Takes a step, or records that it was refused."""
    with database.work() as work:
        try:
            perform(work, town.MEMBERSHIP, case, step, form, actor, version(work, case), town.AT)
        except WorkflowError as error:
            if error.entry is None:
                raise
        work.commit()


def version(work: Work, case: int) -> int:
    """The version of a case, as a page would have been drawn from it."""
    return work.session.scalars(select(Case.version).where(Case.id == case)).one()


def compare(name: str, visitor: FlaskClient, addresses: list[str]) -> None:
    """Alternating rounds; prints the median of the ratios."""
    rounds = [[timed(visitor, address) for address in addresses] for _ in range(ROUNDS)]
    ratio = statistics.median(many / few for few, many in rounds)
    few, many = (statistics.median(each[n] for each in rounds) * 1000 for n in range(2))
    print(f"case page{name}: {FEW} entries {few:.1f} ms, {MANY} entries {many:.1f} ms, {ratio:.2f} <= {TARGET}")


def over_empty(url: str, visitor: FlaskClient, addresses: list[str]) -> None:
    """Each page against an empty page of the same kind of application under the same server, in turn."""
    cookie = visitor.get_cookie("zhibu")
    assert cookie
    headers = {"Cookie": f"zhibu={cookie.value}"}
    with served(empty_app) as empty, served(real_app, url) as real:
        for address in addresses:
            pairs = [(fetched(empty, "/", {}), fetched(real, address, headers)) for _ in range(REQUESTS)]
            plain, full = (statistics.median(each[n] for each in pairs) * 1000 for n in range(2))
            print(f"through waitress: empty page {plain:.2f} ms, {address} {full:.2f} ms, factor {full / plain:.1f}")


def empty_app() -> Flask:
    """An application with one page that says nothing."""
    app = Flask("empty")
    app.add_url_rule("/", "empty", lambda: "")
    return app


def real_app(url: str) -> Flask:
    """The application at the moment of the benchmark."""
    return create_app(url, secret_key=PASSWORD, clock=lambda: NOW)


@contextmanager
def served(make: Callable[..., Flask], *given: str) -> Iterator[http.client.HTTPConnection]:
    """A connection to an application under waitress, in a process of its own."""
    processes = get_context("spawn")
    told: Queue[int] = processes.Queue()
    process = processes.Process(target=serve, args=(told, make, given), daemon=True)
    process.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", told.get(timeout=60))
        yield connection
        connection.close()
    finally:
        process.terminate()
        process.join()


def serve(told: "Queue[int]", make: Callable[..., Flask], given: tuple[str, ...]) -> None:
    """Serves until it is ended, and tells at which port."""
    from waitress.server import create_server

    server = create_server(make(*given), host="127.0.0.1", port=0, threads=4)
    told.put(server.effective_port)
    server.run()


def fetched(connection: http.client.HTTPConnection, address: str, headers: dict[str, str]) -> float:
    """Seconds by the clock for one page."""
    start = time.perf_counter()
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - start
    assert answer.status == 200, (address, answer.status)
    return seconds


if __name__ == "__main__":
    main()
