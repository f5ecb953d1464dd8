"""Accounts: one login a person, with an argon2 hash of the password, a lock after wrong tries, and a second factor."""

import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, false, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, Id, within
from .cases import Case
from .journal import Entry

hasher = PasswordHasher()
TRIES = 5
LOCK = timedelta(minutes=15)
CODE_SECONDS = 30


class Account(Base):
    """A person's account. An account that is not active exists for the record only.

    The office journal opens and closes it; how it signs in is kept here alone. `key` names the sessions that still count:
    a new one ends them all. `failures` counts wrong passwords and codes in a row, `locked_until` is a moment in UTC,
    `totp_step` the last half minute whose code was used.
    """

    __tablename__ = "account"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    created_on: Mapped[date]
    key: Mapped[str] = mapped_column(default="")
    must_change: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    totp_secret: Mapped[str | None]
    totp_step: Mapped[int | None]
    feed_hash: Mapped[str | None] = mapped_column(index=True)

    def set_password(self, password: str) -> None:
        """Keeps a salted hash; the password itself is kept nowhere. Ends every session of the account."""
        self.password_hash = hasher.hash(password)
        self.end_sessions()

    def end_sessions(self) -> None:
        """Ends every session of the account."""
        self.key = secrets.token_urlsafe(16)

    def check_password(self, password: str) -> bool:
        """Whether it is this account's password. Renews a hash made with weaker settings; takes about 0.1 s."""
        if not fits(self.password_hash, password):
            return False
        self.renew_hash(password)
        return True

    def renew_hash(self, password: str) -> None:
        """Makes the hash anew where it was made with weaker settings. The password must be the right one."""
        if hasher.check_needs_rehash(self.password_hash):
            self.password_hash = hasher.hash(password)

    def locked(self, at: datetime) -> datetime | None:
        """Until when it is locked, in the zone of `at`; None when it is open, as at that very moment."""
        until = self.locked_until and self.locked_until.replace(tzinfo=UTC)
        return until.astimezone(at.tzinfo) if until and at < until else None

    def missed(self, at: datetime) -> None:
        """Counts a wrong password or code; the last of TRIES locks. A lock that has passed lets the count begin anew."""
        self.failures = 1 if self.locked_until else self.failures + 1
        self.locked_until = (at + LOCK).astimezone(UTC).replace(tzinfo=None) if self.failures >= TRIES else None

    def unlock(self) -> None:
        """Opens it again, with no wrong tries."""
        self.failures, self.locked_until = 0, None

    def accepts(self, code: str, at: datetime) -> bool:
        """Whether it is a code of this or a neighbouring half minute, later than the last one used; it is used then."""
        step = step_of(self.totp_secret or "", code, at)
        if step is None or step <= (self.totp_step or 0):
            return False
        self.totp_step = step
        return True

    def without_code(self) -> None:
        """Signs in by the password alone from now on."""
        self.totp_secret = self.totp_step = None


def fits(password_hash: str | None, password: str) -> bool:
    """Whether the password made the hash. The work is the same where there is no hash, or none that a password made."""
    try:
        return hasher.verify(password_hash or _nobodys(hasher), password)
    except InvalidHashError:
        return fits(None, password)
    except VerificationError:
        return False


@cache
def _nobodys(_: PasswordHasher) -> str:
    """A hash whose password nobody knows."""
    return hasher.hash(secrets.token_urlsafe(32))


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The half minute, counted from 1970, whose code this is: the one of `at`, the one before or the one after."""
    from pyotp import TOTP

    if not secret:
        return None
    now, made = int(at.timestamp()) // CODE_SECONDS, TOTP(secret, interval=CODE_SECONDS)
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(made.generate_otp(step).encode(), code.encode()):
            return step
    return None


def account_of(session: Session, login: str) -> Account | None:
    """Which account has this login?"""
    return session.scalars(select(Account).where(Account.login == login)).first()


def account_to_change(session: Session, account_id: int | None) -> Account | None:
    """The account as it is now; whoever else would change it waits for the end of this transaction."""
    return session.scalars(select(Account).where(Account.id == account_id).with_for_update()).first()


def opened_under(session: Session, paths: Iterable[str]) -> dict[int, int]:
    """Whose accounts were opened by organisations in these places of the tree or below? By person the organisation."""
    opened = (Entry.step == "open_account") & Entry.kind.in_(("act", "import"))
    rows = (
        select(Case.organisation_id, Entry.facts)
        .join(Entry, Entry.case_id == Case.id)
        .where(Case.workflow == "office", or_(false(), *(within(Case.path, path) for path in paths)))
        .where(opened | (Entry.kind == "correction"))
        .order_by(Entry.id)
    )
    found: dict[int, int] = {}
    for organisation, content in session.execute(rows):
        facts = json.loads(content)["facts"]
        form = facts.get("form") or facts
        if "login" in form:
            found[form["person"]] = organisation
    return found
