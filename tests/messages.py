"""What the catalogue must hold: every marked message, found in the source, and every title the interface shows.

`python -m tests.messages` brings `web/translations/en.po` up to date: new lines are empty, lapsed ones go.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from models import memberships, organisations, posts
from web.catalogue import FOLDER
from workflows import NAMES, flow
from workflows.engine.declare import Workflow
from workflows.engine.forms import Titled, trait
from workflows.engine.perform.engine_steps import ENGINE_STEPS
from workflows.rules import readings_on_file
from workflows.rules.load import EDITIONS, OVERLAYS, STATUSES, edition, limits_on_file, overlay

ROOT = Path(__file__).parent.parent
ENGLISH = FOLDER / "en.po"
HEADER = """\
# English for every message and title; the words are those of docs/glossary.md.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def marked() -> Iterator[tuple[str, str]]:
    """(message, file) for every `N_("…")` in the source and every `_("…")` in the templates."""
    for folder in ("workflows", "web", "models"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from ((message, path.relative_to(ROOT).as_posix()) for message in messages_in(tree))
    yield from in_templates()


def in_templates() -> Iterator[tuple[str, str]]:
    """(message, file) for every `_("…")` of a template around one text; around a name it says what is marked elsewhere."""
    syntax = Environment(autoescape=True)
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        for node in syntax.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name == "_" and isinstance(node.args[0], nodes.Const):
                yield node.args[0].value, path.relative_to(ROOT).as_posix()


def messages_in(tree: ast.AST) -> Iterator[str]:
    """What a module marks; raises ValueError for a mark around anything but one text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
            match node.args:
                case [ast.Constant(value=str(message))] if not node.keywords:
                    yield message
                case _:
                    raise ValueError(f"line {node.lineno}: N_ marks one text")


def titles() -> Iterator[tuple[str, str]]:
    """(title, what it is a title of) for everything that is shown and is not a message."""
    for name in NAMES:
        yield from titles_of(flow(name))
    yield from ((step.title, "step") for step in ENGINE_STEPS.values())
    yield from form_titles()
    tables = {"post": posts.POSTS, "organisation": organisations.KINDS, "membership": memberships.STATUSES}
    yield from ((title, kind) for kind, words in tables.items() for title in words.values())
    texts = (*map(edition, EDITIONS), *map(overlay, OVERLAYS))
    yield from ((text.title, "edition") for text in texts)
    yield from ((title, "status of an article") for title in STATUSES.values())
    yield from ((limit["title"], "limit") for limit in limits_on_file().values())
    yield from of_readings()
    yield from gists()


def of_readings() -> Iterator[tuple[str, str]]:
    """The questions the texts leave open, and the options of each."""
    for reading in readings_on_file().values():
        yield reading.question, "reading"
        yield from ((option, "option of a reading") for option in reading.options.values())


def gists() -> Iterator[tuple[str, str]]:
    """What the pages of codes and the handbook tell of articles: those of every edition, and the overlays' items."""
    yield from ((article.gist, "article") for code in EDITIONS for article in edition(code).articles.values())
    yield from ((item.gist, "item of an overlay") for name in OVERLAYS for item in overlay(name).articles.values())


def titles_of(workflow: Workflow) -> Iterator[tuple[str, str]]:
    """The titles of a workflow: steps and their papers, stages, outcomes, offices, words."""
    yield workflow.title, "workflow"
    yield from ((step.title, "step") for step in workflow)
    yield from ((paper, "paper") for step in workflow for paper in step.papers)
    yield from ((step.hint, "hint") for step in workflow if step.hint)
    kinds = {
        "stage": workflow.stage_titles,
        "outcome": workflow.outcome_titles,
        "end": workflow.ended_titles,
        "office": workflow.offices,
        "word": workflow.words,
    }
    for kind, words in kinds.items():
        yield from ((word, kind) for word in words.values())


def form_titles() -> Iterator[tuple[str, str]]:
    """The titles, units and helps of the fields of every form and row."""
    for form in subclasses(Titled):
        for info in form.model_fields.values():
            told = {"field": info.title, "help": info.description, "unit": trait(info, "unit")}
            yield from ((text, kind) for kind, text in told.items() if text)
            yield from ((answer, "answer") for answer in trait(info, "answers") or ())


def subclasses(form: type[Titled]) -> Iterator[type[Titled]]:
    """Every form of the product (a test may make its own)."""
    for each in form.__subclasses__():
        if each.__module__.startswith("workflows."):
            yield each
        yield from subclasses(each)


def needed() -> Catalog:
    """A catalogue with every line that must be there, without translations."""
    catalog = Catalog("en")
    for message, file in marked():
        catalog.add(message, locations=[(file, None)])
    for title, kind in titles():
        catalog.add(title, auto_comments=[kind])
    return catalog


def held() -> Catalog:
    """The catalogue on file."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", domain="zhibu")


def update() -> None:
    """Writes the catalogue anew with the translations it has."""
    catalog, before = needed(), held()
    for line in catalog:
        if line.id and line.id in before:
            line.string = before[line.id].string
    with ENGLISH.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalog, width=0, omit_header=True, include_lineno=False)


if __name__ == "__main__":
    update()
