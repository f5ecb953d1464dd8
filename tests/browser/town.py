"""The town of the browser tests: organisations with office journals, people in every office, members, and one case of each kind."""

from typing import Any

from sqlalchemy import delete

from models import databases
from models.people import Person
from tests.databases import Database
from tests.live.town import FLOW
from tests.pages.conftest import Site
from tests.pages.importing import POSTS, FoundedTown

MORE = {  # name: (post, organisation)
    "孙丽": ("deputy", "一支部"),
    "吴强": ("organiser", "镇党委"),
    "沈毅": ("secretary", "镇党委"),
    "陈刚": ("staff", "县委组织部"),
    "审小红": ("auditor", "镇党委"),
}
OFFICERS = {"superior": "吴强", "department": "陈刚"}
MEMBERS = ("王芳", "孙丽", "赵强", "周敏", "冯涛")


class Streets(FoundedTown):
    """FoundedTown with a deputy, the committee's people and the department's, and with members."""

    def __init__(self, url: str, owner_url: str) -> None:
        super().__init__(url, owner_url)
        self._nobody_twice()
        rows = self.ask("SELECT organisation_id, path FROM organisation_state")
        known = {row["organisation_id"]: row["path"] for row in rows}
        self.paths = {name: known[number] for name, number in self.places.items()}
        for name in sorted({*MORE, *MEMBERS} - {"王芳"}):
            self.person(name, MORE.get(name, ("", "一支部"))[1])
        self.change(
            *(self.post(name, *held) for name, held in MORE.items()),
            *(self.membership(name, "一支部") for name in MEMBERS),
        )

    def _nobody_twice(self) -> None:
        """Removes the members of a town without office journals: everybody here is registered by an organisation."""
        with self.database.write.begin() as session:
            kept = [self.people[name] for name in POSTS]
            session.execute(delete(Person).where(Person.id.not_in(kept)))

    def person(self, name: str = "李明", place: str = "一支部", born_on: str = "1995-05-04") -> int:  # type: ignore[override]
        """Somebody new, registered by an organisation."""
        self.people[name] = self.registered(name, place, born_on)
        return self.people[name]

    def officer(self, step: str, place: str = "一支部") -> str:
        """Who records a step for the branch."""
        return OFFICERS.get(str(FLOW[step].by[0]), "王芳")


def site_on(database: Database, files: Any) -> Site:
    """A site on a new town."""
    databases.create(database.owner_url)
    return Site(Streets(database.app_url, database.owner_url), files)
