"""What every view has at hand: the database, the clock, who is signed in, and what that person may see."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.accounts import Account
from models.base import within
from models.databases import Database
from models.organisations import OrganisationState
from models.people import Person
from models.posts import Post
from models.work import Work
from workflows.engine.offices import Actor


class Installed(NamedTuple):
    """What the application was made with."""

    database: Database
    files: Path
    clock: Callable[[], datetime]


class Held(NamedTuple):
    """A post somebody holds today, and where."""

    id: int
    post: str
    organisation_id: int
    organisation: str
    kind: str
    path: str


class SignedIn(UserMixin):
    """Who is signed in: the person, the account, and the posts held today, the oldest first."""

    def __init__(self, account: Account, name: str, posts: Sequence[Held]) -> None:
        self.account_id, self.person_id, self.login = account.id, account.person_id, account.login
        self.must_change, self.key = account.must_change, account.key
        self.name, self.posts = name, list(posts)

    def get_id(self) -> str:
        return f"{self.account_id}:{self.key}"

    @property
    def chosen(self) -> Held | None:
        """The post chosen to act by; with one post it is that one."""
        wanted = session.get("post")
        return next((held for held in self.posts if held.id == wanted), self.posts[0] if len(self.posts) == 1 else None)

    @property
    def paths(self) -> list[str]:
        """Where in the tree the person's posts are: everything in or under one of them may be seen."""
        return sorted({held.path for held in self.posts})

    def sees(self, path: str) -> bool:
        """Whether what stands at `path` may be seen."""
        return any(path.startswith(own) for own in self.paths)


def installed() -> Installed:
    """What the application was made with."""
    return current_app.extensions["zhibu"]


def reading() -> Session:
    """This request's session to read with: one state of the database, no writes."""
    if "reading" not in g:
        g.reading = installed().database.read()
    return g.reading


def writing() -> Work:
    """This request's transaction to write in. Who began it commits it; what is not committed is undone at the end."""
    if "writing" not in g:
        g.writing = installed().database.work()
    return g.writing


def clock() -> datetime:
    """The moment of this request, the same one throughout."""
    if "moment" not in g:
        g.moment = installed().clock()
    return g.moment


def today() -> date:
    """The day of this request in the installation's zone."""
    return clock().date()


def with_today(typed: dict[str, list[str]]) -> bool:
    """Puts today into the field whose button was pressed; whether one was."""
    pressed = typed.pop("today", None)
    if pressed:
        typed[pressed[0]] = [today().isoformat()]
    return bool(pressed)


def me() -> SignedIn:
    """Who is signed in."""
    return current_user  # type: ignore[return-value]


def actor() -> Actor:
    """Who acts, by the post chosen where there are several."""
    chosen = me().chosen
    return Actor(me().person_id, chosen.id if chosen else None)


def in_sight(path: Any) -> ColumnElement[bool]:
    """The column `path` lies where the person signed in may look."""
    return or_(*(within(path, own) for own in me().paths)) if me().paths else or_(False)


def held_posts(reader: Session, person_id: int, day: date) -> list[Held]:
    """Which posts does the person hold on that day, and where? The oldest first."""
    rows = (
        select(
            Post.id,
            Post.post,
            Post.organisation_id,
            OrganisationState.name,
            OrganisationState.kind,
            OrganisationState.path,
        )
        .join(OrganisationState, OrganisationState.organisation_id == Post.organisation_id)
        .where(Post.person_id == person_id, Post.holds_on(day), OrganisationState.holds_on(day))
        .order_by(Post.from_on, Post.id)
    )
    return [Held(*row) for row in reader.execute(rows)]


def signed_in(number: str) -> SignedIn | None:
    """The account a session names, as long as it is active and the session still counts."""
    account_id, _, key = number.partition(":")
    row = reading().execute(
        select(Account, Person.name)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id == int(account_id), Account.active)
    )
    found = row.first()
    if found is None or found[0].key != key:
        return None
    return SignedIn(found[0], found[1] or "", held_posts(reading(), found[0].person_id, today()))


def install(app: Flask, signing_in: LoginManager) -> None:
    """Finds who is signed in, and gives back what a request has opened."""
    signing_in.user_loader(signed_in)
    app.jinja_env.globals.update(today=today)

    @app.teardown_appcontext
    def close(error: BaseException | None) -> None:
        for name in ("writing", "reading"):
            opened = g.pop(name, None)
            if opened is not None:
                opened.close()
