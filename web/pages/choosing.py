"""What may be chosen on a page: people, organisations, proposals; same names told apart."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from flask import request
from sqlalchemy import select

from models.base import within
from models.memberships import STATUSES, Membership
from models.organisations import OrganisationState
from models.people import Person
from models.posts import Post
from web.inputs import Options
from web.pages.found import Seen, told_apart
from web.pages.language import said
from web.pages.people_in_sight import visible
from web.pages.request import in_sight, reading, today
from web.pages.rosters import Members
from workflows.engine.declare import Step
from workflows.engine.findings import N_

WITH = N_("%(name)s（%(more)s）")

Typed = Mapping[str, Sequence[str]]
OwnLists = Callable[[Seen, Step | None, Typed], Mapping[str, Callable[[], Options]]]
OWN_LISTS: dict[str, OwnLists] = {}
"""By workflow: the lists that are its own, each made when it is asked for."""


class Choices(Mapping[str, Options]):
    """The lists a form may ask for, each made when it is asked for and then kept."""

    def __init__(self, lists: Mapping[str, Callable[[], Options]]) -> None:
        self._lists, self._made = lists, dict[str, Options]()

    def __getitem__(self, name: str) -> Options:
        if name not in self._made:
            self._made[name] = self._lists[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)


def choices(seen: Seen, step: Step | None = None, typed: Typed = MappingProxyType({})) -> Choices:
    """Every list a form of the case may ask for; a workflow may have lists of its own, for the step and what was typed."""
    of_people = registered if seen.flow.subject == "organisation" else people
    lists = {"person": of_people, "organisation": organisations, "proposal": proposals}
    own = OWN_LISTS[seen.flow.name](seen, step, typed) if seen.flow.name in OWN_LISTS else {}
    return Choices({**{name: partial(made, seen) for name, made in lists.items()}, **own})


def people(seen: Seen) -> Options:
    """Whom a step of the case may name."""
    return people_at(seen.row.path, seen.row.subject_id)


def people_at(path: str, subject: int) -> Options:
    """Members of the organisation at a path and of those above, and who holds a post there; not the person himself."""
    day, ids = today(), [int(part) for part in path.strip("/").split("/")]
    members = select(Membership.person_id, Membership.status).where(
        Membership.organisation_id.in_(ids), Membership.holds_on(day)
    )
    status = {person: held for person, held in reading().execute(members)}
    posts = select(Post.person_id).where(Post.organisation_id.in_(ids), Post.holds_on(day))
    wanted = {*status, *reading().scalars(posts)} - {subject}
    return listed(wanted, status)


def people_above(path: str) -> set[int]:
    """Members of the organisation at a path and of those above it, and who holds a post there."""
    day, ids = today(), [int(part) for part in path.strip("/").split("/")]
    return {
        person
        for table in (Membership, Post)
        for person in reading().scalars(
            select(table.person_id).where(table.organisation_id.in_(ids), table.holds_on(day))
        )
    }


def registered(seen: Seen) -> Options:
    """Members of the organisation and of those below it, everybody its journal named, and whom the page already names."""
    ids = {int(kept.act.form.known("person")) for kept in seen.kept if kept.act and kept.act.form.known("person")}
    return Members(seen.row.path, ids | visible(named_on_page() - ids))


def named_on_page() -> set[int]:
    """The people this request names, in its address or among what was typed."""
    texts = (*request.values.getlist("person"), *request.values.getlist("relative"))
    return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 16}


def listed(wanted: Iterable[int], status: Mapping[int, str]) -> Options:
    """People by name, each with the standing said of him."""
    found = reading().scalars(select(Person).where(Person.id.in_(set(wanted))).order_by(Person.name, Person.id)).all()
    labels = told_apart(found, today())
    return [(str(person.id), _with_status(labels[person.id], status.get(person.id))) for person in found]


def _with_status(label: str, status: str | None) -> str:
    return said(WITH, name=label, more=said(STATUSES[status])) if status else label


def organisations(seen: Seen) -> Options:
    """The organisations in sight of the root, so that a case may be handed over to any of this installation."""
    root = f"/{seen.row.path.strip('/').split('/')[0]}/"
    rows = (
        select(OrganisationState.organisation_id, OrganisationState.name)
        .where(OrganisationState.holds_on(today()), within(OrganisationState.path, root))
        .order_by(OrganisationState.path)
    )
    return [(str(number), name) for number, name in reading().execute(rows) if number != seen.row.organisation_id]


def in_my_sight() -> Options:
    """The organisations where the person signed in may look, those above first."""
    rows = (
        select(OrganisationState.organisation_id, OrganisationState.name)
        .where(OrganisationState.holds_on(today()), in_sight(OrganisationState.path))
        .order_by(OrganisationState.path)
    )
    return [(str(number), name) for number, name in reading().execute(rows)]


def proposals(seen: Seen) -> Options:
    """The proposals of posts in this case that nobody has confirmed yet."""
    if seen.flow.name != "office":
        return ()
    from workflows.office.posts import proposals as proposed

    waiting = [each for each in proposed(seen.kept).values() if each.granted is None]
    names = dict(listed({each.form.person for each in waiting}, {}))
    line = N_("第 %(number)s 条：%(name)s，%(post)s")
    return [
        (
            str(each.number),
            said(line, number=each.number, name=names.get(str(each.form.person), ""), post=seen.word(each.form.post)),
        )
        for each in waiting
    ]
