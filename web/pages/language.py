"""Chinese first, English by a switch: messages are translated when they are shown."""

from datetime import date
from typing import Any

from flask import Flask, g, session
from flask_login import LoginManager
from markupsafe import Markup

from web.catalogue import LANGUAGES, translated
from workflows.engine.decide import with_weekday
from workflows.engine.findings import Message


def language() -> str:
    """The language of this session."""
    if "language" not in g:
        chosen = session.get("language")
        g.language = chosen if chosen in LANGUAGES else "zh"
    return g.language


def said(message: str, /, **facts: Any) -> str:
    """A message in the session's language, filled in with its facts."""
    marked = message if isinstance(message, Message) else Message(message)
    return translated(marked % facts if facts else marked, language())


def day_said(day: date | None) -> str:
    """A day with its weekday; nothing for no day."""
    return translated(with_weekday(day), language()) if day else ""


def lines(text: str) -> Markup:
    """A text with its lines kept."""
    return Markup("<br>").join(str(text).split("\n"))


def install(app: Flask, signing_in: LoginManager) -> None:
    """Gives templates `_`, `language` and the filters `day` and `lines`."""
    app.jinja_env.globals.update(_=said, language=language)
    app.jinja_env.filters.update(day=day_said, lines=lines)
