"""One's own account: the password, the second factor, and the sessions."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for

from models.accounts import Account, account_to_change, step_of
from web.door import WRONG, WRONG_CODE, WRONG_PASSWORD, log, proved, tried
from web.pages.accounts import administered
from web.pages.guarding import secret
from web.pages.kept import carried
from web.pages.language import said
from web.pages.request import clock, me, reading, writing
from web.pages.sign_in import arrived, begin, digits, posted
from workflows.engine.findings import N_

pages = Blueprint("own_account", __name__, url_prefix="/account")
SHORTEST = 10
ISSUER = "Zhibu"


@pages.get("")
def show():
    """The account: how it signs in, and the posts held today."""
    return render_template("account/show.html", account=own_as_read(), administers=bool(administered()))


@pages.get("/password")
def password():
    """The form for a new password."""
    return render_template("account/password.html", errors={})


@pages.post("/password")
@secret
def change():
    """Changes one's own password and ends every other session."""
    old, new = (request.form.get(name, "") for name in ("password", "new_password"))
    account, wrong = own_proved(old)
    errors = {**wrong, **unfit(old, new, request.form.get("new_password_again", ""))}
    if account is None or errors:
        writing().commit()
        return render_template("account/password.html", errors=errors, kept=carried()), 422
    account.set_password(new)
    account.must_change = False
    log.info("password changed: account %s", account.id)
    return renewed(account, url_for("home.home"), said(N_("口令已更改，其他地方的登录已经失效")))


@pages.post("/sessions")
def end_others():
    """Ends every other session of the account."""
    account = account_to_change(writing().session, me().account_id)
    assert account is not None
    account.end_sessions()
    log.info("other sessions ended: account %s", account.id)
    return renewed(account, url_for(".show"), said(N_("其他地方的登录已经失效")))


@pages.get("/code")
def second():
    """The second factor: a secret to be taken into the telephone, or that it is on already."""
    return offered({}, 200)


@pages.post("/code")
@secret
def take_on():
    """Turns the second factor on, once a code shows that the telephone has the secret."""
    offer, account = session.get("offer", ""), account_to_change(writing().session, me().account_id)
    step = step_of(offer, digits(posted("code")), clock())
    if account is None or account.totp_secret or step is None:
        return offered({"code": said(WRONG_CODE)}, 422)
    account.totp_secret, account.totp_step = offer, step
    writing().commit()
    session.pop("offer")
    log.info("second factor turned on: account %s", account.id)
    flash(said(N_("动态口令已启用：以后登录时须再输入动态口令")))
    return redirect(url_for(".show"), 303)


@pages.post("/code/off")
@secret
def take_off():
    """Turns the second factor off; the password shows that it is oneself."""
    account, errors = own_proved(request.form.get("password", ""))
    if account is None:
        writing().commit()
        return offered(errors, 422)
    account.without_code()
    account.unlock()
    writing().commit()
    log.warning("second factor turned off: account %s", account.id)
    flash(said(N_("动态口令已停用")))
    return redirect(url_for(".show"), 303)


def own_as_read() -> Account:
    """One's own account as it stands."""
    return reading().get_one(Account, me().account_id)


def own_proved(typed: str) -> tuple[Account | None, dict[str, str]]:
    """One's own account if the password is right, else the field that is wrong; wrong ones are counted as at the door."""
    account, why = proved(writing().session, tried(own_as_read(), typed), clock())
    return account, {"password": said(WRONG_PASSWORD if why == WRONG else why)} if why else {}


def unfit(old: str, new: str, again: str) -> dict[str, str]:
    """What is wrong with a new password, by field."""
    errors = {}
    if len(new) < SHORTEST:
        errors["new_password"] = said(N_("新口令至少 %(count)s 个字符"), count=SHORTEST)
    elif new.casefold() == me().login.casefold():
        errors["new_password"] = said(N_("新口令不能与登录名相同"))
    elif new == old:
        errors["new_password"] = said(N_("新口令不能与原口令相同"))
    if new != again:
        errors["new_password_again"] = said(N_("两次输入的新口令不同"))
    return errors


def renewed(account: Account, address: str, message: str) -> Any:
    """Goes on in a new session, the only one that counts from now on."""
    account.unlock()
    writing().commit()
    begin(account)
    return arrived(carried(), address, message)


def offered(errors: dict[str, str], status: int) -> Any:
    """The page of the second factor."""
    from pyotp import TOTP, random_base32
    from segno import make

    if own_as_read().totp_secret:
        return render_template("account/code_off.html", errors=errors), status
    offer = session.setdefault("offer", random_base32())
    address = TOTP(offer).provisioning_uri(name=me().login, issuer_name=ISSUER)
    picture = make(address, error="m").svg_data_uri(scale=5, light="white")
    spaced = " ".join(offer[at : at + 4] for at in range(0, len(offer), 4))
    return render_template("account/code_on.html", errors=errors, picture=picture, offer=spaced), status
