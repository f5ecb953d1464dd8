"""The web application: one factory; whoever serves it or tests it says which database, which folder and which clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map

from models.databases import Database
from web.commands.opened import now
from web.pages import BLUEPRINTS, errors, frame, guarding, language, request, sealing
from web.signing import signing_key
from web.stored import folder_beside

IDLE = timedelta(minutes=30)
LARGEST_REQUEST = 25 * 2**20  # a file of 20 MB and the form around it
LARGEST_NUMBER = 10**15 - 1


class Number(IntegerConverter):
    """A number in an address: one of more digits than the tables take is not there."""

    def __init__(self, within: Map) -> None:
        super().__init__(within, max=LARGEST_NUMBER)


def create_app(
    url: str,
    *,
    files: Path | None = None,
    secret_key: str | None = None,
    clock: Callable[[], datetime] = now,
    secure: bool = False,
) -> Flask:
    """The application on the database at `url`. Attached files lie in `files`; `secure` when it is served over TLS."""
    files = files or folder_beside(url)
    app = Flask("web", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=secret_key or signing_key(url, files),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=20_000,
        PERMANENT_SESSION_LIFETIME=IDLE,
        SESSION_COOKIE_NAME="zhibu",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_TIME_LIMIT=None,  # the session's own end is the end of its token
        WTF_CSRF_CHECK_DEFAULT=False,  # `guarding` asks after the sign-in, so that nothing typed is lost
    )
    app.url_map.converters["int"] = Number
    app.extensions["zhibu"] = request.Installed(Database(url), files, clock)
    app.extensions["csrf"] = CSRFProtect(app)
    signing_in = LoginManager(app)
    for part in (language, guarding, request, errors, frame, sealing):
        part.install(app, signing_in)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
