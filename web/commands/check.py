"""`zhibu check`: judges files of paper dossiers; needs no database."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from web.catalogue import translated
from web.commands.options import Day, language_option, law_options, laws_from
from workflows import flow
from workflows.engine.check import answer
from workflows.engine.decide import citation
from workflows.engine.findings import N_
from workflows.engine.intake import Raw, Unusable, raw_dossiers

BATCH = 200
EXITS = {"valid": 0, "invalid": 1, "flagged": 1}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每份档案输出一行 JSON。")
@click.option("--on", type=Day(), default=None, help="按哪一天判断，默认今天。")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="同时使用的进程数。")
@click.option("--annotate", type=click.Path(path_type=Path), default=None, help="另存一份带判断结果的表格（.xlsx）。")
@language_option
@law_options
def check(
    files: tuple[Path, ...], as_json: bool, on: date | None, jobs: int, annotate: Path | None, lang: str, **law: Any
) -> None:
    """判断档案：每一步由当日有效的条文评判，一次列出全部问题。"""
    on = on or datetime.now(ZoneInfo("Asia/Shanghai")).date()
    laws_from(**law)  # a wrong overlay or reading is said once, before any file is read
    say, exit_code = partial(printed, as_json=as_json, lang=lang), 0
    if annotate:
        from web.commands.annotate import annotated

        lines = map(say, annotated(answers(files, on, jobs, law), files, annotate))
    else:
        lines = answers(files, on, jobs, law, say)  # the workers print, so that texts and not answers travel
    for code, line in lines:
        exit_code = max(exit_code, code)
        sys.stdout.write(line + "\n")
    sys.exit(exit_code)


def printed(row: dict[str, Any], as_json: bool = True, lang: str = "zh") -> tuple[int, str]:
    """The exit code an answer asks for, and its line or lines."""
    return 2 if "error" in row else EXITS[row["verdict"]], as_line(row) if as_json else as_text(row, lang)


def answers(
    files: Iterable[Path], on: date, jobs: int, law: dict[str, Any], say: Callable[[dict[str, Any]], Any] | None = None
) -> Iterator[Any]:
    """The answers, or what `say` makes of them, in the order of files and rows, whatever the number of processes."""
    judge = partial(judged, on=on, law=law, say=say)
    if jobs == 1:
        for batch in batches(files):
            yield from judge(batch)
        return
    with Pool(jobs) as pool:
        for rows in pool.imap(judge, batches(files)):
            yield from rows


def batches(files: Iterable[Path]) -> Iterator[list[Raw]]:
    """Dossiers in batches; a file that cannot be read becomes one unusable row."""
    source = all_raw(files)
    while batch := list(islice(source, BATCH)):
        yield batch


def all_raw(files: Iterable[Path]) -> Iterator[Raw]:
    """Every dossier of every file."""
    for path in files:
        try:
            yield from raw_of(path)
        except Unusable as problem:
            yield Raw(path.name, problem)


def raw_of(path: Path) -> Iterator[Raw]:
    """Every dossier of a file; raises Unusable when it cannot be read as a whole."""
    if path.suffix.lower() == ".xlsx":
        from web.commands.template import raw_rows

        return raw_rows(path)
    if path.suffix.lower() not in (".json", ".jsonl"):
        message = N_("不认识的文件类型 %(kind)s：请用 .json、.jsonl 或者模板 .xlsx")
        raise Unusable("", message % {"kind": path.suffix or path.name})
    return raw_dossiers(path)


def judged(
    batch: list[Raw], *, on: date, law: dict[str, Any], say: Callable[[dict[str, Any]], Any] | None = None
) -> list[Any]:
    """The answers for a batch, or what `say` makes of them; runs in a worker as well."""
    laws, workflow = laws_from(**law), flow("membership")
    rows = (answer(workflow, raw, laws, on) for raw in batch)
    return [say(row) for row in rows] if say else list(rows)


as_line = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=str).encode
"""An answer as one JSON line; days as ISO texts."""


VERDICT_WORDS = {"valid": N_("符合条文"), "flagged": N_("有不规范之处"), "invalid": N_("违反条文")}


def as_text(row: dict[str, Any], language: str = "zh") -> str:
    """A few lines for a person."""
    return "\n".join(translated(line, language) for line in lines(row))


def lines(row: dict[str, Any]) -> Iterator[str]:
    """The verdict on a dossier, or why there is none, and its findings."""
    facts = {"source": row["source"], "ref": row.get("ref") or N_("无编号")}
    if "error" in row:
        field, message = row["error"]["field"], row["error"]["message"]
        where = N_("“%(field)s”") % {"field": field} if field else ""
        yield N_("%(source)s （%(ref)s）：不能判断，%(where)s%(message)s") % {
            **facts,
            "where": where,
            "message": message,
        }
        return
    facts |= {"name": f" {row['name']}" if row["name"] else "", "verdict": VERDICT_WORDS[row["verdict"]]}
    yield N_("%(source)s%(name)s（%(ref)s）：%(verdict)s") % facts
    for finding in row["findings"]:
        said = {"message": finding["message"], "cited": cited(finding), "code": finding["code"]}
        yield N_("  - %(message)s（%(cited)s%(code)s）") % said


def cited(finding: dict[str, Any]) -> str:
    """The regulation by its title, and the article where its text was read."""
    if not finding["edition"]:
        return ""
    from workflows.rules.load import title_of

    return citation(title_of(finding["edition"]), finding["article"])
