"""`zhibu init`: makes a database with its root organisation and the first administrators."""

from datetime import date, datetime

import click
from sqlalchemy import exists, select

from models import databases
from models.organisations import Organisation
from models.work import Work
from web.commands.opened import give_password, now, writing
from web.commands.options import Day
from workflows.engine.values import FIRST_DAY
from workflows.office.record import found, register, take

LOGINS = ("admin", "admin2")


@click.command("init")
@click.argument("url")
@click.option("--app-role", default=None, help="PostgreSQL：应用程序所用的用户，授给它必要的权限。")
@click.option("--name", default="县委组织部", help="根组织的名称。")
@click.option("--founded-on", type=Day(), default=FIRST_DAY, help="根组织的设立日期；不详时不必填。")
@click.option(
    "--administrator",
    "names",
    nargs=2,
    default=("系统管理员甲", "系统管理员乙"),
    help="最初两名系统管理员的姓名：任职须由两人办理，所以一开始就要有两名。",
)
def init(url: str, app_role: str | None, name: str, founded_on: date, names: tuple[str, str]) -> None:
    """建立数据库：根组织和最初的两名系统管理员。URL 如 sqlite:///zhibu.db（PostgreSQL 用所有者的地址）。"""
    databases.create(url, app_role)
    at = now()
    with writing(url) as work:
        if work.session.scalar(select(exists().where(Organisation.id.is_not(None)))):
            raise click.ClickException("数据库已有党组织，没有改动")
        root = found(work, {"on": str(founded_on), "name": name, "kind": "department"}, None, at)
        passwords = [administrator(work, root, *each, at) for each in zip(names, LOGINS, strict=True)]
    click.echo(f"已建立数据库 {url}：根组织“{name}”（编号 {root}）")
    for each, login, password in zip(names, LOGINS, passwords, strict=True):
        click.echo(f"  {each}  登录名 {login}  口令 {password}")
    click.echo("口令只显示这一次，请记下，并在首次登录后更换。")


def administrator(work: Work, root: int, name: str, login: str, at: datetime) -> str:
    """Registers a first administrator as history, because nobody is yet in office, and answers the password."""
    today = str(at.date())
    person = register(work, root, {"on": today, "name": name}, None, at)
    post = {"on": today, "person": person, "post": "administrator", "from_on": today}
    proposal = take(work, root, "propose_post", post, None, at)
    take(work, root, "grant_post", {"on": today, "proposal": proposal.number}, None, at)
    take(work, root, "open_account", {"on": today, "person": person, "login": login}, None, at)
    return give_password(work.session, person)
