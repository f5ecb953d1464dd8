"""What the installation knows and fills in: the term, the number of members, the roll of a day, the result of a round."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from models.base import within
from models.memberships import Membership
from models.organisations import OrganisationState, state_on
from models.posts import ELECTED_POSTS, Post
from models.roll import members_on
from models.terms import term_on
from workflows.election.ballots import ballots
from workflows.election.course import by_committee, congress, sitting
from workflows.election.delegates import decision
from workflows.election.delegates import delegates as delegates_of
from workflows.election.forms import DelegatesReported
from workflows.election.roll import Elector, Exclusion, Member, Roll, standing_only
from workflows.election.roll import roll as roll_of
from workflows.election.rounds import find_round
from workflows.election.tally import derived
from workflows.engine.dossier import Dossier
from workflows.engine.errors import BadForm
from workflows.engine.findings import N_
from workflows.engine.perform.scene import Scene
from workflows.engine.values import read_day

Values = Mapping[str, Any]


def day_of(values: Values) -> date | None:
    """The day typed; None where the form itself will say what is wrong with it."""
    try:
        return read_day(values.get("on"))
    except ValueError:
        return None


def given(values: Values, **known: Any) -> Values:
    """The values with what is known; nothing typed stands in its place."""
    return {**{name: value for name, value in values.items() if name not in known}, **_there(known)}


def _there(known: Values) -> Values:
    return {name: value for name, value in known.items() if value is not None}


def ends(scene: Scene) -> dict[str, date | None]:
    """The last day of the organisation's term as it is today, and the one it had before extensions; None where not known."""
    held = term_on(scene.work.session, scene.row.organisation_id, scene.today)
    return {"expires_on": held and held.ends_on, "original_expires_on": held and held.expires_on}


def term(scene: Scene, values: Values) -> Values:
    """The day on which the term ends, and ended before extensions."""
    return given(values, **ends(scene))


def ending(scene: Scene, values: Values) -> Values:
    """The day on which the term ends."""
    return given(values, expires_on=ends(scene)["expires_on"])


def plan(scene: Scene, values: Values) -> Values:
    """The day on which the term ends, and how many members there are."""
    day, counts = day_of(values), {}
    if day:
        rows = select(Membership.status, func.count()).where(
            Membership.organisation_id.in_(places(scene, day)), Membership.holds_on(day)
        )
        counts = {status: count for status, count in scene.work.session.execute(rows.group_by(Membership.status))}
    full = counts.get("full", 0) + counts.get("party_probation", 0)
    return given(
        values,
        **ends(scene),
        full_members=full if day else None,
        members=full + counts.get("probationary", 0) if day else None,
    )


def entitled(scene: Scene, values: Values) -> Values:
    """How many are entitled to vote before anybody is left out."""
    day = day_of(values)
    return given(values, due=roll_on(scene, day, exclude=False).due if day else None)


def roll(scene: Scene, values: Values) -> Values:
    """The roll of the meeting day."""
    day = day_of(values)
    if day is None:
        return given(values, electors=[])
    lines = roll_on(scene, day).lines
    rows = [
        {
            "person": line.person,
            "votes": line.votes,
            "stands": line.stands,
            "counted": line.counted,
            "why": line.why.value,
        }
        for line in lines
    ]
    return given(values, electors=rows)


def roll_on(scene: Scene, day: date, exclude: bool = True) -> Roll:
    """The roll as of a day, by what is known now: all members of the organisation and those below it, or the delegates."""
    session, dossier = scene.work.session, scene.dossier
    asked = exclusions(dossier) if exclude else ()
    if by_committee(dossier):
        found = members_of(scene, day, set(sitting(dossier)))
        return roll_of(found, asked)
    if congress(dossier):
        return Roll((*roll_of(_delegates(scene, day), asked).lines, *_others(scene, day)))
    found = (row for place in places(scene, day) for row in members_on(session, place, day))
    return roll_of((Member(*row) for row in found), asked)


def members_of(scene: Scene, day: date, people: set[int]) -> Iterator[Member]:
    """What is known of these people, as members of the organisation or of one below it."""
    found = (Member(*row) for place in places(scene, day) for row in members_on(scene.work.session, place, day))
    return (member for member in found if member.person in people)


def vacancy(scene: Scene, values: Values) -> Values:
    """The day on which the term ends, and who is in the committee."""
    day = day_of(values)
    rows = select(Post.person_id).where(
        Post.organisation_id == scene.row.organisation_id,
        Post.post.in_(ELECTED_POSTS),
        Post.holds_on(day or scene.today),
    )
    there = state_on(scene.work.session, scene.row.organisation_id, day or scene.today)
    people = (
        sorted(set(scene.work.session.scalars(rows)))
        if there and (there.has_committee or there.kind != "branch")
        else []
    )
    return given(values, expires_on=ends(scene)["expires_on"], committee=people)


def places(scene: Scene, day: date) -> list[int]:
    """The organisation and all below it: whose members meet."""
    rows = select(OrganisationState.organisation_id).where(
        OrganisationState.holds_on(day), within(OrganisationState.path, scene.row.path)
    )
    return sorted(set(scene.work.session.scalars(rows)))


def _delegates(scene: Scene, day: date) -> Iterator[Member]:
    """What is known of each delegate on the day, wherever below the organisation he is a member."""
    session, people = scene.work.session, delegates_of(scene.dossier)
    found = {
        row.person: row
        for place in places(scene, day)
        for row in members_on(session, place, day)
        if row.person in people
    }
    for person, unit in people.items():
        row = found.get(person) or members_on(session, unit, day, [person])[0]
        yield Member(*row)


def _others(scene: Scene, day: date) -> Iterator[Elector]:
    """Candidates who are no delegates: they may stand if they are full members, and do not vote."""
    stand = {person for ballot in ballots(scene.dossier) for person in ballot.candidates} - set(
        delegates_of(scene.dossier)
    )
    return map(standing_only, roll_of(members_of(scene, day, stand)).lines)


def exclusions(dossier: Dossier) -> list[Exclusion]:
    """Whom the case asks to leave out of 应到会, and how far that has come."""
    asked, agreed = dossier.last("request_exclusion"), dossier.done("agree_exclusion")
    if asked is None:
        return []
    voted = dossier.outcome("vote_exclusion") == "carried" and "vote_exclusion" in dossier.standing
    number = agreed.known("number") if agreed else None
    return [Exclusion(row.person, row.category, number, voted) for row in asked.members if row.person]


def delegates(scene: Scene, values: Values) -> Values:
    """Whom the unit elected, by the numbers it reports."""
    day = day_of(values)
    try:
        form: Any = DelegatesReported.read({**values, "elected": [], "next": ""})
    except BadForm:
        return given(values, elected=[], next="manual")  # the form itself says what is wrong
    decided = decision(scene.dossier, form, scene.laws.on(day or form.on))
    return given(values, elected=[int(each.ref or 0) for each in decided.elected], next=decided.next)


def result(scene: Scene, values: Values) -> Values:
    """What the round decides, by what two people keyed alike."""
    found, day = find_round(scene.dossier, (values.get("ballot"), values.get("round"))), day_of(values)
    if found is None or found.agreed is None or day is None:
        raise BadForm([("round", N_("这一轮的计票还没有两人一致的录入：请先完成录入"))])
    return given(values, **derived(scene.dossier, found, scene.laws.on(day)))
