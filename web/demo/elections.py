"""Two elections: one whose votes are in and wait to be keyed, one whose branch was just reminded; days relative to today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from web.demo.live import moment, version
from web.demo.town import COMMITTEE, Place, Town
from workflows import flow
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.opening import open_case

COUNTED, REMINDED = "1", "2"
"""The branches: the first one's secretary and deputy do not stand, and have accounts to key with."""
SEATS = 3
HANDS = {"in_favour": 11, "against": 0, "abstain": 0}


@dataclass
class Held:
    """An election as it is taken step by step."""

    town: Town
    place: Place
    case: int = 0

    def take(self, step: str, ago: int, by: Actor | None = None, **values: Any) -> None:
        """A step so many days ago, recorded on its day; the first one opens the case."""
        election, day = flow("election"), self.town.at.date() - timedelta(days=ago)
        at = moment(str(day), self.town.at) if ago else self.town.at
        form, actor = {"on": str(day), **values}, by or self._whose(step)
        if self.case:
            perform(self.town.work, election, self.case, step, form, actor, version(self.town, self.case), at)
            return
        place = self.place.number
        self.case = open_case(self.town.work, election, place, place, step, form, actor, at).case_id

    def _whose(self, step: str) -> Actor:
        superior = flow("election")[step].by[0] == "superior"
        return self.town.actor(COMMITTEE, "organiser") if superior else self.town.actor(self.place.key, "secretary")


def begin(town: Town) -> dict[str, int]:
    """Both elections; answers the case of each branch."""
    return {COUNTED: waiting_to_be_keyed(town), REMINDED: just_reminded(town)}


def just_reminded(town: Town) -> int:
    """The term of the branch is over; the committee above has written today."""
    held = Held(town, town.places[REMINDED])
    held.take("remind", 0, means="letter", addressee=held.place.name, number="示组〔样〕3号")
    return held.case


def waiting_to_be_keyed(town: Town) -> int:
    """Three from four are elected; the meeting was held today, and the ballots are counted on paper."""
    held = Held(town, town.places[COUNTED])
    stand = candidates(held.place.members[3:7])
    held.take("remind", 58, means="telephone", addressee=held.place.name)
    held.take("acknowledge", 57)
    planned = {"body": "committee", "meeting": "member_meeting", "seats": SEATS, "meets_on": town.today}
    held.take("decide_election", 50, **planned)
    held.take("request_election", 45, number="示支〔样〕1号")
    held.take("reply_election", 40, agreed=True, number="示组〔样〕1号")
    held.take("nominate", 30, nominees=stand, present=11)
    held.take("propose_candidates", 28, candidates=stand)
    held.take("request_candidates", 27, number="示支〔样〕2号")
    held.take("agree_candidates", 24, agreed=True, number="示组〔样〕2号")
    held.take("fix_candidates", 8, candidates=stand)
    meeting(held)
    return held.case


def candidates(people: Sequence[int]) -> list[Mapping[str, Any]]:
    """The rows of a form for those who stand: all as members, the first ones as secretary and deputy as well."""
    positions = [(person, "members") for person in people]
    positions += [(people[0], "secretary"), (people[1], "deputy")]
    return [{"person": person, "position": position} for person, position in positions]


def meeting(held: Held) -> None:
    """The meeting of today: everybody is there, method and scrutineers are passed."""
    members = held.place.members
    held.take("freeze_roll", 0)
    held.take("open_meeting", 0, attending=members, chair=[{"person": members[0]}])
    held.take("report_work", 0)
    held.take("pass_method", 0, **HANDS)
    watching = [{"person": members[8], "task": "scrutineer"}, {"person": members[9], "task": "teller"}]
    held.take("confirm_scrutineers", 0, scrutineers=watching, **HANDS)
    held.take("introduce_candidates", 0)
