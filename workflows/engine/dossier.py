"""A dossier: the fold of acts, in memory. Guards judge a dossier and never a table row."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from .declare import Ended, Key, Step, Workflow
from .forms import Form

if TYPE_CHECKING:
    from .law import Law


class Allowance(NamedTuple):
    """A superior's decision that lets an `override` pass: its number, day and reason."""

    code: str
    number: str
    on: date
    reason: str


class Move(NamedTuple):
    """The case went over to another organisation because its own one was merged into that."""

    on: date
    organisation: int


class Attached(NamedTuple):
    """A file attached to an act: the SHA-256 of its content in hexadecimal, and the name it came with (personal)."""

    sha256: str
    name: str


class Act:
    """A step to be taken on a day, `by` a person where one is known. `form` is None when a page asks what is possible."""

    __slots__ = ("allowed", "by", "by_relative", "files", "form", "live", "on", "setting", "step")

    def __init__(
        self,
        step: Step,
        on: date,
        form: Form | None = None,
        *,
        setting: Mapping[str, Any] | None = None,
        allowed: tuple[Allowance, ...] = (),
    ) -> None:
        self.step, self.on, self.form = step, on, form
        self.setting, self.allowed = setting, allowed
        self.by: int | None = None
        self.by_relative = self.live = False
        self.files: tuple[Attached, ...] = ()


class Taking(NamedTuple):
    """A step as it was taken."""

    step: str
    on: date
    form: Form
    outcome: str
    number: int
    by: int | None = None

    @property
    def until(self) -> date | None:
        """The last day of a step that takes a period (公示、培训), where it is another day than its first."""
        ends = self.form.known("ends_on") if self.form.day_field() == "begins_on" else None
        return ends if ends != self.on else None


class Dossier:
    """What is known of a case after some acts. Change it only through `take`."""

    __slots__ = (
        "allowances", "count", "ended_reason", "flow", "last_on", "moves", "setting", "stage", "standing", "takings"
    )  # fmt: skip

    def __init__(self, flow: Workflow, setting: Form) -> None:
        self.flow = flow
        self.setting = setting
        self.stage: Any = None
        self.ended_reason: str | None = None
        self.takings: dict[str, list[Taking]] = {}
        self.standing: dict[str, Taking] = {}
        self.allowances: dict[str, list[Allowance]] = {}
        self.moves: list[Move] = []
        self.last_on: date | None = None
        self.count = 0

    def done(self, step: str) -> Any:
        """The form of the last successful taking that still stands, or None."""
        taking = self.standing.get(step)
        return taking.form if taking else None

    def last(self, step: str) -> Any:
        """The form of the last taking, whatever came of it, or None."""
        takings = self.takings.get(step)
        return takings[-1].form if takings else None

    def of_key(self, step: str, key: Key) -> list[Taking]:
        """The takings of a step for one key, in order."""
        row = self.flow[step]
        return [taking for taking in self.takings.get(step, ()) if row.key_of(taking.form) == key]

    def outcome(self, step: str) -> str | None:
        """The outcome of the last taking, or None."""
        takings = self.takings.get(step)
        return takings[-1].outcome if takings else None

    def day(self, anchor: str, law: "Law") -> date | None:
        """The day an anchor stands for: a computed day, a step's day, or a day in a step's form."""
        computed = self.flow.days.get(anchor)
        if computed is not None:
            return computed(self, law)
        step, _, name = anchor.partition(".")
        taking = self.standing.get(step)
        if taking is None:
            return None
        return getattr(taking.form, name) if name else taking.on

    def settle(self, act: Act) -> None:
        """What holds from the act on, the act included (floating, groups, a general branch above)."""
        if act.setting:
            self.setting = type(self.setting).restore({**self.setting.__dict__, **act.setting})

    def take(self, act: Act, law: "Law") -> str:
        """Folds the act in and returns its derived outcome."""
        step, form, name = act.step, act.form, act.step.name
        assert form is not None
        outcome = step.derive(self, form, law) if step.outcome else step.outcomes[0]
        self.count += 1
        taking = Taking(name, act.on, form, outcome, self.count, act.by)
        if name in self.takings:
            self.takings[name].append(taking)
        else:
            self.takings[name] = [taking]
        if step.lapses and name in self.standing:
            self.reopen(name)
        self.standing[name] = taking
        if outcome in step.reopens:
            self.reopen(step.reopens[outcome])
        if step.leads_to is not None:
            self._lead(step.destination(outcome))
        if self.last_on is None or act.on > self.last_on:
            self.last_on = act.on
        return outcome

    def reopen(self, step: str) -> None:
        """The chain must be taken again from `step` on."""
        for name in self.flow.chain(step):
            self.standing.pop(name, None)

    def _lead(self, destination: Any) -> None:
        """Stages only advance: an act out of turn in a paper dossier does not take the person back."""
        if isinstance(destination, Ended):
            if self.stage != self.flow.ended:
                self.stage, self.ended_reason = self.flow.ended, destination.reason
        elif destination is not None and (
            self.stage is None or self.flow.rank[destination] > self.flow.rank[self.stage]
        ):
            self.stage = destination
