"""`zhibu audit verify`: chains, texts, states, events and their seals, the log, checkpoints, and every finding, by one process or several."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

import click
from sqlalchemy import func, select

from models.cases import Case
from models.databases import Database
from models.journal import Entry
from web.attached_files import files_against_hashes
from web.commands.opened import database_option, now, opened
from web.commands.small_files import key_given
from web.log_keeping import bring_up_to_date
from web.stored import folder_beside
from workflows import flow
from workflows.engine.findings import N_
from workflows.engine.perform.rebuild import Difference, compared
from workflows.office.event_seals import unsealed_count
from workflows.proof.errors import ProofError
from workflows.proof.keys import PublicKey
from workflows.proof.live.against import key_against_given, log_against_checkpoints, log_against_entries
from workflows.proof.live.chains import chains, texts
from workflows.proof.live.found import SECTIONS, Found
from workflows.proof.live.seals import seals
from workflows.proof.live.streams import streams

PART = 500
"""Cases a process takes at a time."""
LONGEST = 80
"""Letters of a value that are shown."""
STANDS = N_("“%(field)s”现为 %(stands)s，按全程纪实应为 %(follows)s")
CANNOT = N_("按全程纪实归并不出现状：%(why)s")
UNSEALED = N_("最近 %(count)s 条事件还没有封存：在签署下一个检查点之前，从末尾截去的查不出来")
BEHIND = N_("日志不能接着收录：%(why)s")


@click.command("verify")
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="库外保存的检查点文件，可多次给出。",
)
@click.option("--key", "keys", multiple=True, help="另行取得的公钥（文字或文件），可多次给出。")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="同时使用的进程数。")
@click.option(
    "--files",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="附件所在的文件夹，默认在数据库旁边。",
)
@click.option("--no-files", is_flag=True, help="不核对附件的内容。")
@click.option("--json", "as_json", is_flag=True, help="每一处不符输出一行 JSON。")
@database_option
def verify(
    url: str,
    checkpoints: tuple[Path, ...],
    keys: tuple[str, ...],
    jobs: int,
    folder: Path | None,
    no_files: bool,
    as_json: bool,
) -> None:
    """核对全部：案件链、原文、附件、案件现状、事件、日志、检查点。退出码：0 全部相符，1 有不符之处，2 无法核对。"""
    try:
        trusted = [key for text in keys if (key := key_given(text))]
        with opened(url) as database:
            notes = [(path.name, _note(path)) for path in checkpoints]
            files = None if no_files else folder or folder_beside(url)
            count = _said(findings(database, url, notes, trusted, jobs, files), as_json)
            entries, unsealed = _entries(database), _unsealed(database)
    except (ProofError, click.ClickException, OSError) as error:
        click.echo(f"无法核对：{error.message if isinstance(error, click.ClickException) else error}", err=True)
        raise SystemExit(2) from None
    click.echo(f"共 {entries} 条全程纪实，{count} 处不符" if count else f"共 {entries} 条全程纪实，全部相符", err=True)
    if unsealed:
        click.echo(UNSEALED % {"count": unsealed}, err=True)
    raise SystemExit(1 if count else 0)


def findings(
    database: Database,
    url: str,
    notes: list[tuple[str, bytes]],
    keys: list[PublicKey],
    jobs: int = 1,
    files: Path | None = None,
) -> Iterator[Found]:
    """Everything that is not as it must be; attached files in the folder `files`, where one is given. Raises ProofError where there is no log or its hash is unknown."""
    try:
        bring_up_to_date(database)
    except ProofError as error:
        yield Found("log", BEHIND, facts={"why": error})
    yield from of_cases(database, url, now(), jobs)
    with database.read() as session:
        if files:
            yield from files_against_hashes(session, files)
        yield from streams(session)
        yield from seals(session)
        yield from log_against_entries(session)
        yield from key_against_given(session, keys)
        yield from log_against_checkpoints(session, notes, keys)


def of_cases(database: Database, url: str, at: datetime, jobs: int) -> Iterator[Found]:
    """What is wrong with cases, part by part, in order."""
    with database.read() as session:
        last = max(session.scalar(select(func.max(Case.id))) or 0, session.scalar(select(func.max(Entry.case_id))) or 0)
    yield from of_parts([(url, first, min(first + PART - 1, last), at) for first in range(1, last + 1, PART)], jobs)


def of_parts(parts: list[tuple[str, int, int, datetime]], jobs: int) -> Iterator[Found]:
    """The same for parts, in their order, by so many processes."""
    if jobs == 1 or len(parts) == 1:
        for part in parts:
            yield from of_part(*part)
        return
    with ProcessPoolExecutor(jobs, _apart()) as pool:
        for found in pool.map(of_part, *zip(*parts, strict=True)):
            yield from found


def _apart() -> BaseContext:
    """Processes that share neither connections nor threads with this one; where it can be, the modules are loaded once for all."""
    context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
    context.set_forkserver_preload([__name__])
    return context


def of_part(url: str, first: int, last: int, at: datetime) -> list[Found]:
    """What is wrong with these cases: chains, texts, and rows that are not what the entries fold to."""
    database = Database(url)
    try:
        with database.read() as session:
            found = [*chains(session, first, last), *texts(session, first, last)]
            cases = session.execute(select(Case.id, Case.workflow).where(Case.id.between(first, last))).all()
        broken = {each.case for each in found if each.section == "chain"}
        with database.look() as work:
            for case, workflow in cases:
                try:
                    rows = compared(work, flow(workflow), case, at)
                    found += [Found("state", STANDS, case, facts=_shown(each)) for each in rows]
                except Exception as error:  # entries that were tampered with may not fold at all
                    if case not in broken:
                        found.append(Found("state", CANNOT, case, facts={"why": f"{type(error).__name__} {error}"}))
        return found
    finally:
        database.dispose()


def _shown(difference: Difference) -> dict[str, str]:
    """A difference with its values cut where they are long."""
    values = {name: str(value) for name, value in difference._asdict().items()}
    return {name: value if len(value) <= LONGEST else f"{value[:LONGEST]}…" for name, value in values.items()}


def _note(path: Path) -> bytes:
    """A checkpoint's note, also out of a file as it is handed over."""
    content = path.read_bytes()
    return content.partition(b"\n\n")[2] if content.startswith(b"old ") else content


def _entries(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Entry)) or 0


def _unsealed(database: Database) -> int:
    with database.read() as session:
        return unsealed_count(session)


def _said(found: Iterator[Found], as_json: bool) -> int:
    """Says every finding and answers how many there were."""
    count = 0
    for each in found:
        line = json.dumps(each.told(), ensure_ascii=False) if as_json else f"不符：【{SECTIONS[each.section]}】{each}"
        click.echo(line)
        count += 1
    return count
