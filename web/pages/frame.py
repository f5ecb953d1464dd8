"""What stands on every page: the menu, the form's token, titles of posts."""

from flask import Flask, url_for
from flask_login import LoginManager
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from models.posts import POSTS
from web.pages.auditing import audited
from web.pages.codes import coded
from web.pages.language import said
from workflows.engine.findings import N_

MENU = (
    (N_("工作台"), "home.home"),
    (N_("名册"), "ledgers.index"),
    (N_("人员"), "people.index"),
    (N_("党组织"), "organisations.index"),
    (N_("任期"), "terms.index"),
    (N_("导入"), "imports.index"),
    (N_("规则"), "handbook.index"),
    (N_("设置"), "settings.index"),
)


AUDIT = (N_("审计"), "audit_journal.index")


def menu() -> list[tuple[str, str]]:
    """The entries of the menu with their addresses; the auditors' room for those who may enter it."""
    shown = (*MENU, AUDIT) if audited() else MENU
    return [(title, url_for(endpoint)) for title, endpoint in shown]


def token() -> Markup:
    """The hidden field every form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def install(app: Flask, signing_in: LoginManager) -> None:
    """Gives templates `menu`, `token` and `post_title`; asks unknown visitors to sign in."""
    signing_in.login_view = "sign_in.form"
    signing_in.login_message = None
    app.jinja_env.globals.update(menu=menu, token=token, post_title=POSTS.get)
    app.jinja_env.filters.update(office=lambda office, flow: said(flow.offices[office]), said=said, coded=coded)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
