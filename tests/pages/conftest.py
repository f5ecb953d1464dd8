"""A town with pages: the application on a fresh database, and visitors who sign in to it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from models import accounts, databases
from models.accounts import Account
from tests.live.town import POSTS, Town, moment
from web.app import create_app

TODAY = date(2026, 11, 2)
PASSWORD = "示例口令-只用于测试"


class Visitor:
    """A browser without a screen: it keeps its session and sends the token of the form."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, **query: Any) -> TestResponse:
        return self.client.get(address, query_string=query)

    def post(self, address: str, values: Any = None, **more: Any) -> TestResponse:
        """Posts a form; `values` is a mapping, lists for fields that come several times."""
        form = {**(values or {}), "csrf_token": self.token()}
        answer = self.client.post(address, data=form, **more)
        answer.request.environ["wsgi.input"].close()  # a large form lies in a file that the test client leaves open
        return answer

    def token(self) -> str:
        """The token of this session's forms, as a page has it that counts as no visit."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/no/such/page").get_data(as_text=True))
        assert found
        return found[1]

    def sign_in(self, login: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        return self.post("/sign-in", {"login": login, "password": password, **more})


class Site:
    """The pages of a town. `now` is the moment every request sees; change it to let time pass."""

    def __init__(self, town: Town, files: Any) -> None:
        self.town, self.now = town, moment(TODAY)
        self.app = create_app(town.url, files=files, secret_key="only-for-tests", clock=lambda: self.now)
        self.app.config["TESTING"] = True
        self.logins: dict[str, str] = {}

    def clock(self, day: date | str, hour: int = 10) -> datetime:
        """It is now that day."""
        self.now = moment(day, hour)
        return self.now

    def account(self, name: str) -> str:
        """An account for a person of the town; answers its login."""
        if name not in self.logins:
            login = f"user{self.town.people[name]}"
            with self.town.database.write.begin() as session:
                account = Account(person_id=self.town.people[name], login=login, created_on=date(2020, 1, 1))
                account.set_password(PASSWORD)
                session.add(account)
            self.logins[name] = login
        return self.logins[name]

    def visitor(self, name: str | None = None) -> Visitor:
        """Somebody at the door, or a person of the town signed in."""
        visitor = Visitor(self.app.test_client())
        if name is not None:
            assert visitor.sign_in(self.account(name)).status_code == 303
        return visitor


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """The statements that are sent to read from the database meanwhile."""
    sent: list[str] = []
    engine = site.app.extensions["zhibu"].database.read_engine

    def note(connection, cursor, statement, *more) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """The real hash takes a tenth of a second on purpose."""
    monkeypatch.setattr(accounts, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def site(sqlite, tmp_path) -> Iterator[Site]:
    databases.create(sqlite.owner_url)
    town = Town(sqlite.app_url, sqlite.owner_url, posts=POSTS)
    made = Site(town, tmp_path / "files")
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()
