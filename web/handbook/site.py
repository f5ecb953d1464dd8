"""The handbook as a folder of files: every page, the styles, relative links; no scripts, nothing asked of any server."""

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.catalogue import translated
from web.handbook.contents import Address, Contents
from workflows.engine.decide import with_weekday
from workflows.engine.findings import Message
from workflows.handbook import Handbook

WEB = Path(__file__).parent.parent
STYLES = ("vendor/bootstrap/bootstrap.min.css", "zhibu.css", "handbook.css")
LICENCE = "vendor/bootstrap/LICENSE"
FOLDERS = {"edition": "editions", "article": "articles", "workflow": "workflows", "step": "steps", "matrix": "matrix"}


def write_site(book: Handbook, target: Path, language: str) -> int:
    """Writes the site into a folder and answers how many pages it has; files of the same names are replaced."""
    say = partial(spoken, language)
    contents, syntax = Contents(book, say), environment(language)
    count = 0
    for address in contents.addresses():
        path = target / file_of(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rendered(syntax, contents, address), encoding="utf-8")
        count += 1
    for style in (*STYLES, LICENCE):
        path = target / "static" / style
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(WEB / "static" / style, path)
    return count


def rendered(syntax: Environment, contents: Contents, address: Address) -> str:
    """One page."""
    up = "../" * file_of(address).count("/")
    return syntax.get_template(f"handbook/{address[0]}.html").render(
        frame="handbook/_site.html",
        here=address,
        link=lambda *to, anchor="": up + file_of(to) + (f"#{anchor}" if anchor else ""),
        styles=[f"{up}static/{style}" for style in STYLES],
        decided=None,
        **contents.page(address),
    )


def file_of(address: Address) -> str:
    """The file of a page within the site."""
    kind, *about = address
    return "/".join([FOLDERS[kind], *about]) + ".html" if about else f"{kind}.html"


def environment(language: str) -> Environment:
    """The templates of the product, in one language and without a request."""
    say = partial(spoken, language)
    syntax = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    syntax.globals.update(_=say, language=lambda: language)
    syntax.filters.update(said=say, day=lambda day: translated(with_weekday(day), language) if day else "")
    return syntax


def spoken(language: str, message: str, /, **facts: Any) -> str:
    """A message in a language, filled in with its facts."""
    marked = message if isinstance(message, Message) else Message(message)
    return translated(marked % facts if facts else marked, language)
