"""The synthetic organisation: a department, a committee, a general branch, six branches, about 120 people with posts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

from models.work import Work
from web.commands.init import LOGINS, administrator
from workflows.engine.months import add_months
from workflows.engine.offices import Actor
from workflows.office.record import found, register, take

SINCE = "2001-07-01"
TENS, GIVEN = "〇一二三四五六七八九十百", "明芳强敏华静军丽勇洁"
NAMES = [f"样{ten}{given}" for ten, given in product(TENS, GIVEN)]  # 120 names nobody has
MEMBERS, APPLICANTS = 11, 7


@dataclass
class Place:
    """An organisation as the demonstration founds it, and who is there."""

    key: str
    name: str
    kind: str
    parent: str | None
    built: dict[str, bool]
    number: int = 0
    posts: dict[str, int] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)
    applicants: list[int] = field(default_factory=list)


DEPARTMENT, COMMITTEE, GENERAL = "department", "committee", "general"
WITH_COMMITTEE = ("secretary", "deputy", "organisation_commissioner")
POSTS = {
    "department": ("staff", "auditor"),
    "committee": ("secretary", "deputy", "organiser"),
    "general_branch": ("secretary", "organisation_commissioner"),
}


ELECTED = {COMMITTEE: 20, GENERAL: 14, "1": 32, "2": 37, "4": 40, "5": 10, "6": 5}
"""So many months ago: the first branch ends in four months, the second is overdue, of the third nobody knows."""
VILLAGES = ("4",)


def places() -> list[Place]:
    """The organisations, those above first."""
    groups, both = {"has_groups": True}, {"has_committee": True, "has_groups": True}
    return [
        Place(DEPARTMENT, "示例县委组织部", "department", None, {}),
        Place(COMMITTEE, "示例镇党委", "committee", DEPARTMENT, {"approval_power": True}),
        Place(GENERAL, "示例总支", "general_branch", COMMITTEE, {}),
        Place("1", "示例第一支部", "branch", COMMITTEE, both),
        Place("2", "示例第二支部", "branch", COMMITTEE, {"has_committee": True}),
        Place("3", "示例第三支部", "branch", COMMITTEE, {}),
        Place("4", "示例第四支部", "branch", GENERAL, both),
        Place("5", "示例第五支部", "branch", GENERAL, groups),
        Place("6", "示例第六支部", "branch", GENERAL, {}),
    ]


class Town:
    """The organisation as it stands in the database, with the actors who may record."""

    def __init__(self, work: Work, at: datetime) -> None:
        self.work, self.at, self.today = work, at, str(at.date())
        self.places = {place.key: place for place in places()}
        self.administrators: list[Actor] = []
        self.passwords: dict[str, str] = {}
        self._names = iter(NAMES)

    @property
    def branches(self) -> list[Place]:
        """The six branches."""
        return [place for place in self.places.values() if place.kind == "branch"]

    def build(self) -> Iterator[str]:
        """Founds and peoples every place, one after another; says which."""
        for place in self.places.values():
            self._found(place)
            self._people(place)
            self._term(place)
            yield place.name

    def actor(self, key: str, post: str) -> Actor:
        """Who holds a post in a place."""
        return Actor(self.places[key].posts[post])

    def _found(self, place: Place) -> None:
        parent = self.places[place.parent].number if place.parent else None
        values = {"on": SINCE, "name": place.name, "kind": place.kind, "parent": parent, **place.built}
        first = not self.administrators
        place.number = found(self.work, values, None if first else self.administrators[0], self.at)
        if first:
            self._administrators(place)

    def _administrators(self, place: Place) -> None:
        for given in LOGINS.items():
            self.passwords[given[0]] = administrator(self.work, place.number, next(self._names), given, self.at)
        self.administrators = [Actor(1), Actor(2)]

    def _people(self, place: Place) -> None:
        if place.kind == "branch":
            place.members = [self._registered(place, number) for number in range(MEMBERS)]
            place.applicants = [self._registered(place, 30 + number) for number in range(APPLICANTS)]
            for number, person in enumerate(place.members):
                since = f"{2003 + number}-07-01"
                self.take(place, "state_membership", person=person, status="full", from_on=since)
        wanted = POSTS.get(place.kind, WITH_COMMITTEE if place.built.get("has_committee") else ("secretary", "deputy"))
        for number, post in enumerate(wanted):
            person = place.members[number] if place.members else self._registered(place, number)
            self._grant(place, person, post)

    def _term(self, place: Place) -> None:
        if place.key in VILLAGES:
            self.take(place, "set_body", on=SINCE, body="village_or_community")
        if place.key in ELECTED:
            self.take(place, "state_term", elected_on=str(add_months(self.at.date(), -ELECTED[place.key])))

    def _registered(self, place: Place, number: int) -> int:
        born_on = f"{1972 + number % 30}-{1 + number % 12:02}-15"
        values = {"on": self.today, "name": next(self._names), "born_on": born_on}
        return register(self.work, place.number, values, self.administrators[0], self.at)

    def _grant(self, place: Place, person: int, post: str) -> None:
        proposal = self.take(place, "propose_post", person=person, post=post, from_on="2015-07-01")
        self.take(place, "grant_post", by=1, proposal=proposal)
        place.posts[post] = person

    def take(self, place: Place, step: str, by: int = 0, **values: object) -> int:
        """Takes an office step as the system administrator, or as the security administrator, and answers the number of its entry."""
        actor = self.administrators[by]
        return take(self.work, place.number, step, {"on": self.today, **values}, actor, self.at).number
