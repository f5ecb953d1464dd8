"""How a workflow is declared: a table of steps, read aloud row by row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .findings import Citation, Finding, Severity, block
from .forms import Form, Unrecorded
from .guards import Guard
from .windows import Window

if TYPE_CHECKING:
    from .dossier import Dossier
    from .law import Law

DONE = "done"
Derive = Callable[["Dossier", Form, "Law"], str]
Beside = Callable[[Any, Any], Iterable[Finding]]  # asked with the scene and the act
Along = Callable[[Any, Any], None]  # told the scene and the act
Holds = Callable[[Any, int, Mapping[str, Any]], frozenset[int]]  # asked with the work, the case and the values typed
Forbids = Callable[[Any, Sequence[Any]], Iterable[Finding]]  # asked with the scene and what would stand in the case
Fill = Callable[[Any, Mapping[str, Any]], Mapping[str, Any]]  # asked with the scene and the values typed
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """Leads to the stage `ended`, with the reason."""

    reason: str


Destination = StrEnum | Ended | None


@dataclass(frozen=True, slots=True)
class Need:
    """A step that must have been taken successfully, on the same day or before.

    `code` and `basis` belong to the guard that covers it; while that basis is not in force the need is an ordinary
    G00, or none at all when `only` is set. `failed` is the guard that speaks when the last taking had a negative answer.
    With `limit` it also binds where an overlay sets that limit. `unmet` asks the dossier instead of the plain question whether the step was taken.
    """

    step: str
    code: str = "G00"
    basis: tuple[Citation, ...] = ()
    only: bool = False
    failed: str | None = None
    severity: Severity = block
    unmet: Callable[["Dossier"], bool] | None = None
    limit: str | None = None
    message: str | None = None


def need(step: str, code: str = "G00", *basis: Citation, **more: Any) -> Need:
    """A need that a guard's code covers."""
    return Need(step, code, basis, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the table: who takes whom from where to where, under which article, recording what.

    `leads_to` is a stage, or a table from derived outcome to stage (the first outcome is the plain one). `reopens`
    maps a negative outcome to the step from which the chain must be taken again. A step that `repeats` may be taken
    at any time; one that `replaces` puts a new taking in the place of the old. `lapses` says when a step that was
    taken successfully may be taken again all the same. A missing `formality` is irregular, not a block.
    A step with `effects` changes memberships or posts. Whoever recorded a step it is `apart_from` may not record it.
    `beside` asks rows outside the case what stands against the act; its findings refuse unless they say otherwise.
    A step that takes other cases `along` writes their entries in the same transaction, and `holds` their rows before its
    own, so that nobody waits in a circle. What is `final` is neither corrected nor voided; a correction of a step that
    has them is `confirmed_by` these offices only.
    A step that `moves_from` another is taken by the organisation which that one named, and the case moves there.
    `papers` are those the step is recorded from; `sources` says of single fields from which of them; a `hint` tells
    whoever takes it what its title does not.
    A `meeting` of members has its day fixed beforehand; a plan may `suppose` facts of a step beside its day.
    A step that `applies` only to some cases is no part of the others. `keys` are the fields that say what a taking is
    about (a ballot and its round); such a step is taken for every key that `turns` answers, and its turn is per key. What it records stays
    `sealed_until` a named step is taken for the same key: until then only its author sees it, and `verify`. `fill`
    answers the values with what the installation knows.
    """

    name: str
    title: str
    stage: tuple[StrEnum, ...]
    by: tuple[StrEnum, ...]
    form: type[Form]
    number: int | None = None
    leads_to: Destination | Mapping[str, Destination] = None
    needs: tuple[Need, ...] = ()
    basis: tuple[Citation, ...] = ()
    windows: tuple[Window, ...] = ()
    guards: tuple[Guard, ...] = ()
    outcome: Derive | None = None
    outcomes: tuple[str, ...] = (DONE,)
    reopens: Mapping[str, str] = field(default_factory=dict)
    repeats: bool = False
    replaces: bool = False
    opens_case: bool = False
    formality: bool = False
    main: bool = True
    lapses: Callable[["Dossier", date, "Law"], bool] | None = None
    effects: bool = False
    apart_from: tuple[str, ...] = ()
    beside: Beside | None = None
    along: Along | None = None
    holds: Holds | None = None
    final: bool = False
    confirmed_by: tuple[StrEnum, ...] = ()
    meeting: bool = False
    moves_from: str | None = None
    suppose: Callable[[date, "Law"], dict[str, Any]] | None = None
    applies: Callable[["Dossier"], bool] | None = None
    keys: tuple[str, ...] = ()
    turns: Callable[["Dossier"], Sequence[Key]] | None = None
    sealed_until: str | None = None
    fill: Fill | None = None
    papers: tuple[str, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hint: str = ""

    @property
    def bases(self) -> Sequence[Sequence[Citation]]:
        """What the step itself rests on, and each of its windows, guards and needs."""
        rules: Sequence[Any] = (*self.windows, *self.guards, *self.needs)
        return (self.basis, *(rule.basis for rule in rules))

    def papers_of(self, name: str) -> tuple[str, ...]:
        """The papers a field is filled in from: those said for it, else all of the step's."""
        return self.sources.get(name, self.papers)

    def key_of(self, form: Form) -> Key:
        """What a taking with this form is about; empty for a step without keys."""
        return tuple(form.known(name) for name in self.keys)

    def open_keys(self, dossier: "Dossier") -> Sequence[Key]:
        """The keys whose turn it is; none for a step without keys."""
        return self.turns(dossier) if self.turns else ()

    def derive(self, dossier: "Dossier", form: Form, law: "Law") -> str:
        """The outcome, derived from what was recorded; where the dossier does not say, the plain one."""
        if self.outcome is None:
            return self.outcomes[0]
        try:
            return self.outcome(dossier, form, law)
        except Unrecorded:
            return self.outcomes[0]

    def destination(self, outcome: str) -> Destination:
        """Where an outcome leads; None when the case stays where it is."""
        return self.leads_to.get(outcome) if isinstance(self.leads_to, Mapping) else self.leads_to


class Workflow:
    """A named table of steps with its stages, its settings form and the days it computes.

    A workflow whose cases give other rows than memberships has `follow(scene, entry_id, step)`, which brings those rows
    up to date (of one step, or of all: None), and `differs(scene, kept)`, which answers (field, what stands, what
    follows) for `rebuild`. It holds the installation's row alone, because others read those rows under its stamp.
    `forbids` says what rows outside the case have against what a correction would leave standing in it. Of one that has
    `several` cases a subject may have any number open at once; of any other the database lets one be open.
    """

    def __init__(
        self,
        name: str,
        title: str,
        *,
        stages: type[StrEnum],
        ended: StrEnum,
        stage_titles: Mapping[StrEnum, str],
        outcome_titles: Mapping[str, str],
        ended_titles: Mapping[str, str],
        texts: tuple[str, ...],
        setting: type[Form],
        steps: Iterable[Step],
        days: Mapping[str, Callable[["Dossier", "Law"], date | None]],
        computed: Callable[["Dossier", "Law"], dict[str, date | None]],
        offices: Mapping[StrEnum, str],
        words: Mapping[str, str],
        subject: str,
        last_step: str,
        above: tuple[StrEnum, ...],
        built: Callable[[Any, Sequence[Any]], dict[str, Any]],
        memberships: Callable[["Dossier", "Law"], list[Any]],
        follow: Callable[[Any, int, str | None], None] | None = None,
        differs: Callable[[Any, Sequence[Any]], list[tuple[str, Any, Any]]] | None = None,
        forbids: Forbids | None = None,
        several: bool = False,
    ) -> None:
        self.name, self.title, self.texts = name, title, texts
        self.stages, self.ended, self.stage_titles = stages, ended, stage_titles
        self.rank = {stage: number for number, stage in enumerate(stages)}
        self.outcome_titles, self.ended_titles, self.offices = outcome_titles, ended_titles, offices
        self.words, self.subject, self.last_step = words, subject, last_step
        self.above, self.built, self.memberships = above, built, memberships
        self.follow, self.differs, self.forbids = follow, differs, forbids
        self.several = several
        self.setting, self.days, self.computed = setting, days, computed
        self.steps = {step.name: _own(step) for step in steps}
        self._check()
        self._chains = {name: frozenset(self._after(name)) for name in self.steps}

    def __getitem__(self, name: str) -> Step:
        return self.steps[name]

    def __contains__(self, name: object) -> bool:
        return name in self.steps

    def __iter__(self):
        return iter(self.steps.values())

    def word(self, code: str) -> str:
        """The Chinese word of a code, or the title of a step; a code that has none is its own word."""
        return self.words.get(code) or (self[code].title if code in self else code)

    def chain(self, name: str) -> frozenset[str]:
        """The step and every step that rests on it: what must be taken again when the chain reopens there."""
        return self._chains[name]

    def _after(self, name: str) -> set[str]:
        chain = {name}
        while True:
            grown = chain | {step.name for step in self for need in step.needs if need.step in chain and not need.unmet}
            if grown == chain:
                return chain
            chain = grown

    def _check(self) -> None:
        """Misspelt names are found when the table is read, not when somebody clicks."""
        for step in self:
            named = [need.step for need in step.needs] + list(step.reopens.values())
            named += [step.sealed_until] if step.sealed_until else []
            unknown = [name for name in named if name not in self.steps]
            strange = [outcome for outcome in step.reopens if outcome not in step.outcomes]
            if isinstance(step.leads_to, Mapping):
                strange += [outcome for outcome in step.leads_to if outcome not in step.outcomes]
            if unknown or strange:
                raise ValueError(f"{self.name}.{step.name}: unknown {unknown + strange}")


def _own(step: Step) -> Step:
    """The step with its windows told whose they are."""
    windows = tuple(
        replace(window, step=step.name, reads_form=window.anchor.startswith(step.name + ".")) for window in step.windows
    )
    return replace(step, windows=windows)
