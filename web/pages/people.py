"""The pages of people: found by name, pinyin or initials; one person with memberships, posts, sanctions, kinship and cases."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request
from sqlalchemy import or_, select

from models.cases import Case
from models.memberships import STATUSES, Membership, Sanction
from models.organisations import state_on
from models.people import Kinship, Person
from models.posts import Post
from web.pages import as_of
from web.pages import organisation_rows as rows
from web.pages.accounts import administered
from web.pages.found import told_apart
from web.pages.leading import addresses
from web.pages.organisations import place
from web.pages.people_in_sight import registrations, search, visible
from web.pages.request import in_sight, reading, today
from workflows import NAMES, flow
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_
from workflows.office.states import office_case

pages = Blueprint("people", __name__, url_prefix="/people")
NOT_HERE = N_("没有这个人员")
LONGEST = 50
ABOUT = ("state_membership", "declare_kinship", "record_sanction", "propose_post", "open_account")


class Kin(NamedTuple):
    """A declared relative: the row, the other person, who of the two declared it, whether he may be looked at."""

    row: Kinship
    other: Person
    declared: bool
    seen: bool


@pages.get("")
def index():
    """People of a name, or of an organisation."""
    wanted, under = text_asked(), request.args.get("place", type=int)
    found_place = place(under) if under is not None else None
    found = search(wanted, under, request.args.get("after", type=int)) if wanted or under is not None else None
    return render_template(
        "people/index.html",
        wanted=wanted,
        place=found_place,
        found=found,
        labels=told_apart(found.people, today()) if found else {},
        held=memberships_of(found.people) if found else {},
        leads=addresses(person.id for person in found.people) if found else {},
    )


@pages.get("/<int:person_id>")
def show(person_id: int):
    """One person."""
    person = one(person_id)
    if then := as_of.asked():
        return as_of.of_person(person, then)
    held, posts = dated(Membership, person_id), dated(Post, person_id)
    ids, relatives = {each.organisation_id for each in (*held, *posts)}, kin(person_id)
    return render_template(
        "people/show.html",
        person=person,
        memberships=held,
        posts=posts,
        names=rows.names(reading(), sorted(ids), today()),
        seen_places={number for number in ids if in_reach(number)},
        sanctions=sanctions(person_id),
        kin=relatives,
        leads=addresses(each.other.id for each in relatives if each.seen),
        cases=cases(person_id),
        offices=offices(person_id, held),
        statuses=STATUSES,
        flows={name: flow(name) for name in NAMES},
    )


@pages.get("/<int:person_id>/kin")
def kinship(person_id: int):
    """Choosing the relative with whom a kinship is declared."""
    person, wanted = one(person_id), text_asked()
    found = search(wanted, None, None) if wanted else None
    others = [each for each in found.people if each.id != person_id] if found else []
    able = offices(person_id, dated(Membership, person_id))
    return render_template(
        "people/kin.html", person=person, wanted=wanted, offices=able, others=others, labels=told_apart(others, today())
    )


def text_asked() -> str:
    """The name asked for."""
    return " ".join(request.args.get("q", "").split())[:LONGEST]


def one(person_id: int) -> Person:
    """The person of an address; raises NotFound for one who is not there or not in sight."""
    person = reading().get(Person, person_id) if person_id < 2**63 else None
    if person is None or not visible([person_id]):
        raise NotFound(NOT_HERE)
    return person


def memberships_of(people: Sequence[Person]) -> dict[int, tuple[str, str]]:
    """Standing and organisation of those who are members today."""
    asked = select(Membership).where(
        Membership.person_id.in_([each.id for each in people]), Membership.holds_on(today())
    )
    held = list(reading().scalars(asked.order_by(Membership.from_on)))
    names = rows.names(reading(), [each.organisation_id for each in held], today())
    return {each.person_id: (STATUSES[each.status], names.get(each.organisation_id, "")) for each in held}


def dated(table: Any, person_id: int) -> list[Any]:
    """The person's rows that stand, the newest first."""
    asked = select(table).where(table.person_id == person_id, table.stands())
    return list(reading().scalars(asked.order_by(table.from_on.desc(), table.id.desc())))


def in_reach(organisation: int) -> bool:
    """Whether the page of an organisation is in sight."""
    try:
        place(organisation)
    except NotFound:
        return False
    return True


def sanctions(person_id: int) -> list[Sanction]:
    """The person's sanctions, the newest first."""
    asked = select(Sanction).where(Sanction.person_id == person_id, Sanction.stands())
    return list(reading().scalars(asked.order_by(Sanction.on.desc(), Sanction.id.desc())))


def kin(person_id: int) -> list[Kin]:
    """The person's declared relatives, whoever of the two declared it."""
    asked = select(Kinship).where(
        or_(Kinship.person_id == person_id, Kinship.relative_id == person_id), Kinship.stands()
    )
    found = reading().scalars(asked.order_by(Kinship.from_on.desc(), Kinship.id.desc())).all()
    others = {row.id: row.relative_id if row.person_id == person_id else row.person_id for row in found}
    seen = visible(others.values())
    return [
        Kin(row, reading().get_one(Person, others[row.id]), row.person_id == person_id, others[row.id] in seen)
        for row in found
    ]


def cases(person_id: int) -> list[Case]:
    """The person's cases in sight, the newest first."""
    asked = select(Case).where(Case.subject_kind == "person", Case.subject_id == person_id, in_sight(Case.path))
    return list(reading().scalars(asked.order_by(Case.id.desc())))


def offices(person_id: int, held: Sequence[Membership]) -> list[tuple[str, int, list[Any]]]:
    """Where one may take office steps about the person: the organisation's name, its journal's case, the steps."""
    ids = {each.organisation_id for each in held if each.until_on is None or each.until_on >= today()}
    if person_id in registrations():
        ids.add(registrations()[person_id])
    found = []
    for number in sorted(ids) if administered() else ():
        state, row = state_on(reading(), number, today()), office_case(reading(), number)
        if state and row and any(state.path.startswith(path) for path in administered()):
            found.append((state.name, row.id, [flow("office")[name] for name in ABOUT]))
    return found
