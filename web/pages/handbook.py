"""The handbook inside the product: every article and step, what shows them, and how often an article decided here."""

from typing import Any

from flask import Blueprint, render_template, url_for

from models.cases import Case
from models.recent import recent_count, recent_findings
from web.handbook.contents import Contents
from web.handbook.decided import Decided, decided, sealed_steps
from web.handbook.known import handbook_or_why, scenarios_file
from web.pages.found import laws
from web.pages.language import said
from web.pages.request import in_sight, reading
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_
from workflows.handbook import ArticleTold

pages = Blueprint("handbook", __name__)
NOT_HERE = N_("规则手册里没有这一页：请从规则手册首页进入")
COUNTED = 5000
"""So many of the journal's newest entries are looked through."""
ARGUMENTS = {
    "edition": ("edition",),
    "article": ("edition", "key"),
    "workflow": ("workflow",),
    "step": ("workflow", "step"),
    "matrix": ("edition",),
}


@pages.get("/handbook")
def index():
    """The texts, the workflows, and where the results come from."""
    return page("index")


@pages.get("/handbook/editions/<edition>")
def edition(edition: str):
    """The articles of an edition beside those of the other."""
    return page("edition", edition)


@pages.get("/handbook/articles/<edition>/<key>")
def article(edition: str, key: str):
    """An article."""
    return page("article", edition, key)


@pages.get("/handbook/workflows/<workflow>")
def workflow(workflow: str):
    """A workflow with its picture."""
    return page("workflow", workflow)


@pages.get("/handbook/steps/<workflow>/<step>")
def step(workflow: str, step: str):
    """A step."""
    return page("step", workflow, step)


@pages.get("/handbook/matrix/<edition>")
def matrix(edition: str):
    """Article by rule by scenario by result."""
    return page("matrix", edition)


@pages.get("/handbook/gaps")
def gaps():
    """What is not covered."""
    return page("gaps")


@pages.get("/handbook/readings")
def readings():
    """Readings and overlays."""
    return page("readings")


def page(*address: str) -> str:
    """A page of the handbook as this installation goes by it; raises NotFound."""
    contents = contents_here()
    if address not in set(contents.addresses()):
        raise NotFound(NOT_HERE)
    shown: dict[str, Any] = contents.page(address)
    shown["decided"] = decided_here(shown["told"]) if address[0] == "article" else None
    return render_template(f"handbook/{address[0]}.html", frame="base.html", here=address, link=link, **shown)


def contents_here() -> Contents:
    """The handbook with the readings and overlays that count here."""
    book, unread = handbook_or_why(scenarios_file())
    here = laws()
    return Contents(book, said, enabled=[text.code for text in here.overlays], chosen=here.readings, unread=unread)


def decided_here(told: ArticleTold) -> Decided:
    """How often the article decided, of the newest entries as far as they are in sight."""
    where = in_sight(Case.path)
    found = recent_findings(reading(), COUNTED, where, sealed_steps())
    return decided(told, recent_count(reading(), COUNTED, where), found)


def link(*address: str, anchor: str = "") -> str:
    """The address of a page."""
    kind, *about = address
    values: dict[str, Any] = dict(zip(ARGUMENTS.get(kind, ()), about, strict=True))
    return url_for(f"handbook.{kind}", _anchor=anchor or None, **values)
