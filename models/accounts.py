"""Accounts: one login a person, with an argon2 hash of the password."""

import secrets
from datetime import date, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .base import Base, Id

hasher = PasswordHasher()


class Account(Base):
    """A person's account. An account that is not active exists for the record only.

    The office journal opens and closes it; how it signs in is kept here alone. `key` names the sessions that still count:
    a new one ends them all. `failures` counts wrong passwords in a row, `locked_until` is a moment in UTC.
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
    feed_hash: Mapped[str | None] = mapped_column(index=True)

    def set_password(self, password: str) -> None:
        """Keeps a salted hash; the password itself is kept nowhere. Ends every session of the account."""
        self.password_hash = hasher.hash(password)
        self.key = secrets.token_urlsafe(16)

    def check_password(self, password: str) -> bool:
        """Whether it is this account's password. Renews a hash made with weaker settings; takes about 0.1 s."""
        try:
            hasher.verify(self.password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
        if hasher.check_needs_rehash(self.password_hash):
            self.password_hash = hasher.hash(password)
        return True


def account_of(session: Session, login: str) -> Account | None:
    """Which account has this login?"""
    return session.scalars(select(Account).where(Account.login == login)).first()
