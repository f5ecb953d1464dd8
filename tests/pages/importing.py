"""A town whose organisations have office journals, so that people can be registered; files to upload; what a page says."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from models import databases
from models.posts import Post
from tests.live.town import CALENDAR, FIRST, Town, moment
from tests.pages.conftest import Site, Visitor
from web.sheets.write import write_template
from workflows import flow
from workflows.membership.sample import lawful
from workflows.office.record import found, register

TREE = {
    "县委组织部": ("department", None),
    "镇党委": ("committee", "县委组织部"),
    "一支部": ("branch", "镇党委"),
    "二支部": ("branch", "镇党委"),
}
POSTS = {
    "钱进": ("administrator", "县委组织部"),
    "王芳": ("secretary", "一支部"),
    "郑洁": ("secretary", "二支部"),
    "吴强": ("organiser", "镇党委"),
}
AT = moment("2026-01-05")
ALL = 'SELECT (SELECT count(*) FROM "case") AS cases, (SELECT count(*) FROM entry) AS entries, (SELECT count(*) FROM person) AS people'


class FoundedTown(Town):
    """The organisations of TREE founded in their journals, with the people of POSTS."""

    def __init__(self, url: str, owner_url: str) -> None:
        super().__init__(url, owner_url, tree={}, posts={})
        with self.database.work() as work:
            for name, (kind, above) in TREE.items():
                values = {"on": str(FIRST), "name": name, "kind": kind, "parent": self.places.get(above)}
                power = {"approval_power": True} if kind == "committee" else {}
                self.places[name] = found(work, {**values, **power}, None, AT)
            work.commit()
        for name, (post, place) in POSTS.items():
            self.people[name] = self.registered(name, place, None)
            self.change(Post(person_id=self.people[name], organisation_id=self.places[place], post=post, from_on=FIRST))

    def registered(self, name: str, place: str, born_on: str | None) -> int:
        """Somebody registered in the journal of an organisation."""
        values = {"on": "2020-01-05", "name": name, **({"born_on": born_on} if born_on else {})}
        with self.database.work() as work:
            person = register(work, self.places[place], values, None, AT)
            work.commit()
        return person


@pytest.fixture
def site(sqlite, tmp_path) -> Iterator[Site]:
    databases.create(sqlite.owner_url)
    town = FoundedTown(sqlite.app_url, sqlite.owner_url)
    made = Site(town, tmp_path / "files")
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


@pytest.fixture
def admin(site):
    return site.visitor("钱进")


@pytest.fixture
def branch(site):
    return site.visitor("王芳")


def dossier(ref: str, name: str, place: str | None, upto: str = "approve_admission", **more: Any) -> dict[str, Any]:
    """A lawful dossier."""
    made = {**lawful(upto, date(2026, 6, 30), CALENDAR), "ref": ref, "name": name, **more}
    return made if place is None else {**made, "organisation": place}


def lines(*rows: Any) -> bytes:
    """A .jsonl file."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def filled(*rows: dict[str, Any]) -> bytes:
    """The template filled in."""
    target = BytesIO()
    write_template(target, flow("membership"), rows)
    return target.getvalue()


def sheet(*rows: Any, hidden: Any = (), more: dict[str, Any] | None = None) -> bytes:
    """A spreadsheet from elsewhere; `hidden` are the rows of a hidden sheet before it, `more` further sheets."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheets = {**({"旧表": hidden} if hidden else {}), "名册": rows, **(more or {})}
        for name, held in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(held):
                page.write_row(number, 0, row)
        if hidden:
            book.get_worksheet_by_name("名册").activate()
            book.get_worksheet_by_name("名册").set_first_sheet()
            book.get_worksheet_by_name("旧表").hide()
    return target.getvalue()


def text(answer: Any) -> str:
    """The words of a page, without its marks."""
    body = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(html.unescape(body).split())


def upload(visitor: Visitor, content: bytes, name: str = "档案.jsonl") -> Any:
    """What the upload of a file answers."""
    visitor.get("/imports")
    form = {"file": FileStorage(BytesIO(content), name), "csrf_token": visitor.token()}
    boundary, body = encode_multipart(form)  # the client's own way leaves a temporary file open
    return visitor.client.post("/imports", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def uploaded(visitor: Visitor, content: bytes, name: str = "档案.jsonl") -> str:
    """The address of a file that was received."""
    answer = upload(visitor, content, name)
    assert answer.status_code == 303, text(answer)
    return answer.location


def counted(site: Site) -> dict[str, Any]:
    """How many cases, entries and people there are."""
    return site.town.ask(ALL)[0]


def names(site: Site) -> list[str]:
    """The names of those who have a case, in the order of their cases."""
    rows = site.town.ask(
        'SELECT p.name FROM "case" c JOIN person p ON p.id = c.subject_id '
        "WHERE c.workflow = 'membership' ORDER BY c.id"
    )
    return [row["name"] for row in rows]


def radios(answer: Any) -> dict[str, str]:
    """Every hidden `seen` field of a page."""
    return dict(re.findall(r'name="(seen-\d+)" value="([^"]*)"', answer.get_data(as_text=True)))


def selects(answer: Any) -> dict[str, str]:
    """The chosen option of every select of a page."""
    page = answer.get_data(as_text=True)
    found = re.findall(r'<select[^>]*name="([^"]+)"(.*?)</select>', page, re.S)
    chosen = {name: re.search(r'value="([^"]*)" selected', body) for name, body in found}
    return {name: match[1] if match else "" for name, match in chosen.items()}
