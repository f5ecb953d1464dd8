"""The back-check as a paper: PDF in volumes, so that thousands of dossiers need no more memory than one volume does."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from web.back_check.cover import Cover
from web.back_check.told import VERDICTS, Checked, Found
from web.back_check.totals import ByArticle, Totals
from web.code_words import with_words
from web.commands.annotate import SEVERITY_WORDS
from web.typeset import typeset

A_VOLUME = 1_000
"""How many dossiers with findings a volume holds."""
TITLE = "倒查报告"
TEMPLATE = Path(__file__).with_name("report.typ")
NO_ARTICLE = "未引条文"
HEADS = ("条文", "程度", "问题", "看哪份材料", "怎么办")
NOT_NAMED = "没有记载"


def volumes(answers: Iterable[Checked], totals: Totals, cover: Cover) -> Iterator[bytes]:
    """The volumes, one after another; the first has the sums. Raises NoFont."""
    told = (each for each in answers if not each.sound)
    some, number = list(islice(told, A_VOLUME)), 1
    while True:
        following = list(islice(told, A_VOLUME))
        yield _volume(some, number, number > 1 or bool(following), totals, cover)
        if not following:
            return
        some, number = following, number + 1


def _volume(some: list[Checked], number: int, several: bool, totals: Totals, cover: Cover) -> bytes:
    title = f"{TITLE} 第 {number} 册" if several else TITLE
    content = {
        "title": title,
        "about": cover.lines,
        "foot": f"{title} · {cover.sealed}",
        "seal": cover.picture,
        "verdicts": [[*map(str, row)] for row in verdict_rows(totals)],
        "articles": [[*map(str, row)] for row in article_rows(totals)] if number == 1 else [],
        "heads": HEADS,
        "dossiers": [{"head": head(each), "rows": [*map(list, rows(each))]} for each in some],
    }
    return typeset(TEMPLATE, content)


def verdict_rows(totals: Totals) -> list[tuple[str, int]]:
    """How many dossiers of each verdict, and of all."""
    return [*((str(VERDICTS[each]), count) for each, count in totals.verdicts.items()), ("合计", totals.total)]


def article_rows(totals: Totals) -> list[tuple[Any, ...]]:
    """The headings, and a row for each article."""
    heads = ("条文", "版本", "条", "档案数", *SEVERITY_WORDS.values())
    return [heads, *(_article(row) for row in totals.articles)]


def head(checked: Checked) -> str:
    """The line over a dossier."""
    who = [checked.name or "", f"（{checked.ref}）" if checked.ref else "", checked.source, checked.stage, checked.word]
    return " ".join(str(each) for each in who if each)


def rows(checked: Checked) -> Iterator[tuple[str, ...]]:
    """The findings of a dossier as HEADS names their parts."""
    if checked.wrong:
        where = f"“{checked.field}”" if checked.field else ""
        yield "", checked.word, f"{where}{checked.wrong}", "", checked.remedy
    for found in checked.findings:
        yield f"{found.cited}{with_words(found.code)}", found.word, found.message, papers_said(found), found.remedy


def papers_said(found: Found) -> str:
    """The papers to look at."""
    return "、".join(found.papers) or NOT_NAMED


def _article(row: ByArticle) -> tuple[Any, ...]:
    cited = row.cited.removesuffix("，") or NO_ARTICLE
    return cited, row.edition, row.article or "", row.dossiers, *row.counts.values()
