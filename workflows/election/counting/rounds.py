"""A whole election, ballot after ballot: each follows from the one before, until the seats are filled or a person decides."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from workflows.engine.errors import BadForm
from workflows.engine.findings import N_, Finding
from workflows.engine.law import LawBook

from .count import ROUNDS, Count, Named
from .decide import MANUAL, NOTHING, REPEAT, REVOTE, SEPARATE, Before, Decision, decide
from .remarks import called
from .result import Somebody

NO_ROUNDS = N_("没有一轮计票：请至少写一轮")
FIRST = N_("第一轮须是预选或者正式选举，不能是“%(round)s”")
FINISHED = N_("上一轮之后名额已满，不应再有一轮：请删去")
FOR_A_PERSON = N_("上一轮之后须由人决定，不能接着计票：请先登记决定，以后的选举另写一份")
OTHER_ROUND = N_("上一轮之后应是“%(wanted)s”，写的是“%(round)s”：请核对")
OTHER_KIND = N_("各轮须是同一项选举，这一轮的“选举什么”与第一轮不同：请分成两份")
EARLIER = N_("这一轮的日期 %(on)s 早于上一轮 %(before)s：请核对顺序")
OTHER_SEATS = N_("这一轮应选 %(seats)s 人，按上一轮的结果应是 %(wanted)s 人：请核对")
OTHER_PEOPLE = N_("这一轮的候选人应是：%(wanted)s；写的是：%(names)s。请核对")
ELECTED_AGAIN = N_("%(name)s 在前面已经当选，不能再作候选人：请删去")
NUMBERED = N_("第 %(number)s 轮")


class Asked(NamedTuple):
    """What the next ballot must be; whoever stands in a separate election is the meeting's decision (C-7)."""

    round: str
    seats: int
    people: Sequence[Somebody] | None = None


class Course:
    """The ballots so far. Once a pre-election has chosen enough people, they stand in the formal one."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []
        self.elected: list[Somebody] = []
        self.choosing = False
        self.before = Before()

    @property
    def last(self) -> Decision:
        """The last ballot, by whose answer it goes on."""
        return self.decisions[-1]

    @property
    def findings(self) -> list[Finding]:
        """The findings of every ballot."""
        return [found for decision in self.decisions for found in decision.findings]

    @property
    def why(self) -> list[str]:
        """The reasoning of every ballot, under its number."""
        numbered = enumerate(self.decisions, 1)
        return [line for number, each in numbered for line in (NUMBERED % {"number": number}, *each.why)]

    @property
    def names(self) -> list[str]:
        """The elected, in the order in which they were; after a pre-election alone those whom it chose."""
        return called(self.decisions[0].count, self.elected)

    def asked(self) -> Asked | None:
        """What the next ballot must be; None when there is none to come."""
        last, count = self.last, self.last.count
        if last.next == NOTHING:
            return Asked("formal", len(self.elected), self.elected) if self.choosing else None
        return {
            REPEAT: Asked(count.round, count.seats, count.candidates),
            REVOTE: Asked("tie", last.seats_left, last.tied),
            SEPARATE: Asked("separate", last.seats_left),
        }.get(last.next)

    def take(self, count: Count, laws: LawBook) -> None:
        """Decides the next ballot; raises BadForm where it does not follow from the one before."""
        strange = self._strange(count) if self.decisions else _no_beginning(count)
        errors = [(name, message % facts) for name, message, facts in strange]
        if errors:
            raise BadForm(errors)
        if self.choosing and count.round == "formal":
            self.elected, self.before = [], Before(equal_number=True)
        self.choosing = count.round == "pre" or (self.choosing and count.round != "formal")
        decision = decide(count, laws.on(count.on), self.before)
        self.decisions.append(decision)
        if decision.valid:
            self._keep(decision)

    def _keep(self, decision: Decision) -> None:
        """Who was elected, and how many ballots of a kind there were on these seats."""
        self.elected += decision.elected
        equal_number, tie_votes, separate_elections = self.before
        match decision.count.round:
            case "tie":
                tie_votes += 1
            case "separate":
                tie_votes, separate_elections = 0, separate_elections + 1
        self.before = Before(equal_number, tie_votes, separate_elections)

    def _strange(self, count: Count) -> Iterator[tuple[str, str, dict[str, Any]]]:
        asked, last = self.asked(), self.last.count
        if asked is None:
            yield "round", FOR_A_PERSON if self.last.next == MANUAL else FINISHED, {}
            return
        if count.round != asked.round:
            yield "round", OTHER_ROUND, {"wanted": ROUNDS[asked.round], "round": ROUNDS[count.round]}
            return
        if count.kind != last.kind:
            yield "kind", OTHER_KIND, {}
        if count.on < last.on:
            yield "on", EARLIER, {"on": count.on, "before": last.on}
        if count.seats != asked.seats:
            yield "seats", OTHER_SEATS, {"seats": count.seats, "wanted": asked.seats}
        yield from self._strangers(count, asked.people)

    def _strangers(self, count: Count, wanted: Sequence[Somebody] | None) -> Iterator[tuple[str, str, dict[str, Any]]]:
        if wanted is None:
            again = next((row for row in count.candidates if stands_in(row, self.elected)), None)
            if again:
                yield "candidates", ELECTED_AGAIN, {"name": again.name}
        elif len(wanted) != len(count.candidates) or not all(stands_in(row, wanted) for row in count.candidates):
            names = "、".join(called(count, count.candidates))
            facts = {"wanted": "、".join(called(self.last.count, wanted)), "names": names}
            yield "candidates", OTHER_PEOPLE, facts


def _no_beginning(count: Count) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if count.round not in ("pre", "formal"):
        yield "round", FIRST, {"round": ROUNDS[count.round]}


def stands_in(row: Named, rows: Sequence[Named]) -> bool:
    """Whether somebody is among the given people."""
    return any(row.is_same(other) for other in rows)


def decide_rounds(counts: Sequence[Count], laws: LawBook) -> Course:
    """A whole election; raises BadForm with `rounds[n].field` where a ballot does not follow from the one before."""
    if not counts:
        raise BadForm([("rounds", NO_ROUNDS)])
    course = Course()
    for number, count in enumerate(counts):
        try:
            course.take(count, laws)
        except BadForm as bad:
            raise BadForm([(f"rounds[{number}].{name}", message) for name, message in bad.errors]) from None
    return course
