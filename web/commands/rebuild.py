"""`zhibu rebuild`: folds every case's entries again and compares with its row and effects, or writes them anew."""

import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import click
from sqlalchemy import select

from models.cases import Case
from models.databases import Database
from workflows import flow
from workflows.engine.perform.rebuild import Difference, differences, rebuild

BATCH = 200


@click.command("rebuild")
@click.option("--database", envvar="ZHIBU_DATABASE", default="sqlite:///zhibu.db", help="数据库地址。")
@click.option("--check", "only_check", is_flag=True, help="只比较，不改写。")
def rebuild_command(database: str, only_check: bool) -> None:
    """由全程纪实重新归并每个案件，与现有状态比较；不加 --check 时一并改正。"""
    opened, now, found = Database(database), datetime.now(ZoneInfo("Asia/Shanghai")), 0
    with opened.read() as session:
        cases = session.execute(select(Case.id, Case.workflow).order_by(Case.id)).all()
    with click.progressbar(cases, label="归并", file=sys.stderr) as bar:
        for batch in batches(iter(bar)):
            for case, rows in compared(opened, batch, now, only_check):
                found += bool(rows)
                for row in rows:
                    click.echo(f"案件 {case}：{row.field} 现为 {row.stands}，应为 {row.follows}")
    opened.dispose()
    click.echo(f"共 {len(cases)} 个案件，{found} 个不一致" + ("" if only_check or not found else "，已改正"))
    sys.exit(1 if found and only_check else 0)


def batches(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """A transaction for each batch: interrupted, it goes on where it stopped."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def compared(
    database: Database, batch: list[tuple[int, str]], now: datetime, only_check: bool
) -> list[tuple[int, list[Difference]]]:
    """What is different in the cases of a batch; corrected in the same transaction unless only checked."""
    judge = differences if only_check else rebuild
    with database.work() as work:
        rows = [(case, judge(work, flow(name), case, now)) for case, name in batch]
        if not only_check:
            work.commit()
    return rows
