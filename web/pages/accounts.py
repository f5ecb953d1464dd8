"""The administrator's side of accounts: how each stands, a new password shown once, and unlocking."""

from itertools import islice
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import or_, select

from models.accounts import Account, account_to_change, opened_under
from models.organisations import OrganisationState
from models.people import Person
from web.door import in_hand, reset, unlock
from web.pages.guarding import secret
from web.pages.language import said
from web.pages.request import clock, me, reading, today, writing
from workflows.engine.errors import NotInOffice
from workflows.engine.findings import N_
from workflows.engine.offices import ADMINISTRATION, FIXED, SECURITY

pages = Blueprint("accounts", __name__, url_prefix="/accounts")
A_PAGE = 50


@pages.get("")
def listed():
    """The accounts opened in the places one administers, in the order of their logins."""
    wanted, after = request.args.get("q", "").strip(), request.args.get("after", "")
    rows = found(wanted, after)
    more = rows[A_PAGE - 1][0].login if len(rows) > A_PAGE else ""
    return render_template("account/listed.html", rows=rows[:A_PAGE], wanted=wanted, more=more, at=clock())


@pages.get("/<int:account_id>")
def show(account_id: int):
    """One account, and what may be done with it."""
    account = in_hand(reading(), reading().get(Account, account_id), me().person_id, own_places(), today())
    name = reading().get_one(Person, account.person_id).name
    return render_template("account/one.html", account=account, name=name, at=clock())


@pages.post("/<int:account_id>/reset")
@secret
def give_new(account_id: int):
    """Gives a new password and shows it; no other page ever does."""
    account = to_change(account_id)
    password = reset(account, me().person_id, clock(), without_code="without_code" in request.form)
    writing().commit()
    return render_template("account/given.html", account=account, given=password)


@pages.post("/<int:account_id>/unlock")
def open_again(account_id: int):
    """Lets the account try again at once."""
    account = to_change(account_id)
    unlock(account, me().person_id, clock())
    writing().commit()
    flash(said(N_("账号 %(login)s 已解锁"), login=account.login))
    return redirect(url_for(".show", account_id=account_id), 303)


def administered() -> list[str]:
    """Where one is administrator, by the post chosen where one is chosen."""
    return held_as(ADMINISTRATION)


def secured() -> list[str]:
    """Where one is security administrator, by the post chosen where one is chosen."""
    return held_as(SECURITY)


def held_as(office: str) -> list[str]:
    """Where one holds the post of a fixed office."""
    chosen = me().chosen
    return [held.path for held in me().posts if held.post == FIXED[office] and chosen in (None, held)]


def own_places() -> list[str]:
    """Where one is administrator; raises NotInOffice for whoever is not."""
    if not administered():
        raise NotInOffice(N_("账号由系统管理员管理：请以系统管理员的职务办理"))
    return administered()


def to_change(account_id: int) -> Account:
    """The account, which nobody else changes meanwhile."""
    session = writing().session
    return in_hand(session, account_to_change(session, account_id), me().person_id, own_places(), today())


def found(wanted: str, after: str) -> list[tuple[Account, str, str]]:
    """Accounts with the name of the person and of the organisation; one more than a page holds."""
    opened = opened_under(reading(), own_places())
    rows: Any = select(Account, Person.name).join(Person, Person.id == Account.person_id)
    rows = rows.where(Account.login > after).order_by(Account.login)
    if wanted:
        rows = rows.where(or_(*(each.startswith(wanted, autoescape=True) for each in (Account.login, Person.name))))
    seen = reading().execute(rows.execution_options(yield_per=500))
    own = list(islice((row for row in seen if row[0].person_id in opened), A_PAGE + 1))
    named = names({opened[account.person_id] for account, _ in own})
    return [(account, name or "", named.get(opened[account.person_id], "")) for account, name in own]


def names(organisations: set[int]) -> dict[int, str]:
    """What these organisations are called today."""
    state = OrganisationState
    rows = select(state.organisation_id, state.name).where(state.organisation_id.in_(organisations))
    return {number: name for number, name in reading().execute(rows.where(state.holds_on(today())))}
