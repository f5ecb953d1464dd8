"""Signing in and out, one's own password, the language and the post one acts by."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user

from models.accounts import Account, account_of
from models.people import Person
from web.catalogue import LANGUAGES
from web.pages.guarding import public
from web.pages.language import said
from web.pages.request import SignedIn, me, writing
from workflows.engine.findings import N_

pages = Blueprint("sign_in", __name__)
SHORTEST = 10
WRONG = N_("登录名或者口令不对")


@pages.get("/sign-in")
@public
def form():
    """The page that asks for login and password."""
    return render_template("sign_in.html", next=onward(request.args.get("next")))


@pages.post("/sign-in")
@public
def sign_in():
    """Checks login and password."""
    work = writing()
    account = account_of(work.session, request.form.get("login", "").strip())
    if account is None or not account.active or not account.check_password(request.form.get("password", "")):
        page = render_template("sign_in.html", wrong=said(WRONG), next=onward(request.form.get("next")))
        return page, 401
    person = work.session.get(Person, account.person_id)
    login_user(SignedIn(account, (person and person.name) or "", ()))
    work.commit()
    return redirect(onward(request.form.get("next")) or url_for("home.home"), 303)


@pages.post("/sign-out")
def sign_out():
    """Ends the session."""
    logout_user()
    session.clear()
    return redirect(url_for("sign_in.form"), 303)


@pages.route("/password", methods=["GET", "POST"])
def password():
    """Changes one's own password."""
    if request.method == "GET":
        return render_template("password.html")
    work = writing()
    account = work.session.get(Account, me().account_id)
    assert account is not None
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    errors = {}
    if not account.check_password(old):
        errors["old"] = said(N_("原口令不对"))
    if len(new) < SHORTEST:
        errors["new"] = said(N_("新口令至少 %(count)s 个字符"), count=SHORTEST)
    if new != again:
        errors["again"] = said(N_("两次输入的新口令不同"))
    if errors:
        return render_template("password.html", errors=errors), 422
    account.set_password(new)
    account.must_change = False
    work.commit()
    login_user(SignedIn(account, me().name, ()))
    flash(said(N_("口令已更改，其他地方的登录已经失效")))
    return redirect(url_for("home.home"), 303)


@pages.post("/speak")
@public
def speak():
    """Changes the language of the session."""
    chosen = request.form.get("language")
    session["language"] = chosen if chosen in LANGUAGES else "zh"
    return redirect(onward(request.form.get("next")) or url_for("home.home"), 303)


@pages.post("/act-by")
def act_by():
    """Chooses the post by which one acts."""
    chosen = request.form.get("post", type=int)
    session["post"] = next((held.id for held in me().posts if held.id == chosen), None)
    return redirect(onward(request.form.get("next")) or url_for("home.home"), 303)


def onward(address: str | None) -> str:
    """An address within this site, or nothing."""
    parts = urlsplit(address or "")
    inside = (address or "").startswith("/") and not (address or "").startswith(("//", "/\\"))
    return address or "" if inside and not parts.scheme and not parts.netloc else ""
