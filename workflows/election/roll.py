"""The electors' roll: who may vote and stand on the day of the meeting, who is counted in 应到会, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from workflows.engine.findings import N_, joined

from .roll_words import DETENTIONS, FULL_MEMBERS, LESS, MINUS, SENTENCES, SUM, Why
from .strokes import stroke_key

CATEGORIES = ("illness", "abroad", "sentence", "frail", "away", "retired_home")
"""The six reasons for which a member may be left out of 应到会."""
MAY_VOTE = (Why.FULL, Why.EXCLUDED, Why.NOT_YET_EXCLUDED)
COUNTED = (Why.FULL, Why.NOT_YET_EXCLUDED)
UNDECIDED = Why.DETAINED
"""Detained without a decision on his rights: nobody can say whether he may vote."""
CONSENT, VOTE, CATEGORY = N_("上级同意的文号"), N_("党员大会的表决"), N_("所属情形")
AND = N_("%(one)s、%(other)s")


class Member(NamedTuple):
    """What is known of a person on the day of the meeting; the fields are those of `models.roll.MemberOn`."""

    person: int
    name: str
    status: str | None = None
    from_on: date | None = None
    left_on: date | None = None
    probation_on: date | None = None
    restored_on: date | None = None
    detained: str | None = None
    detained_on: date | None = None
    suspended_on: date | None = None
    number: str | None = None


class Exclusion(NamedTuple):
    """Somebody to be left out of 应到会: which of the six reasons, the number of the superior's consent, the vote."""

    person: int
    category: str | None
    number: str | None
    voted: bool

    def lacking(self) -> list[str]:
        """What it still needs: all three are conditions."""
        there = {CATEGORY: self.category in CATEGORIES, CONSENT: bool(self.number), VOTE: self.voted}
        return [name for name, held in there.items() if not held]


class Elector(NamedTuple):
    """A line of the roll: may the person vote, stand, is he counted in 应到会, and why."""

    person: int
    name: str
    votes: bool
    stands: bool
    counted: bool
    why: Why
    facts: Mapping[str, Any]

    @property
    def reason(self) -> str:
        """The Chinese sentence that says why."""
        return SENTENCES[self.why] % self.facts if self.facts else SENTENCES[self.why]


@dataclass(frozen=True)
class Roll:
    """Everybody who was looked at, in the order of surname strokes."""

    lines: tuple[Elector, ...]

    @property
    def due(self) -> int:
        """应到会: how many are counted."""
        return sum(line.counted for line in self.lines)

    @property
    def electors(self) -> tuple[Elector, ...]:
        """Those who may vote, whether or not they are counted."""
        return tuple(line for line in self.lines if line.votes)

    @property
    def blocked(self) -> tuple[Elector, ...]:
        """Those whose rights must be decided before there is a roll."""
        return tuple(line for line in self.lines if line.why is UNDECIDED)

    @property
    def sum(self) -> str:
        """How 应到会 comes about, from the full members on."""
        found = Counter(line.why for line in self.lines)
        less = [message % {"count": found[why]} for why, message in LESS.items() if found[why]]
        members = sum(found[why] for why in {*COUNTED, *LESS})
        return SUM % {"members": joined([FULL_MEMBERS % {"count": members}, *less], MINUS), "due": self.due}


def roll(members: Iterable[Member], exclusions: Iterable[Exclusion] = ()) -> Roll:
    """The roll of a meeting day, from what is known of each person on that day.

    Who is left out of 应到会 keeps his rights and may vote if he comes: the texts take him out of the number only.
    Warnings, removal from a post, a period of correction and floating take no right and are not asked for.
    """
    asked = {each.person: each for each in exclusions}
    lines = (_line(member, asked.get(member.person)) for member in members)
    return Roll(tuple(sorted(lines, key=lambda line: (stroke_key(line.name), line.person))))


def standing_only(line: Elector) -> Elector:
    """The line of a candidate who is no delegate: he may be elected, does not vote and is not counted."""
    why = Why.CANDIDATE if line.stands else line.why
    return line._replace(votes=False, counted=False, why=why, facts={} if line.stands else line.facts)


def _line(member: Member, exclusion: Exclusion | None) -> Elector:
    why = why_of(member, exclusion)
    votes = why in MAY_VOTE
    return Elector(member.person, member.name, votes, votes, why in COUNTED, why, _facts(why, member, exclusion))


def why_of(member: Member, exclusion: Exclusion | None = None) -> Why:
    """Which row of the rights matrix holds for a person."""
    if member.status is None:
        return Why.TRANSFERRED if member.left_on else Why.GUEST
    if member.status in (Why.PROBATIONARY, Why.SUSPENDED):
        return Why(member.status)
    if under_probation(member):
        return Why.PARTY_PROBATION
    if member.suspended_on:
        return Why.RIGHTS_SUSPENDED if member.detained else Why.RELEASED
    if member.detained:
        return Why.DETAINED
    if exclusion:
        return Why.NOT_YET_EXCLUDED if exclusion.lacking() else Why.EXCLUDED
    return Why.FULL


def under_probation(member: Member) -> bool:
    """Whether a party probation runs: a sanction not restored, or a standing stated after the rights were last restored."""
    if member.status != "party_probation":
        return member.probation_on is not None
    stated_later = member.restored_on is None or (member.from_on is not None and member.restored_on < member.from_on)
    return member.probation_on is not None or stated_later


def _facts(why: Why, member: Member, exclusion: Exclusion | None) -> Mapping[str, Any]:
    if why in (Why.RIGHTS_SUSPENDED, Why.RELEASED):
        return {
            "since": member.suspended_on,
            "number": member.number,
            "kind": DETENTIONS.get(member.detained or "", ""),
        }
    if why is Why.DETAINED:
        return {"since": member.detained_on, "kind": DETENTIONS[member.detained or ""]}
    if why is Why.TRANSFERRED:
        return {"last": member.left_on}
    if why is Why.EXCLUDED:
        return {"number": exclusion.number}  # type: ignore[union-attr]
    if why is Why.NOT_YET_EXCLUDED:
        return {"lacking": joined(exclusion.lacking(), AND)}  # type: ignore[union-attr]
    return {}
