"""One database for many elections: the cast of the features by its numbers, and an organisation of its own for each."""

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import create_engine, delete, insert, update
from sqlalchemy.pool import NullPool

from models.databases import Database
from models.installation import Installation
from models.memberships import Membership, Sanction
from models.organisations import Organisation, OrganisationState
from models.people import Person
from models.posts import Post
from models.rights import Detention, RightsSuspension
from models.terms import BODIES_OF, YEARS, Term, TermExtension
from models.work import Work
from tests.election.people import LONG_AGO, NUMBERS, Register
from tests.working import working
from workflows.engine.months import add_months
from workflows.engine.offices import Actor

STAFF = "刘刚"
"""Records for the organisation department; no member of anything that elects."""
PEOPLE = {**NUMBERS, STAFF: len(NUMBERS) + 1}
SECRETARY, DEPUTY, ORGANISER = "王芳", "赵强", "沈毅"
OF_ONE_SCENARIO = (Membership, Sanction, Detention, RightsSuspension, Term, TermExtension)
ONE_DAY = timedelta(days=1)


class Hall:
    """A department, a committee below it, and below that whoever elects."""

    def __init__(self, url: str, owner_url: str) -> None:
        self.owner_url = owner_url
        self.database, self.reader = Database(url), Database(url)
        self.paths: dict[int | None, str] = {None: "/"}
        with self.database.write.begin() as session:
            rows = [{"id": number, "name": name} for name, number in PEOPLE.items()]
            session.execute(insert(Person), rows)
        self.department = self._found("县委组织部", "department", None)
        self.committee = self._found("镇党委", "committee", self.department, approval_power=True)
        self._grant(STAFF, "staff", self.department)
        self._grant(ORGANISER, "organiser", self.committee)
        self.place = 0

    def close(self) -> None:
        """Gives every connection back."""
        self.database.dispose()
        self.reader.dispose()

    def gather(self, kind: str, register: Register, expires_on: date | None, rules: str) -> int:
        """A new organisation of that kind with these members and this term; those of the scenario before are gone."""
        engine = create_engine(Database(self.owner_url).url, poolclass=NullPool)
        with engine.begin() as connection:
            for model in OF_ONE_SCENARIO:
                connection.execute(delete(model))
        self.place = self._found("示例党组织", kind, self.committee)
        for name, post in ((SECRETARY, "secretary"), (DEPUTY, "deputy")):
            self._grant(name, post, self.place)
        with self.database.write.begin() as session:
            session.add_all(row for name in register.known for row in rows_of(register, name, self.place))
            if expires_on:
                session.add(self._term(kind, expires_on))
            session.execute(update(Installation).values(rules=rules, rules_stamp=uuid.uuid4().hex))
        return self.place

    def actor(self, step: Any, by: str) -> Actor:
        """Who records a step of the organisation: the one named, who gets a post where he has none."""
        name = by or {"superior": ORGANISER, "department": STAFF}.get(step.by[0], SECRETARY)
        if name not in (SECRETARY, DEPUTY, ORGANISER, STAFF):
            self._grant(name, "member", self.place)
        return Actor(PEOPLE[name])

    def working(self) -> AbstractContextManager[Work]:
        """A unit of work, ended as the one error handler does."""
        return working(self.database)

    def reading(self) -> Work:
        """A unit of work on a connection of its own."""
        return self.reader.work()

    def _found(self, name: str, kind: str, above: int | None, **built: Any) -> int:
        with self.database.write.begin() as session:
            organisation = Organisation()
            session.add(organisation)
            session.flush()
            number = organisation.id
            path = self.paths[number] = f"{self.paths[above]}{number}/"
            state = {"has_committee": True, "has_groups": False, "approval_power": False, **built}
            session.add(
                OrganisationState(
                    organisation_id=number, name=name, kind=kind, parent_id=above, path=path, from_on=LONG_AGO, **state
                )
            )
        return number

    def _grant(self, name: str, post: str, place: int) -> None:
        with self.database.write.begin() as session:
            session.add(Post(person_id=PEOPLE[name], organisation_id=place, post=post, from_on=LONG_AGO))
            session.execute(update(Installation).values(rules_stamp=uuid.uuid4().hex))

    def _term(self, kind: str, expires_on: date) -> Term:
        body = BODIES_OF[kind][0]
        elected_on = add_months(expires_on, -12 * YEARS[body])
        return Term(
            organisation_id=self.place, path=self.paths[self.place], body=body, elected_on=elected_on,
            from_on=elected_on, expires_on=expires_on, ends_on=expires_on,
        )  # fmt: skip


def rows_of(register: Register, name: str, place: int) -> Iterator[Any]:
    """What a register knows of somebody, as rows: memberships, party probation, detention, suspended rights."""
    person = NUMBERS[name]
    spans = list(held(register, name))
    for on, until, facts in spans:
        if facts.get("status"):
            yield Membership(
                person_id=person, organisation_id=place, status=facts["status"], from_on=on, until_on=until
            )
        if facts.get("detained"):
            yield Detention(person_id=person, kind=facts["detained"], from_on=on, until_on=until)
        if facts.get("suspended_on"):
            yield RightsSuspension(person_id=person, number=facts["number"], from_on=on, until_on=until)
    for day in {facts["probation_on"] for _, _, facts in spans if facts.get("probation_on")}:
        restored = next((facts["restored_on"] for _, _, facts in spans if facts.get("restored_on")), None)
        yield Sanction(person_id=person, kind="party_probation", on=day, restored_on=restored)


def held(register: Register, name: str) -> Iterator[tuple[date, date | None, dict[str, Any]]]:
    """(first day, last day, what held from the one to the other) of somebody, in order."""
    days = sorted({on for on, _ in register.known[name]})
    for on, following in zip(days, [*days[1:], None], strict=True):
        yield on, following - ONE_DAY if following else None, register.facts(name, on)
