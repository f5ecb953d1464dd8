"""The page of settings: everybody reads what the installation goes by; administrators of the root change it by steps."""

from flask import Blueprint, current_app, render_template

from models.organisations import KINDS
from models.posts import APART, POSTS
from web.pages import log_rows
from web.pages import setting_rows as rows
from web.pages.accounts import administered, secured
from web.pages.request import me, reading, today
from workflows.membership.stages import OFFICE_TITLES

pages = Blueprint("settings", __name__)
DAYS_OFFERED = 40
"""The State Council's notice names about so many days of a year that differ from the week."""


@pages.get("/settings")
def index():
    """Readings, overlays, calendar years and the table of offices, each with the decision behind it."""
    root = rows.root_case(reading())
    return render_template(
        "settings/index.html",
        root=root,
        own=root is not None and root.row.path in administered(),
        secures=root is not None and root.row.path in secured(),
        seen=root is not None and me().sees(root.row.path),
        readings=rows.readings(root),
        overlays=rows.overlays(root),
        years=rows.years(root, today()),
        offices=rows.offices(reading(), today()),
        titles={str(office): title for office, title in OFFICE_TITLES.items()},
        posts={code: title for code, title in POSTS.items() if code not in APART},
        kinds=KINDS,
        log=log_rows.standing(reading(), current_app.extensions.get("log")),
        blank={f"days.{DAYS_OFFERED - 1}.day": ""},
    )
