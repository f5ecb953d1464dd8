"""An election of the first branch of the browser's town: a tie in its first round, the second round keyed by one."""

from typing import Any

from sqlalchemy import select

from models.cases import Case
from models.work import Work
from tests.live.town import moment
from tests.pages.conftest import Site
from workflows import flow
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.opening import open_case

ELECTION = flow("election")
STAND = {"members": ("王芳", "孙丽", "冯涛", "周敏"), "secretary": ("王芳",), "deputy": ("孙丽",)}
FIRST = {"王芳": (5, 0, 0), "孙丽": (4, 1, 0), "冯涛": (3, 2, 0), "周敏": (3, 2, 0)}
SECOND = {"冯涛": (3, 2, 0), "周敏": (2, 3, 0)}
MEETING = "2026-10-28"
HANDS = {"in_favour": 5, "against": 0, "abstain": 0}


class Election:
    """Takes the steps of the election, each recorded on its day."""

    def __init__(self, site: Site, work: Work) -> None:
        self.town, self.work, self.case = site.town, work, 0

    def take(self, step: str, on: str, who: str = "王芳", **values: Any) -> None:
        """A step, the first one opening the case."""
        actor, form, place = Actor(self.town.people[who]), {"on": on, **values}, self.town.places["一支部"]
        if not self.case:
            self.case = open_case(self.work, ELECTION, place, place, step, form, actor, moment(on)).case_id
            return
        version = self.work.session.scalar(select(Case.version).where(Case.id == self.case))
        perform(self.work, ELECTION, self.case, step, form, actor, version or 0, moment(on))

    def person(self, name: str, **more: Any) -> dict[str, Any]:
        """A person as a page sends one."""
        return {"person": self.town.people[name], "name": "?", **more}

    def keyed(self, who: str, number: int, votes: dict[str, tuple[int, int, int]]) -> None:
        """A count keyed by one."""
        rows = [
            {"person": self.town.people[name], "in_favour": one, "against": two, "abstain": three}
            for name, (one, two, three) in votes.items()
        ]
        numbers = {"issued": 5, "collected": 5, "void": 0, "blank": 0, "votes": rows}
        self.take("key_count", MEETING, who, ballot="members", round=number, **numbers)


def election(site: Site) -> int:
    """The election; answers its case."""
    with site.town.database.work() as work:
        held = Election(site, work)
        stand = [held.person(name, position=position) for position, names in STAND.items() for name in names]
        held.take("remind", "2026-09-01", "吴强", means="letter", addressee="一支部")
        held.take("decide_election", "2026-09-02", body="committee", meeting="member_meeting", seats=3)
        held.take("request_election", "2026-09-03")
        held.take("reply_election", "2026-09-04", "吴强", agreed=True)
        held.take("nominate", "2026-09-10", nominees=stand)
        held.take("propose_candidates", "2026-09-11", candidates=stand)
        held.take("request_candidates", "2026-09-11")
        held.take("agree_candidates", "2026-09-14", "吴强", agreed=True)
        held.take("fix_candidates", "2026-09-20", candidates=stand)
        held.take("freeze_roll", MEETING)
        people = [site.town.people[name] for name in ("王芳", "孙丽", "赵强", "周敏", "冯涛")]
        held.take("open_meeting", MEETING, attending=people, chair=[held.person("王芳")])
        held.take("pass_method", MEETING, **HANDS)
        held.take("confirm_scrutineers", MEETING, scrutineers=[held.person("赵强", task="scrutineer")], **HANDS)
        for who in ("吴强", "沈毅"):
            held.keyed(who, 1, FIRST)
        held.take("confirm_count", MEETING, ballot="members", round=1, scrutineers=[held.person("赵强")])
        held.keyed("沈毅", 2, SECOND)
        work.commit()
    return held.case
