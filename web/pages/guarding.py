"""What stands before every view: sign-in, an idle end, the token of the form, and the strict headers after it."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, session, url_for
from flask_login import LoginManager, current_user, logout_user
from flask_wtf.csrf import CSRFError

from web.door import log
from web.pages.kept import carried, sent_across, typed
from web.pages.language import said
from web.pages.request import clock
from workflows.engine.findings import N_

OWN_PACE = ("own_account.password", "own_account.change")  # open while the password must be changed
ENDED = N_("登录已经失效，请重新登录")
IDLE_ENDED = N_("已有 %(minutes)s 分钟没有操作，请重新登录")
SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; style-src 'self' 'nonce-{nonce}'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
ONLY_TLS = "max-age=31536000"


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view that is open without signing in; a test keeps the list of them."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def secret(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view whose form holds passwords or codes: nothing of it is carried through a sign-in."""
    view.is_secret = True  # type: ignore[attr-defined]
    return view


def nonce() -> str:
    """The one word of this answer that lets a style of the page itself through."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


def seen() -> None:
    """The session counts from this moment on; the cookie's own end follows the machine's clock and is only a second one."""
    session["seen"] = clock().timestamp()


def end_when_idle() -> None:
    """Signs out whoever was not seen for longer than a session may rest."""
    if "_user_id" not in session:
        return
    rest = current_app.permanent_session_lifetime
    if clock().timestamp() - session.get("seen", 0) <= rest.total_seconds():
        return seen()
    log.info("idle: account %s", str(session["_user_id"]).partition(":")[0])
    logout_user()
    for name in ("seen", "post", "half", "offer"):
        session.pop(name, None)
    session["ended"] = int(rest.total_seconds()) // 60


def why_ended() -> str:
    """Why the session before this one ended, said once."""
    minutes = session.pop("ended", None)
    return said(IDLE_ENDED, minutes=minutes) if minutes else ""


def at_the_door(signing_in: LoginManager) -> Any:
    """The way to the sign-in; what was typed comes along."""
    if request.method in SAFE:
        return signing_in.unauthorized()
    return render_template("sign_in.html", wrong=why_ended() or said(ENDED), kept=typed() or carried()), 401


def install(app: Flask, signing_in: LoginManager) -> None:
    """Asks for the sign-in and the token before every view, and sets the headers after it."""
    app.jinja_env.globals.update(nonce=nonce)

    @app.before_request
    def ask() -> Any:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None or request.endpoint == "static":
            return None
        session.permanent = True
        end_when_idle()
        if not getattr(view, "is_public", False):
            if not current_user.is_authenticated:
                return at_the_door(signing_in)
            if current_user.must_change and request.endpoint not in OWN_PACE:
                return redirect(url_for("own_account.password"), 303)
        return None if request.method in SAFE else check_token()

    @app.after_request
    def head(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if app.config["SESSION_COOKIE_SECURE"]:
            answer.headers.setdefault("Strict-Transport-Security", ONLY_TLS)
        if request.endpoint != "static":
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def check_token() -> None:
    """The form's token, and that no other site sent it."""
    if sent_across():
        raise CSRFError("The form was sent by another site.")
    current_app.extensions["csrf"].protect()
