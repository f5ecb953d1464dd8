"""Who a dossier means: registered people of its name, told apart by day of birth and by where they belong."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from models.base import within
from models.cases import Case
from models.journal import Entry
from models.memberships import Membership
from models.organisations import OrganisationState
from models.people import Person
from models.posts import Post

AT_ONCE = 500
"""How many values a statement asks for: SQLite takes a limited number."""


class Place(NamedTuple):
    """An organisation one may see, as it is today."""

    id: int
    name: str
    path: str


class Known(NamedTuple):
    """Somebody of the name. `row` is the dossier's number when he is not registered, but in the same file."""

    id: int
    name: str
    born_on: date | None
    places: frozenset[int]
    row: int | None = None


class Match(NamedTuple):
    """Who a dossier means: the one it certainly is; or, where somebody must choose, those it may be; or somebody new."""

    person: Known | None = None
    choices: tuple[Known, ...] = ()


def places_under(session: Session, paths: Sequence[str], day: date) -> list[Place]:
    """Which organisations stand at or under these places of the tree on that day? By their place in it."""
    state = OrganisationState
    rows = select(state.organisation_id, state.name, state.path).where(state.holds_on(day), _under(state.path, paths))
    return [Place(*row) for row in session.execute(rows.order_by(state.path))]


class People:
    """The people of some names who belong to `places`, read once. `fresh` are those this file registered, by row."""

    def __init__(
        self, session: Session, names: Iterable[str], places: Sequence[Place], fresh: Mapping[int, int] | None = None
    ) -> None:
        self.session, self.places = session, {place.id: place.path for place in places}
        self.by_name: dict[str, list[Known]] = {}
        rows = list(self._named(sorted(set(names))))
        belong = self._belonging({row.id for row in rows}) if rows else {}
        for row in rows:
            if row.id in belong:
                row_number = (fresh or {}).get(row.id)
                self.add(Known(row.id, row.name or "", row.born_on, frozenset(belong[row.id]), row_number))

    def add(self, known: Known) -> None:
        """One more of a name."""
        self.by_name.setdefault(known.name, []).append(known)

    def forget(self, row: int) -> None:
        """What the row of this file added is not so."""
        for name, known in self.by_name.items():
            self.by_name[name] = [each for each in known if each.row != row]

    def match(self, name: str, born_on: date | None, organisation: int) -> Match:
        """Whom a name and a day of birth in an organisation mean."""
        able = [each for each in self.by_name.get(name, ()) if _may_be(each, born_on)]
        same = [each for each in able if born_on and each.born_on == born_on]
        here = [each for each in able if organisation in each.places]
        if len(same) == 1 and same[0] in here and same[0].row is None:
            return Match(same[0])
        return Match(None, tuple(dict.fromkeys([*same, *here])))

    def _named(self, names: Sequence[str]) -> Iterable[Person]:
        for start in range(0, len(names), AT_ONCE):
            wanted = select(Person).where(Person.name.in_(names[start : start + AT_ONCE]))
            yield from self.session.scalars(wanted.order_by(Person.id))

    def _belonging(self, people: set[int]) -> dict[int, set[int]]:
        """The organisations in sight each belongs to: by membership, post, case, or because he is registered there."""
        found: dict[int, set[int]] = {}
        ids = sorted(people)
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            for table in (Membership, Post):
                of = select(table.person_id, table.organisation_id).where(table.person_id.in_(some), table.stands())
                self._gather(found, self.session.execute(of))
            cases = select(Case.subject_id, Case.organisation_id)
            self._gather(
                found, self.session.execute(cases.where(Case.subject_kind == "person", Case.subject_id.in_(some)))
            )
        self._gather(found, ((person, place) for person, place in self._registrations() if person in people))
        return found

    def _gather(self, found: dict[int, set[int]], rows: Iterable[Sequence[int]]) -> None:
        for person, place in rows:
            if place in self.places:
                found.setdefault(person, set()).add(place)

    def _registrations(self) -> Iterable[tuple[int, int]]:
        """(person, organisation) for every registration in sight."""
        entries = (
            select(Entry.facts, Case.organisation_id)
            .join(Case, Case.id == Entry.case_id)
            .where(Case.workflow == "office", _under(Case.path, roots(self.places.values())))
            .where(Entry.step == "register_person")
        )
        for facts, place in self.session.execute(entries):
            person = json.loads(facts).get("facts", {}).get("person")
            if person is not None:
                yield person, place


def roots(paths: Iterable[str]) -> list[str]:
    """Those of the paths that lie under none of the others."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found


def _under(column: Any, paths: Sequence[str]) -> ColumnElement[bool]:
    return or_(false(), *(within(column, path) for path in paths))


def _may_be(known: Known, born_on: date | None) -> bool:
    """Whether the days of birth do not tell the two apart."""
    return known.born_on is None or born_on is None or known.born_on == born_on
