"""`zhibu audit pack`: the inspection pack of an organisation and a period, as of a day, as a folder or a .zip."""

from datetime import date
from pathlib import Path

import click

from web.commands.audit_checkpoints import caught_up
from web.commands.opened import database_option, now, organisation_named
from web.commands.options import Day
from web.exporting.folder import write
from web.inspection_pack.pack import Wanted, give_out, pack
from workflows.engine.errors import WorkflowError
from workflows.proof.live.exporting import Period

BY = "命令 zhibu audit pack"


@click.command("pack")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--org", "organisation", required=True, help="党组织的编号或者名称：连同所属各级。")
@click.option("--from", "first", required=True, type=Day(), help="登记期间的第一天，如 2026-01-01。")
@click.option("--to", "last", required=True, type=Day(), help="登记期间的最后一天。")
@click.option("--on", "day", type=Day(), default=None, help="名单截至哪一天，默认今天。")
@database_option
def pack_command(url: str, target: Path, organisation: str, first: date, last: date, day: date | None) -> None:
    """迎检包：全程纪实导出（附核对程序）和党员名册、四本名册、换届、不予办理、逾期、检查发现等名单，写成 OUT（文件夹或者 .zip）。"""
    if target.exists():
        raise click.UsageError(f"{target} 已经存在，没有改动：请换一个名称")
    at = now()
    with caught_up(url) as database:
        with database.read() as session:
            number = organisation_named(session, organisation, ever=True)
        try:
            wanted = Wanted(number, Period(first, last), day or at.date())
            packed = pack(database, wanted, BY, at)
            give_out(database, wanted, packed.manifest, None, at)
        except WorkflowError as error:
            raise click.ClickException(str(error)) from None
    try:
        write(packed.files, target)
    except OSError as error:
        raise click.ClickException(f"{target} 写不进去：{error.strerror or error}") from None
    for name, count in sorted(packed.counts.items()):
        click.echo(f"{name}：{count}")
    click.echo(f"{target}：检查点 {packed.code}。核对：在“全程纪实导出”里运行 python -I verify.py", err=True)
