"""The pages of cases, the same for every workflow."""

from flask import Blueprint, render_template

pages = Blueprint("cases", __name__)


@pages.get("/<workflow>/")
def listed(workflow: str):
    """The cases one may see."""
    return render_template("error.html", message=workflow, status=200)
