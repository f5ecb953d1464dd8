"""`zhibu audit back-check`: judges a file of old dossiers by the installation's rules and records nothing of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from sqlalchemy import select

from models.installation import Installation
from web.back_check.cover import Cover
from web.back_check.report import volumes
from web.back_check.running import batches
from web.back_check.told import UNUSABLE, VERDICTS, Answers
from web.back_check.totals import Totals
from web.back_check.workbook import workbook
from web.commands.check import raw_of
from web.commands.opened import database_option, now, opened
from web.commands.options import Day
from web.seal import seal_of
from web.typeset import NoFont
from workflows.engine.intake import Unusable
from workflows.engine.law import LawBook
from workflows.engine.perform.installation import book_from

BY = "命令 zhibu audit back-check "
out = click.Path(dir_okay=False, path_type=Path)


@click.command("back-check")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--xlsx", "spreadsheet", type=out, default=None, help="把逐处问题写成表格。")
@click.option("--pdf", "paper", type=out, default=None, help="写成 PDF；有问题的档案超过 1000 份的，分册编号。")
@click.option("--on", type=Day(), default=None, help="按哪一天判断，默认今天。")
@database_option
def back_check(file: Path, spreadsheet: Path | None, paper: Path | None, on: date | None, url: str) -> None:
    """倒查 FILE 中的旧档案，只判断、不登记。退出码：0 没有问题，1 有问题，2 有不能判断的。"""
    _new(file, spreadsheet, ".xlsx")
    _new(file, paper, ".pdf")
    at = now()
    laws, cover = _by(url, file.name, on or at.date())
    with TemporaryDirectory() as folder:
        answers = Answers(Path(folder) / "answers.jsonl")
        _judged(answers, file, laws, date.fromisoformat(cover.on))
        totals = Totals.of(answers)
        if spreadsheet:
            _written(spreadsheet, lambda: _draw(spreadsheet, answers, totals, cover))
        if paper:
            _written(paper, lambda: _bind(paper, list(volumes(answers, totals, cover))))
    for verdict, count in totals.verdicts.items():
        click.echo(f"{VERDICTS[verdict]}：{count} 份")
    bad = totals.total - totals.verdicts["valid"]
    raise SystemExit(2 if totals.verdicts[UNUSABLE] else int(bad > 0))


def _by(url: str, file: str, on: date) -> tuple[LawBook, Cover]:
    """The rules of the installation, and the cover with its newest checkpoint."""
    with opened(url) as database, database.read() as session:
        laws = book_from(session.scalars(select(Installation.rules)).one())
        return laws, Cover.of(file, on, now(), BY, seal_of(session))


def _judged(answers: Answers, file: Path, laws: LawBook, on: date) -> None:
    """Judges everything, and says how far it is."""
    try:
        raws = list(raw_of(file))
    except Unusable as problem:
        raise click.ClickException(f"{file.name}：{problem.message}") from None
    answers.add(())
    for done in batches(answers, raws, laws, on):
        click.echo(f"已判断 {done} 份，共 {len(raws)} 份", err=True)


def _new(file: Path, target: Path | None, ending: str) -> None:
    """A target of another kind, or one that is there, is a usage error before anything is judged."""
    if target is None:
        return
    if target.suffix != ending:
        raise click.UsageError(f"--{ending[1:]} 须是 {ending} 文件：{target.name}")
    if target.exists():
        raise click.UsageError(f"{target} 已经存在，没有改动：请换一个名称")


def _draw(target: Path, answers: Answers, totals: Totals, cover: Cover) -> None:
    with target.open("xb") as file:
        workbook(file, answers, totals, cover)


def _bind(target: Path, papers: list[bytes]) -> None:
    """One volume under the name given, several with their numbers behind it."""
    for number, paper in enumerate(papers, 1):
        path = target if len(papers) == 1 else target.with_stem(f"{target.stem}-{number}")
        with path.open("xb") as file:
            file.write(paper)
        click.echo(f"{path}", err=True)


def _written(target: Path, write: Callable[[], Any]) -> None:
    try:
        write()
    except OSError as error:
        raise click.ClickException(f"{target} 写不进去：{error.strerror or error}") from None
    except NoFont as error:
        raise click.ClickException(str(error)) from None
