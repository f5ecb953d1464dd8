"""People for the ledgers: cases in every stage, and the same case for many people."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from models import databases
from models.cases import Case
from models.people import Person
from tests.databases import Database
from tests.live.town import POSTS, Town
from tests.pages.conftest import Site

LONG = "甲" * 58 + "·乙"
UPTO = {
    "applicant": "talk",
    "activist": "propose_prospective",
    "prospective": "fill_form",
    "probationary": "apply_conversion",
}


def site_on(database: Database, tmp_path: Path) -> Iterator[Site]:
    """The site of a town on a database of either kind."""
    databases.create(database.owner_url, "zhibu_app")
    town = Town(database.app_url, database.owner_url, posts=POSTS)
    made = Site(town, tmp_path / "files")
    yield made
    made.app.extensions["zhibu"].database.dispose()
    town.close()


def build(site: Site, name: str, stage: str, on: str, place: str = "一支部", **more: Any) -> int:
    """A case recorded as history, in that stage on that day."""
    by = {"一支部": "孙丽", "二支部": "郑洁", "三支部": "何静"}[place]
    return site.town.build(UPTO[stage], on, place, by=by, subject=site.town.person(name), **more)


def multiplied(site: Site, case: int, times: int, place: str = "一支部") -> None:
    """The same case for many people, with days of their own, behind the application's back."""
    town, first, mark = site.town, date(2020, 1, 6), "甲" if place == "一支部" else "乙"
    row = town.row(case)
    with town.database.write.begin() as session:
        people = [Person(name=f"{mark}{number:03}", born_on=date(1995, 5, 4)) for number in range(times)]
        session.add_all(people)
        session.flush()
        for number, person in enumerate(people):
            lines = [json.loads(line) for line in bytes(row["snapshot"]).split(b"\n")]
            lines[0]["f"]["on"] = (first + timedelta(days=times - number)).isoformat()
            snapshot = b"\n".join(json.dumps(line, sort_keys=True, separators=(",", ":")).encode() for line in lines)
            values = {**row, "subject_id": person.id, "snapshot": snapshot, "path": town.paths[place]}
            del values["id"]
            values["organisation_id"] = town.places[place]
            session.execute(Case.__table__.insert().values(**typed(values)))


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """A row as it was read, ready to be written."""
    opened = values["opened_on"]
    return {
        **values,
        "open": True,
        "opened_on": date.fromisoformat(opened) if isinstance(opened, str) else opened,
        "due_on": None,
        "last_hash": bytes(values["last_hash"]),
    }
