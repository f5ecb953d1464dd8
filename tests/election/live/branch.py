"""A branch that elects: its members, who records for whom, and each step with values that stand unless others are given."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.cases import Case
from workflows import flow
from workflows.engine.cases import fold, kept_from
from workflows.engine.dossier import Dossier
from workflows.engine.errors import WorkflowError
from workflows.engine.offices import Actor
from workflows.engine.perform import perform
from workflows.engine.perform.installation import known
from workflows.engine.perform.opening import open_case
from workflows.engine.perform.scene import Written
from workflows.engine.perform.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
ELECTION = flow("election")
PEOPLE = ("王芳", "赵强", "周敏", "陈刚", "何静", "孙丽", "吴强")
STAND = ("王芳", "孙丽", "何静", "陈刚")  # in no particular order
REMINDED, PLANNED, ASKED, NOMINATED, FIXED, MEETING = (
    "2026-06-20", "2026-07-01", "2026-07-06", "2026-07-20", "2026-08-20", "2026-09-12",
)  # fmt: skip
EXPIRES = "2026-12-20"


def moment(on: str, hour: int = 15) -> datetime:
    """That day in Shanghai."""
    day = date.fromisoformat(on)
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


class Branch:
    """A branch of an Office (tests.office.conftest) with a term that ends on EXPIRES, and its election."""

    def __init__(self, office: Any, people: tuple[str, ...] = PEOPLE, elected_on: str | None = "2023-12-20") -> None:
        self.office, self.work, self.place = office, office.work, office.branch
        self.people = {name: office.person(name) for name in people}
        for person in self.people.values():
            office.take(self.place, "state_membership", person=person, status="full", from_on="2010-07-01")
        office.granted(self.place, self.people[people[0]], "secretary", "2023-12-20")
        office.granted(self.place, self.people[people[1]], "deputy", "2023-12-20")
        self.people["吴干事"] = office.person("吴干事")
        office.granted(office.committee, self.people["吴干事"], "organiser", "2023-12-20")
        self.people["沈干事"] = office.person("沈干事")
        office.granted(office.committee, self.people["沈干事"], "secretary", "2023-12-20")
        self.people["部干事"] = office.person("部干事")
        office.granted(office.root, self.people["部干事"], "staff", "2023-12-20")
        if elected_on:
            office.take(self.place, "state_term", elected_on=elected_on)
        self.case = 0
        self.secretary, self.deputy = people[0], people[1]

    def whose(self, step: str) -> str:
        """Who records a step unless somebody else is named."""
        office = str(ELECTION[step].by[0])
        return {"superior": "吴干事", "department": "部干事"}.get(office, self.secretary)

    def person(self, name: str) -> dict[str, Any]:
        """A person as a page sends one."""
        return {"person": self.people[name], "name": "?"}

    def take(self, step: str, on: str, who: str | None = None, at: datetime | None = None, **values: Any) -> Written:
        """Takes a step, recorded on its day unless `at` is given; the first one opens the case."""
        actor, at = Actor(self.people[who or self.whose(step)]), at or moment(on)
        form = {"on": on, **values}
        if not self.case:
            written = open_case(self.work, ELECTION, self.place, self.place, step, form, actor, at)
            self.case = written.case_id
            return written
        return perform(self.work, ELECTION, self.case, step, form, actor, self.version, at)

    @property
    def version(self) -> int:
        """The version of the case as a page would have drawn it."""
        return self.work.session.scalar(select(Case.version).where(Case.id == self.case)) or 0

    def refused(self, step: str, on: str, who: str | None = None, **values: Any) -> WorkflowError:
        """What is said when the step is refused."""
        try:
            self.take(step, on, who, **values)
        except WorkflowError as error:
            return error
        raise AssertionError(f"{step} was taken")

    @property
    def dossier(self) -> Dossier:
        """The fold of the case as it stands."""
        self.work.session.flush()
        row = Store(self.work).case(self.case)
        assert row is not None
        kept = [kept_from(ELECTION, line) for line in bytes(row.snapshot).split(b"\n") if line]
        return fold(ELECTION, kept, known(self.work, row.law_stamp).laws).dossier

    def candidates(self, rows: Mapping[str, tuple[str, ...]]) -> list[dict[str, Any]]:
        """Candidates by position, as forms have them."""
        return [{**self.person(name), "position": position} for position, names in rows.items() for name in names]

    def prepare(self, stand: Mapping[str, tuple[str, ...]] | None = None, **plan: Any) -> None:
        """From the reminder to the candidates."""
        stand = stand or {"members": STAND, "secretary": ("王芳",), "deputy": ("孙丽",)}
        self.take("remind", REMINDED, means="letter", addressee="王芳")
        self.take("acknowledge", REMINDED)
        planned = {"body": "committee", "meeting": "member_meeting", "seats": 3, "deputies": 1, **plan}
        self.take("decide_election", PLANNED, **planned)
        self.take("request_election", ASKED, number="示例〔2026〕1号")
        self.take("reply_election", ASKED, agreed=True, number="示例批〔2026〕1号")
        named = [{**row, "supporters": 5} for row in self.candidates(stand)]
        self.take("nominate", NOMINATED, nominees=named, present=7)
        self.take("propose_candidates", NOMINATED, candidates=self.candidates(stand))
        self.take("request_candidates", NOMINATED)
        self.take("agree_candidates", NOMINATED, agreed=True, number="示例批〔2026〕2号")
        self.take("fix_candidates", FIXED, candidates=self.candidates(stand))

    def gather(self, absent: tuple[str, ...] = (), scrutineer: str = "周敏", on: str = MEETING) -> None:
        """The meeting up to the scrutineers."""
        self.take("freeze_roll", on)
        attending = [row.person for row in self.dossier.done("freeze_roll").electors if row.votes]
        attending = [person for person in attending if person not in {self.people[name] for name in absent}]
        self.take("open_meeting", on, attending=attending, chair=[self.person(self.secretary)])
        hands = {"in_favour": len(attending), "against": 0, "abstain": 0}
        self.take("pass_method", on, **hands)
        watching = [{**self.person(scrutineer), "task": "scrutineer"}, {**self.person("赵强"), "task": "teller"}]
        self.take("confirm_scrutineers", on, scrutineers=watching, **hands)

    def meet(self, *names: str, body: str = "members", watch: str | None = None, **more: Any) -> Written:
        """The first meeting of an elected body, all for the scrutineer; the last one named where nobody else is."""
        scrutineers = [{**self.person(watch or names[-1]), "task": "scrutineer"}]
        form = {
            "body": body, "chair": [self.person(names[0])], "attending": [self.people[name] for name in names],
            "scrutineers": scrutineers, "in_favour": len(names), "against": 0, "abstain": 0,
        }  # fmt: skip
        return self.take("hold_first_meeting", MEETING, **{**form, **more})

    def numbers(self, votes: Mapping[str, tuple[int, int, int]], collected: int, **more: Any) -> dict[str, Any]:
        """A count as it is keyed; votes are (for, against, abstain) by name."""
        rows = [
            {"person": self.people[name], "in_favour": in_favour, "against": against, "abstain": abstain}
            for name, (in_favour, against, abstain) in votes.items()
        ]
        return {"issued": collected, "collected": collected, "void": 0, "blank": 0, "votes": rows, **more}

    def count(
        self, ballot: str, number: int, votes: Mapping[str, tuple[int, int, int]], collected: int = 7,
        keyers: tuple[str, str] = ("赵强", "沈干事"), scrutineer: str = "周敏", on: str = MEETING, **more: Any,
    ) -> str | None:  # fmt: skip
        """A round keyed by two, confirmed; answers its outcome."""
        key = {"ballot": ballot, "round": number}
        for keyer in keyers:
            self.take("key_count", on, keyer, **key, **self.numbers(votes, collected, **more))
        return self.take("confirm_count", on, **key, scrutineers=[self.person(scrutineer)]).outcome
