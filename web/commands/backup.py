"""`zhibu backup` and `zhibu restore`: one file with its checksum; what is restored is verified before it counts."""

import click

from models.databases import create
from web.commands.opened import database_option
from web.dumps import checksum_file, dumped, matches, restored, verified, written_checksum


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False))
@database_option
def backup(url: str, file: str) -> None:
    """备份数据库到 FILE，并写下校验值（FILE.sha256）。可以在使用中备份。"""
    dumped(url, file)
    click.echo(written_checksum(file))


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.argument("url")
@click.option("--app-role", default=None, help="PostgreSQL：应用程序所用的用户。")
def restore(file: str, url: str, app_role: str | None) -> None:
    """把备份 FILE 恢复到空的数据库 URL；校验值不符、纪实不完整的不予恢复。"""
    if not matches(file):
        raise click.ClickException(f"{file} 与 {checksum_file(file)} 中的校验值不符：备份已损坏或者被改动，没有恢复")
    with restored(file, url) as made:
        cases, problems = verified(made)
        for problem in problems:
            click.echo(problem, err=True)
        if problems:
            raise click.ClickException("备份中的全程纪实不完整，没有恢复")
    create(url, app_role)
    click.echo(f"已恢复：{cases} 个案件的全程纪实首尾相连，与散列值一致")
