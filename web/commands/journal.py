"""`zhibu journal show`: the whole-process record (全程纪实) of a case, entry by entry."""

import json
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import click
from sqlalchemy import select

from models.databases import Database
from models.people import Person
from models.work import Work
from web.catalogue import translated
from web.commands.opened import database_option, opened
from web.corrected import Corrections
from web.entries import entry_shown, sealed_for
from web.wording import Wording
from workflows import flow
from workflows.engine.cases import fold, kept_from
from workflows.engine.findings import N_
from workflows.engine.perform.installation import known
from workflows.engine.perform.store import Store


@click.group()
def journal() -> None:
    """全程纪实。"""


@journal.command("show")
@click.argument("case", type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="每条记录输出一行 JSON。")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="标签所用的语言。")
@database_option
def show(url: str, case: int, as_json: bool, lang: str) -> None:
    """显示案件 CASE 的全程纪实。"""
    with opened(url) as database:
        for row in shown(database, case, lang):
            click.echo(json.dumps(row, ensure_ascii=False) if as_json else as_text(row, lang))


def shown(database: Database, case: int, lang: str = "zh") -> list[dict[str, Any]]:
    """The entries of a case as they are shown; a click error for a case that does not exist."""
    with database.work() as work:
        held = Store(work).case(case)
        if held is None:
            raise click.ClickException(f"没有案件 {case}")
        told = flow(held.workflow)
        laws = known(work, held.law_stamp).laws
        kept = [kept_from(told, line) for line in bytes(held.snapshot).split(b"\n") if line]
        hidden = sealed_for(told, fold(told, kept, laws).dossier)
        return list(entries(work, case, Wording(told, lang, cache(partial(name_of, work)), hidden)))


def name_of(work: Work, person: int) -> str | None:
    """A person's name, as long as it was not erased."""
    return work.session.scalar(select(Person.name).where(Person.id == person))


def entries(work: Work, case: int, wording: Wording) -> Iterator[dict[str, Any]]:
    """One object for each entry."""
    store = Store(work)
    found = list(store.entries(case))
    texts = {entry.id: store.texts(entry.id) for entry in found}
    corrections = Corrections(wording, found, texts)
    for entry in found:
        yield entry_shown(entry, texts[entry.id], wording, corrections.shown(entry))


HEAD = N_("第 %(number)s 条 %(on)s %(mark)s%(title)s%(refers)s")
MARK = N_("【%(kind)s】")
REFERS = N_("（对第 %(number)s 条）")
BY = N_("    登记人：%(actor)s  登记于 %(at)s%(mode)s")
HISTORY = N_("  历史档案")
FACT = N_("    %(title)s：%(value)s")


def as_text(row: dict[str, Any], lang: str) -> str:
    """An entry in a few lines; a refusal is marked."""
    plain = row["kind"] in ("act", "import")
    head = {
        "number": row["number"],
        "on": row["on"] or "----------",
        "mark": "" if plain else MARK % {"kind": row["kind_title"]},
        "title": row["title"],
        "refers": REFERS % {"number": row["refers_to"]} if row["refers_to"] else "",
    }
    mode = HISTORY if row["mode"] == "history" else ""
    lines = [HEAD % head, BY % {"actor": row["actor"], "at": row["recorded_at"][:16], "mode": mode}]
    if row["kind"] != "refusal":
        lines.append(f"    {row['stage']}  {row['outcome_title']}".rstrip())
    lines += [FACT % {"title": title, "value": value} for title, value in row["shown"]]
    lines += [f"    - {finding['shown']}" for finding in row["findings"]]
    return "\n".join(translated(line, lang) for line in lines)
