"""`zhibu user`: adds people with accounts and posts, a post by two persons; gives an account a new password."""

from datetime import date, datetime
from typing import Any

import click

from models.accounts import account_of
from models.posts import POSTS
from models.work import Work
from web import door
from web.commands.opened import database_option, give_password, now, organisation_named, person_of, writing
from web.commands.options import Day
from web.commands.security import FIRST, is_there, security
from workflows.engine.offices import Actor
from workflows.office.record import register, take


@click.group()
def user() -> None:
    """人员、账号和职务。"""


user.add_command(security)


@user.command("add")
@click.argument("login")
@click.option("--person", type=click.IntRange(1), default=None, help="已登记人员的编号。")
@click.option("--name", default=None, help="新登记人员的姓名。")
@click.option("--born-on", type=Day(), default=None, help="新登记人员的出生日期。")
@click.option("--organisation", required=True, help="党组织的编号或者名称。")
@click.option("--post", type=click.Choice(list(POSTS)), default=None, help="职务：须由另一人确认。")
@click.option("--from-on", type=Day(), default=None, help="任职起始日期，默认今天。")
@click.option("--by", "by", default="admin", show_default=True, help="办理人的登录名。")
@click.option("--confirmed-by", default=None, help="确认任职的安全管理员的登录名。")
@database_option
def add(url: str, login: str, by: str, confirmed_by: str | None, **given: Any) -> None:
    """开立账号 LOGIN，口令只显示一次；给了 --post 就一并提议任职。"""
    if (given["person"] is None) == (given["name"] is None):
        raise click.UsageError("--person 和 --name 须给出其中一个")
    at = now()
    with writing(url) as work:
        actor = person_of(work.session, by)
        second = person_of(work.session, confirmed_by) if confirmed_by else None
        organisation = organisation_named(work.session, given["organisation"])
        person = given["person"] or registered(work, organisation, given, actor, at)
        opening = {"on": str(at.date()), "person": person, "login": login}
        take(work, organisation, "open_account", opening, actor, at)
        # Said at once: a post refused afterwards does not take the account back.
        password = give_password(work.session, person)
        click.echo(f"人员编号 {person}，登录名 {login}，口令 {password}（只显示这一次）")
        if given["post"]:
            click.echo(posted(work, organisation, person, given, (actor, second), at))


def registered(work: Work, organisation: int, given: dict[str, Any], actor: Actor, at: datetime) -> int:
    """The number of a person registered now."""
    values = {"on": str(at.date()), "name": given["name"], "born_on": day(given["born_on"])}
    return register(work, organisation, values, actor, at)


def posted(
    work: Work, organisation: int, person: int, given: dict[str, Any], by: tuple[Actor, Actor | None], at: datetime
) -> str:
    """Proposes the post by the first and, where there is a second person, grants it by him; answers what was done."""
    today = str(at.date())
    values = {"on": today, "person": person, "post": given["post"], "from_on": day(given["from_on"]) or today}
    proposal = take(work, organisation, "propose_post", values, by[0], at)
    title = POSTS[given["post"]]
    if by[1] is None:
        return f"已提议任“{title}”（第 {proposal.number} 条），须由安全管理员确认：zhibu user confirm"
    if not is_there(work.session, at.date()):
        raise click.ClickException(FIRST)
    take(work, organisation, "grant_post", {"on": today, "proposal": proposal.number}, by[1], at)
    return f"已任“{title}”"


@user.command("confirm")
@click.argument("organisation")
@click.argument("number", type=click.IntRange(1))
@click.option("--by", "by", required=True, help="确认人（安全管理员）的登录名，不能是提议人。")
@database_option
def confirm(url: str, organisation: str, number: int, by: str) -> None:
    """确认 ORGANISATION 设置纪实中第 NUMBER 条任职提议。"""
    at = now()
    with writing(url) as work:
        actor = person_of(work.session, by)
        place = organisation_named(work.session, organisation)
        if not is_there(work.session, at.date()):
            raise click.ClickException(FIRST)
        take(work, place, "grant_post", {"on": str(at.date()), "proposal": number}, actor, at)
    click.echo("已确认任职")


@user.command("reset")
@click.argument("login")
@click.option("--by", "by", required=True, help="办理重置的系统管理员的登录名。")
@click.option("--without-code", is_flag=True, help="同时停用动态口令（手机遗失时）。")
@database_option
def reset_password(url: str, login: str, by: str, without_code: bool) -> None:
    """重置账号 LOGIN 的口令：新口令只显示一次，本人首次登录时须更改。"""
    at = now()
    today = at.date()
    with writing(url) as work:
        actor = person_of(work.session, by)
        paths = door.places(work.session, actor.person_id, today, "administrator")
        account = door.in_hand(work.session, account_of(work.session, login), actor.person_id, paths, today)
        password = door.reset(account, actor.person_id, at, without_code=without_code)
    click.echo(f"{login} 的新口令 {password}（只显示这一次，本人首次登录时须更改）")


def day(given: date | None) -> str | None:
    """A day as forms read it."""
    return str(given) if given else None
