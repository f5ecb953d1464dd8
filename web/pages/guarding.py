"""What stands before every view: sign-in, an idle end, the token of the form, and the strict headers after it."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user

OWN_PACE = ("sign_in.password", "sign_in.sign_out", "sign_in.speak")  # open to an account that must change its password
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


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view that is open without signing in; a test keeps the list of them."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def nonce() -> str:
    """The one word of this answer that lets a style of the page itself through."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return g.nonce


def install(app: Flask, signing_in: LoginManager) -> None:
    """Asks for the sign-in and the token before every view, and sets the headers after it."""
    app.jinja_env.globals.update(nonce=nonce)

    @app.before_request
    def ask() -> Any:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None or request.endpoint == "static":
            return None
        session.permanent = True
        if not getattr(view, "is_public", False):
            if not current_user.is_authenticated:
                return signing_in.unauthorized()
            if current_user.must_change and request.endpoint not in OWN_PACE:
                return redirect(url_for("sign_in.password"))
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            current_app.extensions["csrf"].protect()
        return None

    @app.after_request
    def head(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce()))
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if request.endpoint != "static":
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer
