"""The pages of organisations: the tree in sight, and one organisation with its people, posts, accounts and steps."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy import select

from models.accounts import Account
from models.cases import Case
from models.journal import Entry
from models.memberships import SANCTIONS, STATUSES
from models.offices import ELECTING, posts_for
from models.organisations import KINDS, OrganisationState
from models.people import Person
from models.posts import APART, POSTS, Post
from web.door import reset
from web.pages import as_of
from web.pages import organisation_rows as rows
from web.pages.accounts import administered
from web.pages.found import Seen, names_of
from web.pages.leading import addresses
from web.pages.request import clock, me, reading, today, writing
from web.pages.seeing import procedures
from web.pages.steps import TELLS_ONCE
from workflows import flow
from workflows.engine.declare import Step, Workflow
from workflows.engine.errors import NotFound
from workflows.engine.findings import N_
from workflows.engine.judge import in_place
from workflows.engine.offices import FIXED, apart_among
from workflows.engine.perform import Written
from workflows.office.beside import OF_THE_ROOT
from workflows.office.posts import Proposal, is_root, proposals
from workflows.office.states import ONE_DAY, office_case

WORDS = {"kind": KINDS, "status": STATUSES, "sanction": SANCTIONS}
pages = Blueprint("organisations", __name__, url_prefix="/organisations")
MOST_SHOWN = 100
NOT_HERE = N_("没有这个党组织")
GROUPS = {
    "organisation": ("change_organisation", "merge_organisation", "dissolve_organisation", "state_term", "set_body"),
    "people": (
        "register_person",
        "state_membership",
        "declare_kinship",
        "record_sanction",
        "restore_rights",
        "record_detention",
        "end_detention",
        "suspend_rights",
        "resume_rights",
    ),
    "posts": ("propose_post", "grant_post", "end_post"),
    "accounts": ("open_account", "close_account"),
}


class Place(NamedTuple):
    """An organisation in sight: what it is, or was last; its office journal's case; whether one administers it."""

    state: OrganisationState
    seen: Seen | None
    own: bool

    @property
    def id(self) -> int:
        """Its number."""
        return self.state.organisation_id

    @property
    def stands(self) -> bool:
        """Whether it exists today."""
        return self.state.until_on is None or self.state.until_on >= today()


@pages.record_once
def words(state: BlueprintSetupState) -> None:
    """Gives templates the Chinese words of kinds, standings and sanctions, and the day after a day."""
    state.app.jinja_env.filters.update({name: known.get for name, known in WORDS.items()})
    state.app.jinja_env.filters["next_day"] = lambda day: day + ONE_DAY


@pages.get("")
def index():
    """The tree in sight, or a part of it."""
    under = request.args.get("under", type=int)
    top = place(under) if under is not None else None
    lines = rows.tree(reading(), [top.state.path] if top else me().paths, today())
    return render_template("organisations/index.html", lines=lines, top=top, own=bool(administered()))


@pages.get("/<int:organisation_id>")
def show(organisation_id: int):
    """What an organisation is and was, who belongs to it, who holds which post, and the steps of its journal."""
    found = place(organisation_id)
    if then := as_of.asked():
        return as_of.of_organisation(found, then)
    states = rows.states(reading(), found.id)
    parents = rows.names(reading(), [each.parent_id for each in states if each.parent_id], today())
    belonging, held = people(found), posts(found)
    mentioned = (*(person.id for person, _ in belonging["members"]), *(each.id for each in belonging["registered"]))
    return render_template(
        "organisations/show.html",
        place=found,
        states=states,
        parents=parents,
        above=[number for number in line(found) if me().sees(number[1])],
        steps=groups(found),
        beginnings=beginnings(found),
        cases=open_cases(found),
        leads=addresses([*mentioned, *(post.person_id for post, _ in held["now"])]),
        just_registered=just_registered(found),
        **belonging,
        **held,
    )


def beginnings(found: Place) -> list[Workflow]:
    """The procedures that may begin in an organisation: those about people in branches, elections where a body is elected."""
    kind = found.state.kind
    flows = (flow(name) for name in procedures())
    return [each for each in flows if (kind == "branch" if each.subject == "person" else kind in ELECTING)]


def place(organisation_id: int) -> Place:
    """The organisation of an address; raises NotFound for one that is not there or not in sight."""
    states = rows.states(reading(), organisation_id) if organisation_id < 2**63 else []
    state = next((each for each in states if each.from_on <= today()), None)
    if state is None or not me().sees(state.path):
        raise NotFound(NOT_HERE)
    row = office_case(reading(), organisation_id)
    seen = Seen(flow("office"), reading().get(Case, row.id)) if row else None  # type: ignore[arg-type]
    return Place(state, seen, any(state.path.startswith(path) for path in administered()))


def line(found: Place) -> list[tuple[int, str, str]]:
    """The organisations above, the root first: number, path, name."""
    ids = [int(part) for part in found.state.path.strip("/").split("/")][:-1]
    names = rows.names(reading(), ids, today())
    return [
        (number, "/" + "/".join(map(str, ids[: place + 1])) + "/", names.get(number, ""))
        for place, number in enumerate(ids)
    ]


def offices_held(found: Place) -> set[str]:
    """The offices for which one may record there: those of a post apart, or those of the organisation itself."""
    chosen = me().chosen
    held = [each for each in me().posts if chosen in (None, each) and found.state.path.startswith(each.path)]
    if apart_among(each.post for each in me().posts):
        return {office for office, post in FIXED.items() if post in {each.post for each in held}}
    offices = {str(office) for step in flow("office") for office in step.by}
    return {each for each in offices if posts_for(reading(), me().person_id, each, found.id, today())}


def groups(found: Place) -> dict[str, list[Step]]:
    """The office steps one may take there, by what they are about."""
    if found.seen is None:
        return {}
    offices = offices_held(found)
    dossier, root = found.seen.dossier, is_root(found.seen.row)
    able = [step for step in found.seen.flow if in_place(dossier, step) and not step.opens_case]
    able = [step for step in able if offices & set(step.by) and (root or step.beside not in OF_THE_ROOT)]
    named = {name: group for group, names in GROUPS.items() for name in names}
    sorted_out: dict[str, list[Step]] = {}
    for step in able:
        sorted_out.setdefault(named.get(step.name, "settings"), []).append(step)
    return sorted_out


def open_cases(found: Place) -> int:
    """How many cases of people are open there?"""
    asked = reading().query(Case).filter(Case.organisation_id == found.id, Case.open, Case.workflow != "office")
    return asked.count()


def people(found: Place) -> dict[str, Any]:
    """Members, and who is registered there without being one."""
    held = rows.members(reading(), found.id, today(), 4 * MOST_SHOWN)
    others = sorted(registered(found) - {person.id for person, _ in held})
    shown = reading().scalars(select(Person).where(Person.id.in_(others[:MOST_SHOWN])).order_by(Person.name, Person.id))
    return {"members": held[:MOST_SHOWN], "member_count": len(held), "registered": list(shown), "others": len(others)}


def registered(found: Place) -> set[int]:
    """The people its journal registered."""
    return set(said(found, "register_person"))


def just_registered(found: Place) -> Person | None:
    """Whom one comes back from registering."""
    person = request.args.get("registered", type=int)
    return reading().get(Person, person) if person in registered(found) else None


def said(found: Place, step: str) -> Sequence[int]:
    """The people a step of its journal was about."""
    takings = found.seen.dossier.takings.get(step, ()) if found.seen else ()
    return [taking.form.person for taking in takings]


def posts(found: Place) -> dict[str, Any]:
    """Posts held now and before, proposals that wait for a second person, and accounts opened there."""
    held = rows.posts(reading(), found.id)
    now = [each for each in held if each[0].until_on is None or each[0].until_on >= today()]
    opened = select(Account, Person.name).join(Person, Person.id == Account.person_id)
    opened = opened.where(Account.person_id.in_(said(found, "open_account"))).order_by(Account.login)
    waiting = waiting_for_a_second(found)
    return {
        "now": now,
        "beside": beside(now),
        "before": [each for each in held if each not in now],
        "waiting": waiting,
        "names": names_of(number for each in waiting for number in (each.form.person, each.by)),
        "accounts": reading().execute(opened).all(),
    }


def beside(held: Sequence[tuple[Post, str]]) -> list[tuple[str, str, str]]:
    """Who holds a business post there and one of the posts apart anywhere: name, the one, the other."""
    rows = select(Post.person_id, Post.post).where(Post.post.in_(APART), Post.holds_on(today()))
    apart = dict(reading().execute(rows.where(Post.person_id.in_([post.person_id for post, _ in held]))).all())  # type: ignore[arg-type]
    both = [(post, name) for post, name in held if post.post not in APART and post.person_id in apart]
    return [(name, POSTS[post.post], POSTS[apart[post.person_id]]) for post, name in both]


def waiting_for_a_second(found: Place) -> list[Proposal]:
    """The proposals of posts nobody has confirmed."""
    if found.seen is None or not found.stands:
        return []
    return [each for each in proposals(found.seen.kept).values() if each.granted is None]


def new_password(written: Written) -> Any:
    """The page that shows the first password of an account just opened; no other page ever does."""
    entry = writing().session.get_one(Entry, written.id)
    person = json.loads(bytes(entry.facts))["facts"]["person"]
    account = writing().session.query(Account).filter(Account.person_id == person).one()
    return render_template(
        "account/given.html", account=account, given=reset(account, me().person_id, clock(), without_code=True)
    )


def back_from_registering(written: Written) -> Any:
    """Back to the organisation's page, which offers to open a case for the person just registered."""
    entry = writing().session.get_one(Entry, written.id)
    person = json.loads(bytes(entry.facts))["facts"]["person"]
    place = writing().session.get_one(Case, entry.case_id).subject_id
    return redirect(url_for("organisations.show", organisation_id=place, registered=person), 303)


TELLS_ONCE["office", "open_account"] = new_password
TELLS_ONCE["office", "register_person"] = back_from_registering
