"""`zhibu import`: records files of paper dossiers as history in the database, each whole or not at all."""

import sys
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

import click
from sqlalchemy import select

from models.people import Person
from models.work import Work
from web.commands.check import all_raw
from web.commands.opened import database_option, now, opened, organisation_named, person_of
from web.importing.record import BATCH, NO_NAME, NO_ORGANISATION, imported, registered
from workflows.engine.intake import Paper, Unusable
from workflows.engine.offices import Actor


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--by", "login", required=True, help="以哪个账号导入（须是上级或本级党组织的管理员）。")
@database_option
def import_command(files: tuple[Path, ...], login: str, url: str) -> None:
    """导入档案：逐份登记为历史记录，并附当时条文的判断；有问题的档案不影响其他档案。"""
    with opened(url) as database:
        with database.read() as session:
            actor = person_of(session, login)
        failed = 0
        with click.progressbar(list(all_raw(files)), label="导入", file=sys.stderr) as bar:
            rows = iter(bar)
            while batch := list(islice(rows, BATCH)):
                with database.work() as work:
                    at = now()
                    meant = partial(named, actor=actor, at=at)
                    outcomes = [imported(work, raw, meant, actor, at) for raw in batch]
                    work.commit()
                failed += sum(outcome.case is None for outcome in outcomes)
                for outcome in outcomes:
                    click.echo(f"{outcome.source}：{outcome.said}")
    sys.exit(2 if failed else 0)


def named(work: Work, paper: Paper, *, actor: Actor, at: datetime) -> tuple[int, int]:
    """The person and the organisation a dossier names."""
    organisation = organisation_of(work, paper)
    return person_named(work, paper, organisation, actor, at), organisation


def organisation_of(work: Work, paper: Paper) -> int:
    """The organisation a dossier names."""
    if paper.organisation is None:
        raise Unusable("organisation", NO_ORGANISATION)
    try:
        return organisation_named(work.session, paper.organisation)
    except click.ClickException as error:
        raise Unusable("organisation", error.message) from None


def person_named(work: Work, paper: Paper, organisation: int, actor: Actor, at: datetime) -> int:
    """The person of that name and birthday, registered in the organisation when not known yet."""
    if paper.name is None:
        raise Unusable("name", NO_NAME)
    born_on = paper.setting.known("born_on")
    same = select(Person.id).where(Person.name == paper.name, Person.born_on == born_on)
    found = list(work.session.scalars(same))
    if len(found) > 1:
        raise Unusable("name", f"有 {len(found)} 名同名、同一天出生的人员：请在页面上选定后补录")
    return found[0] if found else registered(work, paper, organisation, actor, at)
