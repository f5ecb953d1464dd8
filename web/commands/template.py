"""`zhibu template`: writes the spreadsheet in which paper dossiers are filled in; `zhibu check` reads it."""

from pathlib import Path

import click

from web.sheets.read import raw_rows
from workflows import flow

__all__ = ["raw_rows", "template"]


@click.command()
@click.argument("target", metavar="OUT.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="文件已存在时也覆盖。")
def template(target: Path, force: bool) -> None:
    """生成档案模板：一份档案一行，填好后用 zhibu check 判断。"""
    from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]

    from web.sheets.write import write_template

    if target.suffix != ".xlsx":
        raise click.UsageError(f"文件名须以 .xlsx 结尾：{target.name}")
    if not force and target.exists() and target.stat().st_size:
        raise click.UsageError(f"{target.name} 已存在，没有改动：请换一个文件名，或者加 --force 覆盖")
    try:
        write_template(target, flow("membership"))
    except (OSError, XlsxWriterException) as error:
        raise click.UsageError(f"{target.name} 写不进去：{getattr(error, 'strerror', None) or error}") from None
    click.echo(f"{target}：已生成，请从第 4 行起填写（第 3 行是示例，判断时不读）")
