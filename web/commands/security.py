"""`zhibu user security`: the first security administrator of an installation that was made before there were any."""

from datetime import date

import click
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.cases import Case
from models.posts import POSTS, Post
from web.commands.opened import database_option, give_password, now, person_of, writing
from workflows.office.record import register, take

POST = "security_administrator"
FIRST = f"还没有{POSTS[POST]}，任职无人确认：请先 zhibu user security"


@click.command("security")
@click.argument("login")
@click.option("--name", required=True, help="安全管理员的姓名：须是另外一人，不担任其他职务。")
@click.option("--by", "by", required=True, help="提议人（根组织的系统管理员）的登录名。")
@database_option
def security(url: str, login: str, name: str, by: str) -> None:
    """早先建立、还没有安全管理员的系统：登记第一名，开立账号 LOGIN，任职记为历史。"""
    at = now()
    with writing(url) as work:
        actor, today = person_of(work.session, by), str(at.date())
        if is_there(work.session, at.date()):
            raise click.ClickException(f"已有{POSTS[POST]}：任职由其确认，没有改动")
        root = root_of(work.session)
        person = register(work, root, {"on": today, "name": name}, actor, at)
        take(work, root, "open_account", {"on": today, "person": person, "login": login}, actor, at)
        post = {"on": today, "person": person, "post": POST, "from_on": today}
        proposal = take(work, root, "propose_post", post, actor, at).number
        take(work, root, "grant_post", {"on": today, "proposal": proposal}, None, at)  # nobody could confirm it yet
        password = give_password(work.session, person)
    click.echo(f"已任“{POSTS[POST]}”：{name}，登录名 {login}，口令 {password}（只显示这一次）")


def is_there(session: Session, day: date) -> bool:
    """Whether anybody holds the post on that day."""
    return bool(session.scalar(select(exists().where(Post.post == POST, Post.holds_on(day)))))


def root_of(session: Session) -> int:
    """The number of the root organisation, whose office journal is the oldest."""
    rows = select(Case.organisation_id).where(Case.workflow == "office").order_by(Case.id).limit(1)
    return session.scalars(rows).one()
