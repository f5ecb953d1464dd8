"""`zhibu handbook`: writes the handbook as a folder of files, to be read without the product."""

from pathlib import Path

import click

from web.commands.options import language_option
from web.handbook.known import VARIABLE, handbook, scenarios_file
from web.handbook.site import write_site
from workflows.handbook import BadRun

MARK = "index.html"


@click.command("handbook")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--scenarios",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help=f"测试记录（pytest --scenarios 写出的文件）；默认用环境变量 {VARIABLE}，再默认 var/scenarios.json。",
)
@click.option("--force", is_flag=True, help="文件夹里已有文件时也写入，同名的覆盖。")
@language_option
def handbook_command(target: Path, scenarios: Path | None, force: bool, lang: str) -> None:
    """把规则手册写成网页文件，存到文件夹 OUT；不需要数据库，也不需要网络。"""
    if scenarios and not scenarios.exists():
        raise click.UsageError(f"没有测试记录 {scenarios}：请先运行 pytest --scenarios {scenarios}")
    if not force and target.exists() and any(target.iterdir()):
        raise click.UsageError(f"{target} 里已有文件，没有改动：请换一个文件夹，或者加 --force 覆盖")
    path = scenarios or scenarios_file()
    try:
        book = handbook(path)
        count = write_site(book, target, lang)
    except BadRun as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{target} 写不进去：{error.strerror or error}") from None
    told = f"场景 {len(book.run.scenarios)} 个" if book.run else f"没有测试记录（{path}），不含场景和结果"
    click.echo(f"{target / MARK}：规则手册 {count} 页；{told}")
