"""The seal that every printed sheet carries, read once a request."""

from flask import Flask, g
from flask_login import LoginManager

from web.pages.request import reading
from web.seal import Seal, seal_of


def seal() -> Seal | None:
    """The seal of the newest checkpoint; None where none was signed yet."""
    if "seal" not in g:
        g.seal = seal_of(reading())
    return g.seal


def install(app: Flask, signing_in: LoginManager) -> None:
    """Gives templates `seal`, which `_seal.html` draws."""
    app.jinja_env.globals.update(seal=seal)
