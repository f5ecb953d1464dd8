"""`zhibu audit erase` and `erase-confirm`: personal texts and files go by a recorded decision and two persons."""

from pathlib import Path

import click
from sqlalchemy import select

from models.cases import Case
from models.work import Work
from web.commands.opened import database_option, now, opened, person_of, writing
from web.erasing import given_out, remove_erased
from web.stored import folder_beside
from workflows import flow
from workflows.engine.perform.second import confirm, propose

case_argument = click.argument("case", type=click.IntRange(1))
by_option = click.option("--by", "login", required=True, help="登录名；口令随后输入。")


@click.command("erase")
@case_argument
@click.option("--entry", type=click.IntRange(1), default=None, help="哪一条记录，默认全案。")
@click.option(
    "--field", "fields", multiple=True, help="哪一项个人内容，可多次给出，默认该条的全部；附件为 files.0 等。"
)
@click.option("--number", required=True, help="决定的文号。")
@click.option("--on", required=True, help="决定的日期，如 2026-07-18。")
@click.option("--reason", required=True, help="理由。")
@by_option
@database_option
def erase(
    url: str, case: int, entry: int | None, fields: tuple[str, ...], number: str, on: str, reason: str, login: str
) -> None:
    """提议依决定抹去案件 CASE 的个人内容，须另一人以 erase-confirm 确认。"""
    form = {"number": number, "on": on, "reason": reason, "fields": list(fields)}
    with writing(url) as work:
        held = _held(work, case)
        actor = person_of(work.session, login)
        given = {**form, "entry": entry} if entry else form
        written = propose(work, flow(held.workflow), case, "erase", given, actor, held.version, now())
    click.echo(f"已提议，第 {written.number} 条：请另一人运行 zhibu audit erase-confirm {case} {written.number}")


@click.command("erase-confirm")
@case_argument
@click.argument("number", type=click.IntRange(1))
@by_option
@click.option(
    "--files",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="附件所在的文件夹，默认在数据库旁边。",
)
@database_option
def erase_confirm(url: str, case: int, number: int, login: str, folder: Path | None) -> None:
    """确认案件 CASE 第 NUMBER 条提议：个人内容随即删去，不能恢复；列出此前交出的名册和导出。"""
    with writing(url) as work:
        held = _held(work, case)
        actor = person_of(work.session, login)
        written = confirm(work, flow(held.workflow), case, number, actor, held.version, now())
    with opened(url) as database:
        gone = remove_erased(database, case, folder or folder_beside(url))
        with database.read() as session:
            handed = list(given_out(session, case))
    click.echo(f"已抹去，最后一条为第 {written.number} 条；删去附件 {len(gone)} 个")
    for each in handed:
        click.echo(
            f"此前已交出：{each.at[:16].replace('T', ' ')} {each.what}"
            + (f"（人员 {each.person}）" if each.person else "")
        )


def _held(work: Work, case: int) -> Case:
    held = work.session.scalars(select(Case).where(Case.id == case)).first()
    if held is None:
        raise click.ClickException(f"没有案件 {case}")
    return held
