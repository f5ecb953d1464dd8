"""Backups: SQLite through its online backup, PostgreSQL through pg_dump; a checksum beside; the journal verified after."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from sqlalchemy import inspect, make_url, select

from models.cases import Case
from models.databases import Database
from workflows.engine.perform.rebuild import broken_chain
from workflows.engine.perform.store import Store

PAGES = 2000
SQLITE_MAGIC = b"SQLite format 3\0"


def dumped(url: str, file: str) -> None:
    """Writes the database into one new file."""
    if Path(file).exists():
        raise click.ClickException(f"{file} 已经存在：请换一个文件名")
    if make_url(url).get_backend_name() != "sqlite":
        return _run_tool(url, "pg_dump", "--format=custom", f"--file={file}")
    source = Path(make_url(url).database or "")
    if not source.exists():
        raise click.ClickException(f"没有数据库 {source}")
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(file)) as other:
        one.backup(other, pages=PAGES, progress=_say_progress)
        other.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it


def _say_progress(status: int, remaining: int, total: int) -> None:
    if total > PAGES:
        click.echo(f"\r  备份 {100 * (total - remaining) // total}%", nl=not remaining, err=True)


def checksum_file(file: str) -> str:
    """Where a backup's checksum lies."""
    return f"{file}.sha256"


def checksum(file: str) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def written_checksum(file: str) -> str:
    """Writes the checksum beside a backup, as sha256sum does, and answers its line."""
    line = f"{checksum(file)}  {Path(file).name}"
    Path(checksum_file(file)).write_text(line + "\n", encoding="utf-8")
    return line


def matches(file: str) -> bool:
    """Whether a backup is what its checksum says; one without a checksum is not."""
    try:
        said = Path(checksum_file(file)).read_text(encoding="utf-8").split()
    except OSError:
        return False
    return bool(said) and said[0] == checksum(file)


@contextmanager
def restored(file: str, url: str) -> Iterator[str]:
    """The address of what was restored. On SQLite it takes the target's place only when nothing was raised."""
    with open(file, "rb") as content:
        is_sqlite = content.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    target = make_url(url)
    if is_sqlite != (target.get_backend_name() == "sqlite"):
        raise click.ClickException("备份和目标不是同一种数据库（SQLite、PostgreSQL）")
    if not is_sqlite:
        _refuse_filled(url)
        _run_tool(url, "pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", file)
        yield url
        return
    path = Path(target.database or "")
    if path.exists() and path.stat().st_size:
        raise click.ClickException(f"{path} 不是空的，没有恢复")
    beside = path.with_name(path.name + ".restoring")
    try:
        shutil.copyfile(file, beside)
        yield f"sqlite:///{beside}"
        os.replace(beside, path)
    finally:
        for name in ("", "-wal", "-shm", ".lock"):
            Path(f"{beside}{name}").unlink(missing_ok=True)


def _refuse_filled(url: str) -> None:
    database = Database(url)
    with database.read() as session:
        filled = inspect(session.connection()).get_table_names()
    database.dispose()
    if filled:
        raise click.ClickException("目标数据库不是空的，没有恢复")


def _run_tool(url: str, tool: str, *options: str) -> None:
    """Runs a tool of PostgreSQL; the password goes by the environment, where no list of processes shows it."""
    found = shutil.which(tool) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"))[::-1]), None)
    if found is None:
        raise click.ClickException(f"没有找到 {tool}：请安装 PostgreSQL 的客户端工具")
    where = make_url(url).set(drivername="postgresql")
    env = {**os.environ, **({"PGPASSWORD": str(where.password)} if where.password else {})}
    named = where.set(password=None).render_as_string(hide_password=False)
    run = subprocess.run([found, f"--dbname={named}", *options], env=env, capture_output=True, text=True)
    if run.returncode:
        raise click.ClickException(f"{tool}：{run.stderr.strip()}")


def verified(url: str) -> tuple[int, list[str]]:
    """How many cases there are, and what is wrong with the chain of any of them or with its last link."""
    database, problems = Database(url), []
    with database.work() as work:
        rows = work.session.execute(select(Case.id, Case.last_number, Case.last_hash).order_by(Case.id)).all()
        store = Store(work)
        with click.progressbar(rows, label="核验", file=sys.stderr) as bar:
            for case, last_number, last_hash in bar:
                entries = store.entries(case)
                found = broken_chain(entries)
                if last_number != len(entries) or (entries and bytes(entries[-1].hash) != bytes(last_hash)):
                    found.append("末条与案件不符")
                problems += [f"案件 {case}：{problem}" for problem in found]
    database.dispose()
    return len(rows), problems
