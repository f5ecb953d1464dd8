"""`zhibu plan`: what is still ahead of a case or of a paper dossier, from when, until when, and why."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from web.catalogue import translated
from web.commands.options import Day, language_option, law_options, laws_from
from workflows import flow
from workflows.engine.check import fold
from workflows.engine.decide import with_weekday
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.intake import Unusable, raw_dossiers, read_paper
from workflows.engine.law import LawBook
from workflows.engine.plan import Planned, plan

ZONE = ZoneInfo("Asia/Shanghai")


@click.command("plan")
@click.argument("target")
@click.option("--meeting", type=Day(), default=None, help="下一次支部大会的日期。")
@click.option("--on", type=Day(), default=None, help="从哪一天起算，默认今天。")
@click.option("--json", "as_json", is_flag=True, help="每一步输出一行 JSON。")
@click.option(
    "--database", envvar="ZHIBU_DATABASE", default="sqlite:///zhibu.db", help="数据库地址（计划在办案件时）。"
)
@law_options
def plan_command(target: str, meeting: date | None, on: date | None, as_json: bool, database: str, **law: Any) -> None:
    """推算以后各步：最早、最迟和缘由。TARGET 是案件编号，或者档案文件（.json、.jsonl）。"""
    on = on or datetime.now(ZONE).date()
    if target.isdigit():
        dossiers = [live(database, int(target))]
    else:
        dossiers = papers(Path(target), on, laws_from(**law))
    for name, dossier, laws in dossiers:
        if not as_json:
            click.echo(f"{name}：{dossier.flow.stage_titles.get(dossier.stage, '未受理')}")
        for row in plan(dossier, laws, on, meeting):
            click.echo(as_line(name, row) if as_json else as_text(row))


def papers(path: Path, on: date, laws: LawBook) -> list[tuple[str, Dossier, LawBook]]:
    """The dossiers of a file; an unusable one ends the command with its reason."""
    workflow, found = flow("membership"), []
    try:
        for raw in raw_dossiers(path):
            paper = read_paper(workflow, raw.value, on)
            found.append((paper.name or paper.ref or raw.source, fold(workflow, paper, laws)[0], laws))
    except Unusable as problem:
        click.echo(f"{path.name} 不能用：{problem.field} {problem}", err=True)
        sys.exit(2)
    return found


def live(database: str, case: int) -> tuple[str, Dossier, LawBook]:
    """A live case as it stands."""
    from models.databases import Database
    from workflows.engine.errors import NotFound
    from workflows.engine.scene import Scene

    opened = Database(database)
    try:
        with opened.work() as work:
            scene = Scene(work, flow("membership"), case, datetime.now(ZONE))
            return f"案件 {case}", scene.dossier, scene.laws
    except NotFound:
        click.echo(f"没有案件 {case}：请用 zhibu journal show 核对编号", err=True)
        sys.exit(2)
    finally:
        opened.dispose()


def as_line(name: str, row: Planned) -> str:
    """One JSON line."""
    values = {"name": name, "step": row.step.name, "earliest": row.earliest, "latest": row.latest, "why": row.why}
    return json.dumps(values, ensure_ascii=False, default=str)


def as_text(row: Planned) -> str:
    """One line for a person."""
    days = f"最早 {said(row.earliest)}" + (f"，最迟 {said(row.latest)}" if row.latest else "")
    return f"  {row.step.title}：{days}" + (f"——{row.why}" if row.why else "")


def said(day: date | None) -> str:
    """A day with its weekday."""
    return f"{day}（星期{WEEKDAYS[day.weekday()]}）" if day else "无可行日期"
