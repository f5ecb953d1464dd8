"""Signing in and out, the language and the post one acts by."""

import unicodedata
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user

from models.accounts import Account, account_of, account_to_change
from models.people import Person
from web.catalogue import LANGUAGES
from web.door import came_in, log, proved, proved_by_code, tried
from web.pages.guarding import ENDED, public, secret, seen, why_ended
from web.pages.kept import Kept, again, carried, onward
from web.pages.language import said
from web.pages.request import SignedIn, clock, held_posts, me, reading, today, writing
from workflows.engine.findings import N_

pages = Blueprint("sign_in", __name__)
CODE_WAITS = 300  # seconds between the password and the code
STILL_THERE = N_("内容还在，请核对后再次提交")
KEPT_AT_SIGN_IN = ("language",)


@pages.get("/sign-in")
@public
def form():
    """The page that asks for login and password."""
    return asked(why_ended(), 200, onward(request.args.get("next")))


@pages.post("/sign-in")
@public
@secret
def sign_in():
    """Checks login and password; an account with a second factor is asked for its code."""
    attempt = tried(account_of(reading(), posted("login")), request.form.get("password", ""))
    account, why = proved(writing().session, attempt, clock())
    if account is None:
        writing().commit()
        return asked(said(why), 401, onward(request.form.get("next")))
    account.renew_hash(request.form.get("password", ""))
    if account.totp_secret:
        writing().commit()
        session["half"] = [account.id, account.key, clock().timestamp()]
        return asked_code("", 200)
    return entered(account)


@pages.post("/sign-in/code")
@public
@secret
def code():
    """Checks the code of the second factor, soon after the password."""
    account_id, key, at = session.get("half", (None, "", 0))
    account = account_to_change(writing().session, account_id)
    late = clock().timestamp() - at > CODE_WAITS
    if late or account is None or not account.active or account.key != key or not account.totp_secret:
        session.pop("half", None)
        return asked(said(ENDED), 401, onward(request.form.get("next")))
    why = proved_by_code(account, digits(posted("code")), clock())
    if not why:
        return entered(account)
    writing().commit()
    return asked(said(why), 401, onward(request.form.get("next"))) if account.locked(clock()) else asked_code(why, 401)


@pages.post("/sign-out")
@public
@secret
def sign_out():
    """Ends the session, and every copy of it: the account's other sessions end as well."""
    if current_user.is_authenticated:
        account = account_to_change(writing().session, me().account_id)
        assert account is not None
        account.end_sessions()
        writing().commit()
        log.info("signed out: account %s", account.id)
    anew("language")
    return redirect(url_for("sign_in.form"), 303)


@pages.post("/speak")
@public
def speak():
    """Changes the language of the session."""
    chosen = request.form.get("language")
    session["language"] = chosen if chosen in LANGUAGES else "zh"
    return redirect(onward(request.form.get("next")) or url_for("home.home"), 303)


@pages.post("/act-by")
@secret
def act_by():
    """Chooses the post by which one acts."""
    chosen = request.form.get("post", type=int)
    session["post"] = next((held.id for held in me().posts if held.id == chosen), None)
    return redirect(onward(request.form.get("next")) or url_for("home.home"), 303)


def posted(name: str) -> str:
    """A field of the form without blanks around it."""
    return request.form.get(name, "").strip()


def digits(typed: str) -> str:
    """A code as it is compared: full-width digits made plain, blanks left out."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def asked(wrong: str, status: int, address: str) -> Any:
    """The page that asks for login and password, with what was typed elsewhere carried along."""
    return render_template("sign_in.html", wrong=wrong, next=address, kept=carried()), status


def asked_code(why: str, status: int) -> Any:
    """The page that asks for the code."""
    address = onward(request.form.get("next"))
    return render_template("account/code.html", wrong=why and said(why), next=address, kept=carried()), status


def entered(account: Account) -> Any:
    """Lets the account in, and answers with where it wanted to go or with what was typed before."""
    came_in(account, clock())
    writing().commit()
    begin(account)
    kept = carried()
    if account.must_change and kept:
        return render_template("account/password.html", kept=kept)
    return arrived(kept, onward(request.form.get("next")))


def begin(account: Account) -> None:
    """Begins a new session; nothing of the one before counts in it."""
    anew(*KEPT_AT_SIGN_IN)
    person = reading().get(Person, account.person_id)
    name = (person and person.name) or ""
    login_user(SignedIn(account, name, held_posts(reading(), account.person_id, today())))
    seen()


def anew(*stays: str) -> None:
    """Empties the session but for these."""
    left = {name: session[name] for name in stays if name in session}
    session.clear()
    session.update(left)
    session.permanent = True
    g.pop("csrf_token", None)


def arrived(kept: Kept | None, address: str, message: str = "") -> Any:
    """The page with what was typed, else the address wanted, else the worklist."""
    if kept:
        return again(kept, said(STILL_THERE), 200)
    if message:
        flash(message)
    return redirect(address or url_for("home.home"), 303)
