"""The first page after signing in."""

from flask import Blueprint

from web.pages import worklist

pages = Blueprint("home", __name__)


@pages.get("/")
def home():
    """The worklist."""
    return worklist.shown()
