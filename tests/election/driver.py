"""An election as a scenario tells it: what it says, and what is usual where it says nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.election.installation import roll_on, with_known, with_people
from tests.election.people import CAST, MORE, NAMES, NUMBERS, Register
from tests.election.sample import (
    FACTS,
    HELPER,
    NO_VOTE,
    ONLY_WHEN_GIVEN,
    OPENINGS,
    ORDER,
    SCRUTINEER,
    TELLER,
    standing,
)  # fmt: skip
from workflows import flow
from workflows.election.ballots import ballots
from workflows.election.bodies import free_to_watch
from workflows.election.counting.candidates import least_candidates
from workflows.election.delegates import allotted
from workflows.election.delegates import delegates as delegates_of
from workflows.election.rounds import elected_to, find_round
from workflows.election.tally import due, voters, watching
from workflows.election.turns import to_key
from workflows.engine.dossier import Dossier
from workflows.engine.law import Law

FLOW = flow("election")
UNIT = 10
"""So many members vote in each unit that elects delegates."""
Key = tuple[Any, ...]
Votes = Mapping[str, tuple[int, int]]
"""Votes in favour and abstentions by name; who did neither was against."""


class Driver:
    """An election with what a scenario says of it; everything else is lawful."""

    def __init__(self, members: int = 7) -> None:
        self.register = Register(members)
        self.setting: dict[str, Any] = {"organisation_kind": "branch"}
        self.plan: dict[str, Any] = {}
        self.candidates: dict[str, list[str]] = {}
        self.fixed: dict[str, list[str]] = {}
        self.beside: list[str] = []
        self.facts: dict[str, dict[str, Any]] = {}
        self.rounds: dict[Key, dict[str, Any]] = {}
        self.votes: dict[Key, Votes] = {}
        self.units: dict[int, int] = {}
        self.delegate_votes: dict[int, Votes] = {}
        self.lines: dict[str, int] = {}
        self.absent: set[str] = set()
        self.guests: list[str] = []
        self.most: int | None = None
        self.begins = "remind"
        self.expires_on: date | None = None
        self.term_known = True
        self.without: set[str] = set()
        self.days: dict[str, date] = {}

    # The way

    def steps(self, upto: str) -> list[str]:
        """The steps up to `upto`, in order, as this election takes them."""
        known = NO_VOTE if self.begins == "appoint" else ORDER
        named = {self.begins, *self.days, upto}
        left_out = {"remind", "acknowledge", "decide_election"} if self.begins == "record_vacancy" else set()
        wanted = [name for name in known if name in named or name not in ONLY_WHEN_GIVEN | left_out]
        wanted = [name for name in wanted if name not in OPENINGS or name == self.begins]
        return wanted[: wanted.index(upto) + 1]

    # What a step records

    def values(
        self, dossier: Dossier, step: str, on: date, law: Law, by: str = "", key: Key | None = None,
        tally: Votes | None = None, **more: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """The content of a step's form: what is usual, what the scenario says, and what the installation fills in."""
        found = {"on": str(on), **FACTS.get(step, {}), **self.usual(dossier, step, on, law, key, tally)}
        found |= self.facts.get(step, {})
        if key:
            found |= {**dict(zip(FLOW[step].keys, key, strict=True)), **self.rounds.get((step, *key), {})}
        found |= more
        return with_people(self.register, step, with_known(self, dossier, step, on, law, found), on)

    def usual(
        self, dossier: Dossier, step: str, on: date, law: Law, key: Key | None, tally: Votes | None
    ) -> dict[str, Any]:
        """What a step records where nothing else is said."""
        match step:
            case "decide_election":
                return self.planned()
            case "record_vacancy":
                return {"vacancies": [{"name": "孙丽", "position": "members", "cause": "transferred"}]}
            case "appoint":
                return {"appointees": [{"name": "王芳", "position": "secretary"}]}
            case "nominate":
                rows = self.standing(dossier, law, {})
                return {"present": self.register.count(on)[1], "nominees": [{**row, "supporters": 5} for row in rows]}
            case "propose_candidates" | "fix_candidates":
                return {"candidates": self.standing(dossier, law, self.fixed if step == "fix_candidates" else {})}
            case "allot_delegates":
                units = self.units or {1: self.plan["delegates"]}
                return {"units": [{"unit": unit, "seats": seats} for unit, seats in units.items()]}
            case "report_delegates":
                return self.delegates(dossier, key[0] if key else 1, law)
            case "hold_preparatory_meeting":
                people = [{"name": NAMES[person]} for person in delegates_of(dossier)]
                return {
                    "present": len(people),
                    **hands(len(people)),
                    "presidium": people[:3],
                    "secretary_general": people[:1],
                }
            case "vote_exclusion":
                return hands(roll_on(self.register, dossier, on, exclude=False).due)
            case "open_meeting":
                return {"chair": [{"name": "王芳"}], "attending": self.attending(dossier, on)}
            case "pass_method":
                return hands(self.present(dossier))
            case "confirm_scrutineers":
                rows = [{"name": SCRUTINEER, "task": "scrutineer"}, {"name": TELLER, "task": "teller"}]
                return {**hands(self.present(dossier)), "scrutineers": rows}
            case "key_count":
                return self.count(dossier, key, tally)
            case "confirm_count":
                return {"scrutineers": self.signing(dossier, key)}
            case "resolve_round":
                return self.resolved(dossier, key)
            case "hold_first_meeting":
                return self.first_meeting(dossier, key[0] if key else "members")
            case "pass_discipline_heads":
                return hands(len(elected_to(dossier, "members")))
            case "divide_work":
                elected = elected_to(dossier, "members")
                return {"duties": [{"name": NAMES[each], "duty": "organisation"} for each in elected[-1:]]}
        return {}

    def planned(self) -> dict[str, Any]:
        """The plan: a committee of three from seven members on, else a secretary alone."""
        if self.register.size >= 7:
            usual = {"body": "committee", "meeting": "member_meeting", "seats": 3, "deputies": 1}
        else:
            usual = {"body": "heads", "meeting": "member_meeting", "seats": 0, "deputies": 0}
        return {**usual, **self.plan}

    def attending(self, dossier: Dossier, on: date) -> list[int]:
        """Who comes: every elector but the absent, so many of them at most, and guests."""
        there = [each.person for each in roll_on(self.register, dossier, on).electors if each.name not in self.absent]
        return [*there[: self.most], *(NUMBERS[name] for name in self.guests)]

    def standing(self, dossier: Dossier, law: Law, named: Mapping[str, list[str]]) -> list[dict[str, Any]]:
        """Who stands: as `named`, as the scenario says for all steps, else as many as each ballot asks for."""
        rows = []
        for ballot in ballots(dossier):
            least = least_candidates(ballot.kind, ballot.seats, law)
            pool = {"secretary": ["王芳"], "deputy": ["孙丽", "何静"], "discipline_secretary": ["吴强"]}
            usual = pool.get(ballot.position, standing(least))[:least]
            names = named.get(ballot.position, self.candidates.get(ballot.position, usual))
            rows += [{"name": name, "position": ballot.position} for name in names]
        extra = [(name, position) for position in self.beside for name in self.candidates[position]]
        return [*rows, *({"name": name, "position": position} for name, position in extra)]

    def delegates(self, dossier: Dossier, unit: int, law: Law) -> dict[str, Any]:
        """What a unit of ten reports: the first on its ballot got every vote, unless votes are given."""
        seats = allotted(dossier).get(unit, 1)
        first, least = (unit - 1) * UNIT, least_candidates("delegates", seats, law)
        names = (*CAST, *MORE)[first : first + least]
        given = self.delegate_votes.get(unit) or {name: (UNIT * (place < seats), 0) for place, name in enumerate(names)}
        votes = [
            {"person": NUMBERS[name], "in_favour": yes, "against": UNIT - yes - none, "abstain": none}
            for name, (yes, none) in given.items()
        ]
        return {"unit": unit, "due": UNIT, "present": UNIT, "issued": UNIT, "collected": UNIT, "votes": votes}

    def count(self, dossier: Dossier, key: Key | None, tally: Votes | None) -> dict[str, Any]:
        """A round's count sheet: the seats go to the first on the ballot, by all, unless votes are given."""
        found = find_round(dossier, key) if key in to_key(dossier) else None
        if found is None:
            return {"issued": 0, "collected": 0, "void": 0, "blank": 0, "votes": []}
        ballots_in = voters(dossier, found)[1]
        given = tally or self.votes.get(found.key, {})
        sheet = {"issued": ballots_in, "collected": ballots_in, "void": 0, "blank": 0}
        sheet |= self.rounds.get(("key_count", *found.key), {})
        marked = sheet["collected"] - sheet["void"]
        rows = []
        for place, person in enumerate(found.candidates):
            usual = (max(marked - sheet["blank"], 0) if place < found.seats else 0, sheet["blank"])
            in_favour, abstain = given.get(NAMES[person], (0, 0)) if given else usual
            against = max(marked - in_favour - abstain, 0)
            row = {"person": person, "in_favour": in_favour, "against": against, "abstain": abstain}
            rows += [row] * self.lines.get(NAMES[person], 1)
        return {**sheet, "votes": rows}

    def resolved(self, dossier: Dossier, key: Key | None) -> dict[str, Any]:
        """A separate election among those who were not elected, agreed to by everybody."""
        found = find_round(dossier, key) if key else None
        if found is None or found.confirmed is None:
            return {"choice": "vacant", **hands(self.present(dossier))}
        left = [person for person in found.candidates if person not in found.confirmed.elected]
        rows = [{"name": NAMES[person]} for person in left]
        return {"choice": "separate", "candidates": rows, **hands(self.present(dossier))}

    def first_meeting(self, dossier: Dossier, body: str) -> dict[str, Any]:
        """All of a body come, and the first who does not stand watches; where all who come stand, the superior's organiser."""
        elected = elected_to(dossier, body)
        there = [each for each in self.facts.get("hold_first_meeting", {}).get("attending", elected) if each in elected]
        free = free_to_watch(dossier, there, body)
        watching = [NAMES[each] for each in elected if each in free][:1]
        return {
            "body": body,
            "chair": [{"name": NAMES[each]} for each in elected[:1]],
            "attending": elected,
            "scrutineers": [{"name": name, "task": "scrutineer"} for name in watching or [HELPER]],
            **hands(len(set(there))),
            **({} if watching else {"helper_number": "示委〔2026〕8号"}),
        }

    def signing(self, dossier: Dossier, key: Key | None) -> list[dict[str, Any]]:
        """Who watches a round."""
        found = find_round(dossier, key) if key else None
        return [{"name": NAMES[person]} for person in watching(dossier, found)] or [{"name": SCRUTINEER}]

    def present(self, dossier: Dossier) -> int:
        """How many electors came."""
        opened = dossier.done("open_meeting")
        return len(opened.attending) if opened else due(dossier)


def hands(in_favour: int) -> dict[str, int]:
    """Everybody is in favour."""
    return {"in_favour": in_favour, "against": 0, "abstain": 0}
