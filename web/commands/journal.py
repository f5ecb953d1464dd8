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
from web.commands.opened import database_option, opened
from web.commands.wording import LABELS, Wording
from workflows import flow
from workflows.engine.perform.store import EntryRow, Store


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
        return list(entries(work, case, Wording(flow(held.workflow), lang, cache(partial(name_of, work)))))


def name_of(work: Work, person: int) -> str | None:
    """A person's name, as long as it was not erased."""
    return work.session.scalar(select(Person.name).where(Person.id == person))


def entries(work: Work, case: int, wording: Wording) -> Iterator[dict[str, Any]]:
    """One object for each entry."""
    store = Store(work)
    for entry in store.entries(case):
        yield _shown(entry, store.texts(entry.id), wording)


def _shown(entry: EntryRow, texts: dict[str, str], wording: Wording) -> dict[str, Any]:
    content, findings = json.loads(bytes(entry.facts)), json.loads(bytes(entry.findings))
    apart = json.loads(bytes(entry.commitments))
    return {
        "case": entry.case_id,
        "number": entry.number,
        "kind": entry.kind,
        "step": entry.step,
        "title": wording.title(entry.step),
        "on": entry.act_on,
        "recorded_at": entry.recorded_at,
        "mode": entry.mode,
        "actor": wording.actor(entry),
        "stage_before": entry.stage_before,
        "stage_after": entry.stage_after,
        "stage": f"{wording.stage(entry.stage_before)} → {wording.stage(entry.stage_after)}",
        "outcome": entry.outcome,
        "outcome_title": wording.outcome(entry.outcome),
        "facts": content["facts"],
        "shown": wording.facts(entry.step, content["facts"], texts, apart),
        "findings": [
            {**each, "shown": wording.finding(each, entry.act_on or entry.recorded_at[:10])} for each in findings
        ],
        "refers_to": entry.refers_to,
        "hash": bytes(entry.hash).hex(),
    }


def as_text(row: dict[str, Any], lang: str) -> str:
    """An entry in a few lines; a refusal is marked."""
    said = LABELS[lang]
    mark = "" if row["kind"] in ("act", "import") else f"【{said[row['kind']]}】"
    head = f"{said['number'] % row['number']} {row['on'] or '----------'} {mark}{row['title']}"
    refers = f"（{said['refers_to'] % row['refers_to']}）" if row["refers_to"] else ""
    lines = [f"{head}{refers}", f"    {said['actor']}{row['actor']}  {said['recorded_at']}{row['recorded_at'][:16]}"]
    lines[-1] += f"  {said[row['mode']]}" if row["mode"] == "history" else ""
    if row["kind"] != "refusal":
        lines.append(f"    {row['stage']}  {row['outcome_title']}".rstrip())
    lines += [f"    {title}{said['colon']}{value}" for title, value in row["shown"]]
    lines += [f"    - {finding['shown']}" for finding in row["findings"]]
    return "\n".join(lines)
