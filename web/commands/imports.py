"""`zhibu import`: records files of paper dossiers as history in the database, each whole or not at all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import click
from sqlalchemy import select

from models.people import Person
from models.work import Work
from web.commands.check import all_raw
from web.commands.opened import database_option, now, opened, organisation_named, person_of
from workflows import flow
from workflows.engine.check import verdict
from workflows.engine.errors import WorkflowError
from workflows.engine.intake import Paper, Raw, Unusable, read_paper
from workflows.engine.offices import Actor
from workflows.engine.perform.history import record_history
from workflows.office.record import register

BATCH = 100
WORDS = {"valid": "符合条文", "flagged": "有不规范之处", "invalid": "违反条文"}


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
                    lines = [imported(work, raw, actor) for raw in batch]
                    work.commit()
                failed += sum(not done for _, done in lines)
                for line, _ in lines:
                    click.echo(line)
    sys.exit(2 if failed else 0)


def imported(work: Work, raw: Raw, actor: Actor) -> tuple[str, bool]:
    """What became of one dossier, and whether it was recorded; nothing of it stays when it was not."""
    try:
        with whole(work):
            return f"{raw.source}：{recorded(work, raw, actor)}", True
    except Unusable as problem:
        return f"{raw.source}：不能导入，“{problem.field}”{problem}", False
    except WorkflowError as error:
        return f"{raw.source}：没有导入，{error}", False
    except click.ClickException as error:
        return f"{raw.source}：不能导入，“organisation”{error.message}", False


def recorded(work: Work, raw: Raw, actor: Actor) -> str:
    """Records a dossier and says as which case, with its verdict; raises what stands in the way."""
    at = now()
    paper = read_paper(flow("membership"), raw.value, at.date())
    organisation = organisation_of(work, paper)
    person = person_named(work, paper, organisation, actor)
    written = record_history(work, flow("membership"), person, organisation, paper, actor, at)
    if not written:
        raise Unusable("steps", "没有任何步骤")
    findings = [finding for entry in written for finding in entry.findings]
    return f"已导入为案件 {written[0].case_id}，{len(written)} 步，{WORDS[verdict(findings)]}"


def organisation_of(work: Work, paper: Paper) -> int:
    """The organisation a dossier names."""
    if paper.organisation is None:
        raise Unusable("organisation", "导入须写明党组织：请填写“organisation”")
    return organisation_named(work.session, paper.organisation)


def person_named(work: Work, paper: Paper, organisation: int, actor: Actor) -> int:
    """The person of that name and birthday, registered in the organisation when not known yet."""
    if paper.name is None:
        raise Unusable("name", "导入须写明姓名：请填写“name”")
    born_on = paper.setting.known("born_on")
    same = select(Person.id).where(Person.name == paper.name, Person.born_on == born_on)
    found = list(work.session.scalars(same))
    if len(found) > 1:
        raise Unusable("name", f"有 {len(found)} 名同名、同一天出生的人员：请在页面上选定后补录")
    if found:
        return found[0]
    first = min(act.on for act in paper.acts) if paper.acts else now().date()
    values = {"on": str(first), "name": paper.name, **({"born_on": str(born_on)} if born_on else {})}
    return register(work, organisation, values, actor, now())


@contextmanager
def whole(work: Work) -> Iterator[None]:
    """All or nothing, inside the transaction."""
    work.flush()
    cursor = work.driver.cursor()
    cursor.execute("SAVEPOINT dossier")
    try:
        yield
        work.flush()
    except BaseException:
        cursor.execute("ROLLBACK TO SAVEPOINT dossier")
        work.session.expire_all()
        raise
    finally:
        cursor.execute("RELEASE SAVEPOINT dossier")
