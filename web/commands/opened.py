"""What commands on a database share: its address, a transaction to write in, passwords, and names of organisations."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from models.accounts import Account, account_of
from models.databases import Database
from models.organisations import OrganisationState
from models.work import Work
from workflows.engine.errors import WorkflowError
from workflows.engine.offices import Actor

ZONE = ZoneInfo("Asia/Shanghai")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another

database_option = click.option(
    "--database",
    "url",
    envvar="ZHIBU_DATABASE",
    default="sqlite:///zhibu.db",
    help="数据库地址，默认 sqlite:///zhibu.db（也可用环境变量 ZHIBU_DATABASE）。",
)


def now() -> datetime:
    """This moment, in the installation's zone."""
    return datetime.now(ZONE)


@contextmanager
def writing(url: str) -> Iterator[Work]:
    """A transaction, committed at its end. A refusal is committed with its entry, and said in Chinese."""
    with opened(url) as database, database.work() as work:
        try:
            yield work
        except WorkflowError as error:
            if error.entry is not None:
                work.commit()
            raise click.ClickException(str(error)) from None
        work.commit()


def addressed(url: str) -> Database:
    """The database at an address; a wrong address, or one at which no SQLite file lies, is an error in Chinese."""
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
            raise click.ClickException(f"没有数据库 {url}：请先 zhibu init")
        return Database(address)
    except (ArgumentError, ImportError) as error:
        raise click.ClickException(f"数据库地址有误：{url}（{error}）") from None


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database; one that cannot be read is an error in Chinese."""
    database = addressed(url)
    try:
        with database.read() as session:
            session.execute(select(OrganisationState.id).limit(1))
        yield database
    except DBAPIError as error:
        raise click.ClickException(f"数据库打不开或者尚未建立，请先 zhibu init：{error.orig}") from None
    finally:
        database.dispose()


def new_password() -> str:
    """A password to be printed once: 16 letters and digits in groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def give_password(session: Session, person_id: int, for_once: bool = True) -> str:
    """Gives a person's account a new password, `for_once` to be changed at the first sign-in, and answers it."""
    password = new_password()
    account = session.scalars(select(Account).where(Account.person_id == person_id)).one()
    account.set_password(password)
    account.must_change = for_once
    return password


def person_of(session: Session, login: str) -> Actor:
    """Who signs in under `login`: asks for the password, so that two persons are two persons here as well."""
    account = account_of(session, login)
    password = click.prompt(f"{login} 的口令", hide_input=True, err=True)
    if account is None or not account.active or not account.check_password(password):
        raise click.ClickException(f"{login}：登录名或者口令不对")
    return Actor(account.person_id)


def organisation_named(session: Session, given: str, ever: bool = False) -> int:
    """The number of an organisation given by its number or by its present name; `ever`: else one that is there no more."""
    by: Any = OrganisationState.organisation_id == int(given) if given.isdigit() else OrganisationState.name == given
    states = select(OrganisationState.organisation_id).where(OrganisationState.stands(), by)
    found = set(session.scalars(states.where(OrganisationState.until_on.is_(None))))
    if ever and not found:
        found = set(session.scalars(states))
    if len(found) != 1:
        why = "没有这个党组织" if not found else f"有 {len(found)} 个同名的党组织，请用编号"
        raise click.ClickException(f"{given}：{why}")
    return found.pop()
