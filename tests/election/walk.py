"""A random walk through an election: mostly the next lawful step, now and then any other, judged and folded as a live case."""

from datetime import date, timedelta
from typing import Any

from tests.election.chance import Chance
from tests.election.driver import FLOW, Driver
from tests.election.people import NUMBERS
from tests.election.random_papers import PAPERS, keyer, members
from workflows.election.stages import Stage
from workflows.engine.decide import decide
from workflows.engine.declare import Key, Step
from workflows.engine.dossier import Act, Dossier
from workflows.engine.errors import Refused, WorkflowError
from workflows.engine.machine import fire
from workflows.engine.outlook import is_next
from workflows.rules import law_book

LAWS = law_book()
BEGINS = (date(2021, 3, 1), date(2026, 3, 2))
ENDINGS = ("call_off", "void_election")
FAR_FROM_IT = 25
"""Once in so many steps an ending is tried; otherwise hardly a walk would reach its archive."""
CHANGES: tuple[dict[str, Any], ...] = (
    {"status": "probationary"},
    {"status": "party_probation"},
    {"status": "suspended"},
    {"status": None, "left_on": date(2019, 1, 1)},
    {"detained": "custody", "detained_on": date(2019, 1, 1)},
    {"detained": "arrest", "detained_on": date(2019, 1, 1), "suspended_on": date(2019, 1, 2), "number": "示委〔2019〕9号"},
    {"status": "full", "detained": None, "suspended_on": None, "left_on": None},
)  # fmt: skip


class Walk:
    """One election in memory. `before` is the dossier as it was told before the last step, `refusal` why that was refused."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.driver = Driver(members(chance))
        self.driver.begins = chance.pick(("remind", "remind", "remind", "record_vacancy", "appoint"))
        self.today = chance.pick(BEGINS)
        self.driver.units = {1: 3}  # for a congress, which a branch is refused
        self.driver.expires_on = self.today + timedelta(days=chance.number(60, 200))
        self.dossier = Dossier(FLOW, FLOW.setting.recall(self.driver.setting))
        self.acts: list[Act] = []
        self.codes: set[str] = set()
        self.refusal: WorkflowError | None = None
        self.before: Any = None
        if chance.rarely(3):
            self.life()

    # What happens

    def onward(self) -> None:
        """The first step whose turn it is, on a day that goes with it."""
        law = LAWS.on(self.today)
        waiting = [step for step in FLOW if self._leads_on(step) and is_next(self.dossier, Act(step, self.today), law)]
        frozen = self.dossier.standing.get("freeze_roll")
        if frozen and self.dossier.stage == Stage.READY and frozen.on < self.today:
            self.take(FLOW["freeze_roll"])
        elif waiting:
            self.take(waiting[0] if not self.chance.rarely(6) else self.chance.pick(waiting))
        else:
            self.wander()

    def wander(self) -> None:
        """Any step at all."""
        steps = [step for step in FLOW if step.name not in ENDINGS or self.chance.rarely(FAR_FROM_IT)]
        self.take(self.chance.pick(steps))

    def life(self) -> None:
        """Somebody's standing changes from tomorrow on; what waits for a decision on his rights is decided first."""
        known, tomorrow = self.driver.register, self.today + timedelta(days=1)
        waiting = [name for name in known.known if known.facts(name, tomorrow).get("detained")]
        if waiting:
            known.change(waiting[0], tomorrow, **self.chance.pick(CHANGES[-2:]))
        else:
            known.change(self.chance.pick(list(known.known)), tomorrow, **self.chance.pick(CHANGES))

    def _leads_on(self, step: Step) -> bool:
        if self.dossier.stage is None:
            return step.name == self.driver.begins
        if step.name in ENDINGS or not (step.main or self.chance.rarely(5)):
            return False
        return not (step.repeats and step.name in self.dossier.standing)

    # A step

    def take(self, step: Step) -> None:
        """Takes a step with what its papers say; refused or not, `before` holds what the dossier was."""
        self.refusal, self.before = None, told(self.dossier)
        self._let_days_pass(step)
        law = LAWS.on(self.today)
        key = self._key(step)
        by = keyer(self, key) if step.name == "key_count" else ""
        try:
            more = PAPERS[step.name](self, key) if step.name in PAPERS else {}
            about = {"ballot": key[0], "round": key[1]} if key else {}
            values = self.driver.values(self.dossier, step.name, self.today, law, by, **more, **about)
            act = Act(step, self.today, step.form.read(values))
            act.by = NUMBERS.get(by)
            self._judged(act, law)
        except WorkflowError as error:
            self.refusal = error

    def _judged(self, act: Act, law: Any) -> None:
        try:
            decide(self.dossier, act, law)
        except Refused as refused:
            self.codes |= {found.code for found in refused.findings if found.refuses}
            raise
        stage = self.dossier.stage
        outcome = self.dossier.take(act, law)
        self.acts.append(act)
        fired = fire(FLOW, stage, act.step.name, outcome)
        assert fired == self.dossier.stage, (
            f"{act.step.name}:{outcome} leads to {fired}, the fold to {self.dossier.stage}"
        )

    def _key(self, step: Step) -> Key | None:
        if "ballot" not in step.keys:
            return None
        waiting = list(step.open_keys(self.dossier))
        if waiting and not self.chance.rarely(10):
            return waiting[0]
        return self.chance.pick(("members", "secretary", "deputy")), self.chance.number(1, 4)

    def _let_days_pass(self, step: Step) -> None:
        """The roll is of the day of the meeting; before and after it days go by."""
        if step.name == "open_meeting" or self.dossier.stage == Stage.MEETING:
            days = 1 if self.chance.rarely(12) else 0
        else:
            days = self.chance.number(0, 4)
        self.today += timedelta(days=days)


def told(dossier: Dossier) -> Any:
    """Everything a dossier knows, as plain values."""

    def plain(taking: Any) -> Any:
        return taking.step, taking.on, taking.outcome, taking.number, taking.by, dict(taking.form.__dict__)

    return (
        dossier.stage,
        dossier.ended_reason,
        dossier.count,
        dossier.last_on,
        dict(dossier.setting.__dict__),
        {name: [plain(taking) for taking in takings] for name, takings in dossier.takings.items()},
        {name: taking.number for name, taking in dossier.standing.items()},
        dict(dossier.allowances),
    )
