"""What is decided at the door: who may come in, when an account is locked, and what its administrator may do with it.

Every attempt, lock, reset and unlocking is logged to "zhibu.door" and recorded as an event in the transaction that
counts it, without passwords and without logins nobody has. What anybody could repeat without end, a login nobody has or
an account that is locked, is one event a quarter of an hour.
"""

import logging
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models.accounts import TRIES, Account, account_to_change, fits, opened_under
from models.organisations import OrganisationState
from models.posts import Post
from web.commands.opened import new_password
from workflows.engine.errors import NotFound, NotInOffice, OutOfTurn
from workflows.engine.findings import N_
from workflows.office.events import EVERYTHING, Happened, record, stream_of

log = logging.getLogger("zhibu.door")
MINUTE = timedelta(minutes=1)
WRONG = N_("登录名或者口令不对")
WRONG_PASSWORD = N_("口令不对")
WRONG_CODE = N_("动态口令不对，或者已经用过：请等下一个")
LOCKED = N_("连续输错 %(count)s 次，账号已锁定：请在 %(until)s 以后再试，或者请系统管理员解锁")


class Tried(NamedTuple):
    """A password tried on an account, or on none; `password_hash` is the hash it was held against."""

    account_id: int | None
    password_hash: str | None
    fits: bool


def tried(account: Account | None, password: str) -> Tried:
    """Holds a password against an account. Takes about 0.1 s whatever comes out, so it is done outside a transaction."""
    if account is None or not account.active:
        return Tried(None, None, fits(None, password))
    return Tried(account.id, account.password_hash, fits(account.password_hash, password))


def proved(session: Session, attempt: Tried, at: datetime) -> tuple[Account | None, str]:
    """The account whose password it was, or why not. A wrong one is counted: commit in either case."""
    account = account_to_change(session, attempt.account_id)
    if account is None or not account.active:
        log.warning("refused: no such account")
        record(session, Happened(EVERYTHING, "refused", "no such account", quarterly=True), at)
        return None, WRONG
    if account.locked(at):
        return None, refused(account, at, "locked")
    if attempt.fits and attempt.password_hash == account.password_hash:
        return account, ""
    account.missed(at)
    return None, refused(account, at, "wrong password") or WRONG


def proved_by_code(account: Account, code: str, at: datetime) -> str:
    """Nothing when it is the code of this moment, else why not. A wrong one is counted: commit in either case."""
    if account.locked(at):
        return refused(account, at, "locked")
    if account.accepts(code, at):
        return ""
    account.missed(at)
    return refused(account, at, "wrong code") or WRONG_CODE


def refused(account: Account, at: datetime, why: str) -> str:
    """Logs that the account was not let in; says until when it is locked, or nothing."""
    until = account.locked(at)
    log.warning("refused: %s, account %s, %s in a row", why, account.id, account.failures)
    happened(account, "refused", why, at, quarterly=why == "locked")
    if until is None:
        return ""
    log.warning("locked: account %s until %s", account.id, until.isoformat())
    whole = (until + MINUTE - timedelta.resolution).replace(second=0, microsecond=0)  # not said too early
    return LOCKED % {"count": TRIES, "until": whole.strftime("%Y-%m-%d %H:%M")}


def came_in(account: Account, at: datetime) -> None:
    """Forgets the wrong tries before the right one."""
    account.unlock()
    log.info("signed in: account %s", account.id)
    happened(account, "signed_in", "", at, account.person_id)


def happened(
    account: Account, kind: str, about: str, at: datetime, by: int | None = None, *, quarterly: bool = False
) -> None:
    """Records an event of an account, in the transaction that holds the account."""
    session = object_session(account)
    assert session is not None
    stream = stream_of(session, account.person_id, at.date())
    record(session, Happened(stream, kind, about, by, account.id, quarterly=quarterly), at)


def places(session: Session, person: int, day: date, *posts: str) -> list[str]:
    """Where in the tree does the person hold a post on that day, or one of these posts?"""
    held = select(OrganisationState.path).join(Post, Post.organisation_id == OrganisationState.organisation_id)
    held = held.where(Post.person_id == person, Post.holds_on(day), OrganisationState.holds_on(day))
    return list(session.scalars(held.where(Post.post.in_(posts)) if posts else held))


def in_hand(session: Session, account: Account | None, by: int, paths: list[str], day: date) -> Account:
    """The account, when `by`, administrator of these places, may reset it: it was opened there, and reaches no further.

    Raises NotFound for another's account, NotInOffice for one's own and where its person holds a post elsewhere: a
    reset shows the password, and with it everything that post may do.
    """
    if account is None or account.person_id not in opened_under(session, paths):
        raise NotFound(N_("没有这个账号"))
    if account.person_id == by:
        raise NotInOffice(N_("不能重置本人的账号：请由另一名系统管理员办理"))
    elsewhere = places(session, account.person_id, day)
    if not all(any(path.startswith(own) for own in paths) for path in elsewhere):
        raise NotInOffice(N_("此人在您所管理的党组织以外任职：请由上级的系统管理员办理"))
    return account


def reset(account: Account, by: int, at: datetime, *, without_code: bool) -> str:
    """Gives a new password, to be shown once and changed at the first sign-in; ends every session. `by` is a person."""
    if not account.active:
        raise OutOfTurn(N_("账号已停用：请先重新开立账号"))
    password = new_password()
    account.set_password(password)
    account.must_change = True
    account.unlock()
    if without_code:
        account.without_code()
    log.warning("reset: account %s by person %s%s", account.id, by, ", second factor taken off" if without_code else "")
    happened(account, "reset", "without code" if without_code else "", at, by)
    return password


def unlock(account: Account, by: int, at: datetime) -> None:
    """Lets the account try again at once. `by` is a person."""
    account.unlock()
    log.warning("unlocked: account %s by person %s", account.id, by)
    happened(account, "unlocked", "", at, by)
