"""The rounds of an election as pages show them: what each is called, who keyed, in what two differ, what came of it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from web.pages.found import Seen, called
from web.pages.language import said
from web.pages.request import me
from workflows.election.counting.count import ROUNDS
from workflows.election.counting.decide import Decision
from workflows.election.forms import CountKeyed
from workflows.election.forms.counting import Votes, WrittenIn
from workflows.election.rounds import Round, courses
from workflows.election.tally import decision
from workflows.engine.findings import N_

HEAD, NUMBERS = ("issued", "collected", "void", "blank"), ("in_favour", "against", "abstain")
HEADING = N_("%(position)s，第 %(number)s 轮：%(kind)s")
VOTES_OF = N_("%(name)s的%(title)s")
WRITTEN = N_("另选 %(name)s的票数")


class Shown(NamedTuple):
    """A round on a page. `mine`: one keyed it; `decided` and `count` only after it was confirmed."""

    round: Round
    title: str
    keyers: Sequence[str]
    mine: bool
    differs: Sequence[str]
    count: Any = None
    decided: Decision | None = None

    @property
    def query(self) -> dict[str, Any]:
        """What an address names it by."""
        return {"ballot": self.round.ballot.position, "round": self.round.number}


def rounds_of(seen: Seen) -> list[Round]:
    """Every round there has been or is, ballot by ballot."""
    return [each for course in courses(seen.dossier) for each in course.rounds]


def title_of(seen: Seen, found: Round) -> str:
    """The ballot, the number and the kind of a round, in words."""
    position, kind = said(seen.word(found.ballot.position)), said(ROUNDS[found.kind])
    return said(HEADING, position=position, number=found.number, kind=kind)


def shown(seen: Seen) -> list[Shown]:
    """The rounds with who keyed them; nothing of what was keyed before it was confirmed."""
    found = rounds_of(seen)
    names = named(seen, found)
    return [one(seen, each, names) for each in found]


def named(seen: Seen, found: Sequence[Round]) -> Callable[[int], str]:
    """The names of those who stand in the rounds, keyed them, or were written in."""
    people = {person for each in found for person in (*each.candidates, *each.keyed)}
    known = called(people)
    return lambda person: known(person) or str(person)


def one(seen: Seen, found: Round, names: Callable[[int], str]) -> Shown:
    """One round."""
    keyers = [names(person) for person in found.keyed]
    differs = [field_words(name, names) for name in in_sheet_order(found)]
    mine = me().person_id in found.keyed
    if not found.confirmed:
        return Shown(found, title_of(seen, found), keyers, mine, differs)
    decided = decision(seen.dossier, found, seen.laws.on(found.confirmed.on), names)
    return Shown(found, title_of(seen, found), keyers, mine, (), found.agreed, decided)


def in_sheet_order(found: Round) -> list[str]:
    """The fields in which two counts differ, as they follow each other on the count sheet."""
    votes = [f"votes.{person}.{name}" for person in found.candidates for name in NUMBERS]
    order = {name: number for number, name in enumerate((*HEAD, *votes))}
    return sorted(found.differs, key=lambda name: (order.get(name, len(order)), name))


def field_words(name: str, names: Callable[[int], str]) -> str:
    """A field in which two counts differ, in words and without a value: `votes.12.against`, `write_ins.7`, `void`."""
    field, _, rest = name.partition(".")
    person, _, inner = rest.partition(".")
    if field == "votes":
        return said(VOTES_OF, name=names(int(person)), title=said(Votes.title(inner)))
    if field == "write_ins":
        return said(WRITTEN, name=names(int(person)), title=said(WrittenIn.title("in_favour")))
    return said(CountKeyed.title(name))
