"""The first page after signing in."""

from flask import Blueprint, redirect, url_for

pages = Blueprint("home", __name__)


@pages.get("/")
def home():
    """The worklist."""
    return redirect(url_for("sign_in.password"))
