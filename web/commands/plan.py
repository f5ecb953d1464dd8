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
@language_option
@law_options
def plan_command(
    target: str, meeting: date | None, on: date | None, as_json: bool, database: str, lang: str, **law: Any
) -> None:
    """推算以后各步：最早、最迟和缘由。TARGET 是案件编号，或者档案文件（.json、.jsonl）。"""
    on = on or datetime.now(ZONE).date()
    if target.isdigit():
        dossiers = [live(database, int(target), lang)]
    else:
        dossiers = papers(Path(target), on, laws_from(**law), lang)
    for name, dossier, laws in dossiers:
        if not as_json:
            stage = dossier.flow.stage_titles.get(dossier.stage, N_("未受理"))
            click.echo(translated(N_("%(name)s：%(stage)s") % {"name": name, "stage": stage}, lang))
        for row in plan(dossier, laws, on, meeting):
            click.echo(as_line(name, row) if as_json else translated(as_text(row), lang))


def papers(path: Path, on: date, laws: LawBook, language: str = "zh") -> list[tuple[str, Dossier, LawBook]]:
    """The dossiers of a file; an unusable one ends the command with its reason."""
    workflow, found = flow("membership"), []
    try:
        for raw in raw_dossiers(path):
            paper = read_paper(workflow, raw.value, on)
            found.append((paper.name or paper.ref or raw.source, fold(workflow, paper, laws)[0], laws))
    except Unusable as problem:
        facts = {"file": path.name, "field": problem.field, "message": problem.message}
        click.echo(translated(N_("%(file)s 不能用：%(field)s %(message)s") % facts, language), err=True)
        sys.exit(2)
    return found


def live(database: str, case: int, language: str = "zh") -> tuple[str, Dossier, LawBook]:
    """A live case as it stands."""
    from models.databases import Database
    from workflows.engine.errors import NotFound
    from workflows.engine.perform.scene import Scene

    opened = Database(database)
    try:
        with opened.work() as work:
            scene = Scene(work, flow("membership"), case, datetime.now(ZONE))
            return N_("案件 %(case)s") % {"case": case}, scene.dossier, scene.laws
    except NotFound:
        message = N_("没有案件 %(case)s：请用 zhibu journal show 核对编号") % {"case": case}
        click.echo(translated(message, language), err=True)
        sys.exit(2)
    finally:
        opened.dispose()


def as_line(name: str, row: Planned) -> str:
    """One JSON line."""
    values = {"name": name, "step": row.step.name, "earliest": row.earliest, "latest": row.latest, "why": row.why}
    return json.dumps(values, ensure_ascii=False, default=str)


def as_text(row: Planned) -> str:
    """One line for a person."""
    facts = {
        "title": row.step.title,
        "earliest": with_weekday(row.earliest) if row.earliest else N_("无可行日期"),
        "latest": N_("，最迟 %(day)s") % {"day": with_weekday(row.latest)} if row.latest else "",
        "why": N_("——%(why)s") % {"why": row.why} if row.why else "",
    }
    return N_("  %(title)s：最早 %(earliest)s%(latest)s%(why)s") % facts
