"""`zhibu tally`: decides the count of a ballot, or of a whole election round after round; needs no database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from web.catalogue import translated
from web.commands.options import language_option, law_options, laws_from, readings_from
from workflows.election.counting import decide, decide_rounds
from workflows.election.counting.files import answer, answer_of, read_paper
from workflows.engine.decide import citation
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_
from workflows.engine.law import LawBook
from workflows.engine.strict import Unusable, legible

UNREADABLE = N_("文件读不出来：%(reason)s")
UNUSABLE = N_("%(source)s：不能用，%(where)s%(message)s")
VALID, INVALID = N_("选举有效"), N_("选举无效")


@click.command("tally")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.option("--rounds", is_flag=True, help="文件是一次选举的各轮计票，逐轮推算。")
@language_option
@law_options
def tally(file: Path, as_json: bool, rounds: bool, lang: str, **law: Any) -> None:
    """计票：由票数推算选举是否有效、谁当选、下一步是什么。文件中写明的解释口径优先于 --readings。"""
    laws_from(**law)  # a wrong overlay or reading is said once, before the file is read
    try:
        found = decided(file, rounds, law)
    except Unusable as problem:
        click.echo(refused(file, problem, as_json, lang))
        sys.exit(2)
    click.echo(as_line(found) if as_json else as_text(found, lang))
    sys.exit(0 if found["valid"] else 1)


def decided(file: Path, rounds: bool, law: dict[str, Any]) -> dict[str, Any]:
    """The answer for a file; raises Unusable when the file cannot be used."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Unusable("", UNREADABLE % {"reason": error.strerror or error}) from None
    paper = read_paper(content, rounds)
    laws = laws_for(paper.readings, law)
    if not rounds:
        (count,) = paper.counts
        return answer(decide(count, laws.on(count.on)))
    try:
        return answer_of(decide_rounds(paper.counts, laws))
    except BadForm as bad:
        raise Unusable(*bad.errors[0]) from None


def laws_for(given: dict[str, str], law: dict[str, Any]) -> LawBook:
    """The law of the options with the readings of the file on top; raises Unusable for one that is not on file."""
    if not given:
        return laws_from(**law)
    from workflows.rules import law_book

    chosen = {**readings_from(law["readings"]), **given}
    try:
        return law_book(only=law["edition"], overlays=law["overlay"], readings=chosen)
    except ValueError as error:
        raise Unusable("readings", error.args[0]) from None


def refused(file: Path, problem: Unusable, as_json: bool, language: str) -> str:
    """Why a file cannot be used."""
    source = legible(file.name)
    if as_json:
        return as_line({"source": source, "error": {"field": problem.field, "message": problem.message}})
    where = N_("“%(field)s”") % {"field": problem.field} if problem.field else ""
    return translated(UNUSABLE % {"source": source, "where": where, "message": problem.message}, language)


def as_line(row: dict[str, Any]) -> str:
    """One JSON line; half a character, which JSON can hold and files cannot, becomes a question mark."""
    return json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()


def as_text(found: dict[str, Any], language: str) -> str:
    """The reasoning, and every finding with its regulation, once."""
    messages = {finding["message"] for finding in found["findings"]}
    reasoning = [line for line in found["why"] if line not in messages]
    said = [VALID if found["valid"] else INVALID, *reasoning, *map(noted, found["findings"])]
    return "\n".join(translated(line, language) for line in said)


def noted(finding: dict[str, Any]) -> str:
    """A finding in one line with its regulation."""
    from workflows.rules.load import title_of

    cited = citation(title_of(finding["edition"]), finding["article"]) if finding["edition"] else ""
    return N_("  - %(message)s（%(cited)s%(code)s）") % {**finding, "cited": cited}
