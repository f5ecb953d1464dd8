"""The page of codes: what each code of a finding means, at which steps it speaks, and on what it rests; and links to it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup, escape

from web.code_words import CODE, titles
from web.pages.found import laws
from web.pages.language import said
from web.pages.request import today
from workflows import NAMES, flow
from workflows.engine.codes import Rule, rules
from workflows.engine.findings import GRAVEST_FIRST, N_, Citation, Severity
from workflows.engine.law import Article, Edition, Law
from workflows.rules import OVERLAYS, readings_on_file
from workflows.rules.load import limits_on_file, overlay

pages = Blueprint("codes", __name__)
OPENS_APART = N_("%(title)s（在新标签页打开）")
WHAT_FOLLOWS = {
    Severity.BLOCK: N_("不予办理"),
    Severity.OVERRIDE: N_("须上级说明"),
    Severity.IRREGULAR: N_("可以办理但记为不规范"),
    Severity.NOTE: N_("只作提示"),
}


class Meaning(NamedTuple):
    """A code as the page explains it. `articles` are the cited ones as (edition, article)."""

    code: str
    title: str
    follows: Sequence[str]
    steps: Sequence[str]
    limits: Sequence[tuple[str, int]]
    articles: Sequence[tuple[Edition, Article]]


@pages.get("/codes")
def index():
    """Every code: of the rules by their articles in force today, of the overlays, of the readings."""
    book = laws()
    return render_template(
        "codes.html",
        meanings=list(central(book.on(today()))),
        overlays=[overlay(name) for name in OVERLAYS],
        enabled={text.code for text in book.overlays},
        limits={name: limit["title"] for name, limit in limits_on_file().items()},
        readings=readings_on_file().values(),
        chosen=book.readings,
    )


def central(law: Law) -> Iterator[Meaning]:
    """The codes of the rules in force, by number; those that overlays bring are told with their overlay."""
    found: dict[str, list[Rule]] = {}
    for name in NAMES:
        for rule in rules(flow(name), law):
            found.setdefault(rule.code, []).append(rule)
    yield from (_meaning(code, found[code], law) for code in sorted(found) if not code.startswith("L-"))


def _meaning(code: str, found: Sequence[Rule], law: Law) -> Meaning:
    cited = dict.fromkeys(citation for rule in found for citation in rule.cited)
    limits = dict.fromkeys(name for rule in found for name in rule.limits if name in law)
    return Meaning(
        code,
        titles().get(code, ""),
        [WHAT_FOLLOWS[severity] for severity in GRAVEST_FIRST if any(rule.severity is severity for rule in found)],
        list(dict.fromkeys(rule.step.title for rule in found)),
        [(limits_on_file()[name]["title"], law[name]) for name in limits],
        [article for citation in cited for article in articles(law, citation)],
    )


def articles(law: Law, citation: Citation) -> Iterator[tuple[Edition, Article]]:
    """The article a citation names, with its edition."""
    text = next(each for each in law.editions if each.code == citation.edition)
    if not text.overlay and citation.article is not None:
        yield text, text.articles[str(citation.article)]


def coded(text: Any) -> Markup:
    """A text in which every code leads to its line on the page of codes, and says in a few words what it is about."""
    return Markup(CODE.sub(lambda found: _link(found[0]), str(escape(text))))


def _link(code: str) -> str:
    if code not in titles():
        return code
    address, words = url_for("codes.index", _anchor=code), said(titles()[code])
    if request.method == "POST":  # there is no way back to an answer
        words, apart = said(OPENS_APART, title=words), Markup(' target="_blank" rel="noopener"')
    else:
        apart = Markup()
    return str(Markup('<a class="code" href="{}" title="{}"{}>{}</a>').format(address, words, apart, code))
