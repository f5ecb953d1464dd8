"""Offices: who may record for the organ that decides, judged on the day of recording."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .errors import NotFound, NotInOffice
from .findings import N_

ADMINISTRATION, SECURITY, AUDIT = "administration", "security", "audit"
FIXED = {ADMINISTRATION: "administrator", SECURITY: "security_administrator", AUDIT: "auditor"}
"""Offices that have one post each, wherever it is held in or above a case's organisation; the table can neither give them
nor take them away, so nobody is locked out.
"""
APART = {
    "administrator": N_("系统管理员"),
    "security_administrator": N_("安全管理员"),
    "audit_administrator": N_("审计管理员"),
    "auditor": N_("审计人员"),
}
"""The posts of which one person holds one only, and whose holder records for no organ that decides."""
NO_BUSINESS = N_("“%(title)s”由%(offices)s办理：%(post)s任职期间不办理业务，请由其他人登记")


class Place(NamedTuple):
    """An organisation in the line from a case's own one to the root, as it was on a day."""

    organisation_id: int
    kind: str
    approval_power: bool
    has_committee: bool
    has_groups: bool


class HeldPost(NamedTuple):
    """A post a person holds on a day, and where its organisation stands."""

    id: int
    post: str
    organisation_id: int
    path: str


class Actor(NamedTuple):
    """Who acts: an account's person and, with several posts, the post chosen."""

    person_id: int
    post_id: int | None = None


class Acting(NamedTuple):
    """An actor with the post, office and organisation the entry names; None where a refused actor has none."""

    person_id: int | None
    post: str | None
    office: str | None
    organisation_id: int | None
    path: str | None


def own_posts(held_posts: Sequence[HeldPost], actor: Actor, *paths: str) -> list[HeldPost]:
    """The actor's posts in or above the case's organisation; raises NotFound when there is none (another's case)."""
    posts = [held for held in held_posts if any(path.startswith(held.path) for path in paths)]
    if not posts:
        raise NotFound(N_("没有这个案件"))
    return [held for held in posts if actor.post_id in (None, held.id)]


def in_office(
    posts: Sequence[HeldPost],
    offices: Sequence[str],
    title: str,
    line: Sequence[Place],
    table: set[tuple[str, str, str]],
    person_id: int,
    titles: Mapping[str, str],
    everywhere: Sequence[HeldPost] = (),
) -> Acting:
    """The post by which the actor records for one of the offices; raises NotInOffice, naming what was to be done.

    `posts` are those that count for the case, `everywhere` all that the actor holds that day: whoever holds one of the
    posts apart, wherever that is, records by it or not at all.
    """
    apart = apart_among(each.post for each in (*everywhere, *posts))
    for office in offices:
        places = {place.organisation_id: place.kind for place in _places(office, line, table)}
        for held in posts:
            kind = places.get(held.organisation_id)
            if kind and _records_for(office, held.post, kind, table, apart):
                return Acting(person_id, held.post, str(office), held.organisation_id, held.path)
    told = {"title": title, "offices": "、".join(titles[office] for office in offices)}
    if apart and not FIXED.keys() & set(offices):
        raise NotInOffice(NO_BUSINESS, post=APART[apart[0]], **told)
    raise NotInOffice(N_("“%(title)s”由%(offices)s办理，当前职务不能登记"), **told)


def apart_among(posts: Iterable[str]) -> list[str]:
    """Which of the posts apart are among these, each once; more than one only where somebody forged a row."""
    held = set(posts)
    return [post for post in APART if post in held]


def _records_for(office: str, post: str, kind: str, table: set[tuple[str, str, str]], apart: Sequence[str]) -> bool:
    """Whether the post records for the office, in an organisation of that kind, for whoever holds these posts apart."""
    if office in FIXED:
        return post == FIXED[office]
    return not apart and (office, post, kind) in table


def _places(office: str, line: Sequence[Place], table: Iterable[tuple[str, str, str]]) -> Sequence[Place]:
    """Where an office is held for a case: in one organisation; a fixed office in its own one and every one above."""
    if office in FIXED:
        return line
    place = organisation_of(office, line, table)
    return [place] if place else []


def organisation_of(office: str, line: Sequence[Place], table: Iterable[tuple[str, str, str]]) -> Place | None:
    """The organisation that decides as this office for a case; `line` goes from the case's own one to the root.

    The superior is the nearest committee above with approval power, the department the nearest one above that.
    """
    kinds = {kind for name, _, kind in table if name == office}
    if office not in ("superior", "department"):
        return next((place for place in line if place.kind in kinds), None)
    committees = {kind for name, _, kind in table if name == "superior"}
    for number, place in enumerate(line[1:], 1):
        if place.approval_power and place.kind in committees:
            if office == "superior":
                return place
            return next((above for above in line[number + 1 :] if above.kind in kinds), None)
    return None
