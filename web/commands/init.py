"""`zhibu init`: makes a database with its root organisation and its first three administrators."""

from datetime import date, datetime

import click
from sqlalchemy import exists, select

from models import databases
from models.organisations import Organisation
from models.posts import POSTS
from models.work import Work
from web import log_keys
from web.commands.audit_keys import hash_option, origin_option, set_up, told
from web.commands.opened import give_password, now, writing
from web.commands.options import Day
from workflows.engine.values import FIRST_DAY
from workflows.office.record import found, register, take

LOGINS = {"admin": "administrator", "security": "security_administrator", "audit": "audit_administrator"}
"""The first accounts with the post of each."""


@click.command("init")
@click.argument("url")
@click.option("--app-role", default=None, help="PostgreSQL：应用程序所用的用户，授给它必要的权限。")
@click.option("--name", default="县委组织部", help="根组织的名称。")
@click.option("--founded-on", type=Day(), default=FIRST_DAY, help="根组织的设立日期；不详时不必填。")
@click.option(
    "--administrator",
    "names",
    nargs=3,
    default=("系统管理员甲", "安全管理员乙", "审计管理员丙"),
    help="最初的系统管理员、安全管理员、审计管理员的姓名，三人各任一职：任职由系统管理员提议，由安全管理员确认。",
)
@origin_option
@hash_option
def init(
    url: str,
    app_role: str | None,
    name: str,
    founded_on: date,
    names: tuple[str, str, str],
    origin: str | None,
    log_hash: str,
) -> None:
    """建立数据库：根组织、最初的三名管理员和日志的密钥。URL 如 sqlite:///zhibu.db（PostgreSQL 用所有者的地址）。"""
    databases.create(url, app_role)
    at = now()
    with writing(url) as work:
        if work.session.scalar(select(exists().where(Organisation.id.is_not(None)))):
            raise click.ClickException("数据库已有党组织，没有改动")
        root = found(work, {"on": str(founded_on), "name": name, "kind": "department"}, None, at)
        passwords = [administrator(work, root, *each, at) for each in zip(names, LOGINS.items(), strict=True)]
        key = set_up(work, origin or log_keys.origin_from(name), log_hash, at)
    click.echo(f"已建立数据库 {url}：根组织“{name}”（编号 {root}）")
    for each, (login, post), password in zip(names, LOGINS.items(), passwords, strict=True):
        click.echo(f"  {POSTS[post]} {each}  登录名 {login}  口令 {password}")
    for line in told(key):
        click.echo(f"  {line}")
    click.echo("口令只显示这一次，请记下，并在首次登录后更换。")


def administrator(work: Work, root: int, name: str, given: tuple[str, str], at: datetime) -> str:
    """Registers a first administrator (login and post) as history, because nobody is yet in office; answers the password."""
    today, (login, post_name) = str(at.date()), given
    person = register(work, root, {"on": today, "name": name}, None, at)
    post = {"on": today, "person": person, "post": post_name, "from_on": today}
    proposal = take(work, root, "propose_post", post, None, at)
    take(work, root, "grant_post", {"on": today, "proposal": proposal.number}, None, at)
    take(work, root, "open_account", {"on": today, "person": person, "login": login}, None, at)
    return give_password(work.session, person)
