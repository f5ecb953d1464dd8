"""Windows: time rules declared once. A window gives the guard, the deadline, the earliest lawful day and the bar.

An anchor is a `step` (its last successful taking), a `step.field`, or a day the workflow computes. Months are counted
from the anchor and never chained; the last day passes, and overdue begins the day after it (reading C-17).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from .findings import N_, Citation, Finding, Severity, block, irregular, note, too_early, too_late, wrong
from .months import add_months, add_years

if TYPE_CHECKING:
    from .dossier import Act, Dossier
    from .law import Law


ONE_DAY = timedelta(days=1)


@cache
def unit_of(limit: str) -> str:
    """The unit of a limit, which is the last part of its name."""
    return limit.rpartition("_")[2]


def shift(day: date, limit: str, law: "Law", sign: int = 1) -> date:
    """`day` moved by a limit of `law` in the limit's own unit; backwards with sign -1."""
    match unit_of(limit):
        case "years":
            return add_years(day, sign * law[limit])
        case "months":
            return add_months(day, sign * law[limit])
        case "days":
            return day + timedelta(days=sign * law[limit])
        case "workdays":
            return law.calendar.first_after(day, and_workdays=law[limit], since=day)
    raise ValueError(f"{limit}: not a length of time")


class Edge(NamedTuple):
    """Two neighbouring days between which the answer changes: the lawful one, and the one that is not."""

    lawful: date
    not_lawful: date


class Counted(NamedTuple):
    """From what a deadline is counted: the anchor and its day, whether it lies `ahead`, and the field of the form that `moves` it."""

    anchor: str
    day: date
    ahead: bool = False
    moves: str = ""


def after(latest: date) -> Edge:
    """The edge behind the last lawful day."""
    return Edge(latest, latest + ONE_DAY)


def before(earliest: date) -> Edge:
    """The edge before the first lawful day."""
    return Edge(earliest, earliest - ONE_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What all windows declare: limit, anchor, code and gravity, message, and what the message calls the anchor.

    Without a limit the anchor itself is the edge, and `basis` says on which articles it rests.
    """

    limit: str | None = None
    anchor: str
    code: str
    severity: Severity
    message: str
    called: str = "since"
    basis: tuple[Citation, ...] = ()
    step: str = ""
    reads_form: bool = False

    @property
    def name(self) -> str:
        """Its name in a workflow: one limit bounds one step once."""
        return f"{self.step}:{self.limit or self.anchor}"

    def in_force(self, law: "Law") -> tuple[Citation, ...] | None:
        """The citations to show: the basis where one is given, and the article that sets the limit; None where silent."""
        if self.limit is None:
            return law.cited(self.basis) or None
        if self.limit not in law:
            return None
        own = law.limits[self.limit].citation
        before = law.cited(self.basis)
        return before if own in before else (*before, own)

    def start(self, dossier: "Dossier", act: "Act | None", law: "Law") -> date | None:
        """The anchor's day, or None where nothing has started the window yet."""
        if self.reads_form:
            return getattr(act.form, self.anchor.partition(".")[2]) if act and act.form else None
        return dossier.day(self.anchor, law)

    def end(self, start: date, law: "Law") -> date:
        """The edge that follows from the anchor's day."""
        return shift(start, self.limit, law) if self.limit else start

    def facts(self, start: date, law: "Law") -> dict[str, Any]:
        """What the message tells: the anchor and the number in its unit."""
        counted = {unit_of(self.limit): law[self.limit]} if self.limit else {}
        return {self.called: start, **counted}

    def ask(self, dossier: "Dossier", act: "Act", law: "Law") -> Finding | None:
        """The finding for an act on its day."""
        raise NotImplementedError

    def opens(self, dossier: "Dossier", law: "Law") -> date | None:
        """The first lawful day, where the window holds acts back."""
        return None

    def closes(self, dossier: "Dossier", law: "Law") -> date | None:
        """The last lawful day, where the window presses."""
        return None

    def counted(self, dossier: "Dossier", law: "Law") -> "Counted | None":
        """From what `closes` is counted."""
        return None

    def overdue(self, dossier: "Dossier", law: "Law", on: date) -> Finding | None:
        """The finding when `on` has passed the last lawful day without the act."""
        return None

    edge_names: ClassVar[tuple[str, ...]] = ("closes",)

    def edges(self, dossier: "Dossier", act: "Act", law: "Law") -> dict[str, Edge]:
        """Every edge of the window for an act: its name, the last day on one side, the first on the other."""
        start = self.start(dossier, act, law)
        return {"closes": after(self.end(start, law))} if start else {}


class NotBefore(Window):
    """An act is lawful only from the edge on."""

    __slots__ = ()
    edge_names = ("opens",)

    def edges(self, dossier: "Dossier", act: "Act", law: "Law") -> dict[str, Edge]:
        opens = self.opens(dossier, law)
        return {"opens": before(opens)} if opens else {}

    def opens(self, dossier: "Dossier", law: "Law") -> date | None:
        start = dossier.day(self.anchor, law)
        return self.end(start, law) if start else None

    def ask(self, dossier: "Dossier", act: "Act", law: "Law") -> Finding | None:
        start = self.start(dossier, act, law)
        if start is None or act.on >= (earliest := self.end(start, law)):
            return None
        return too_early(self.message, earliest, **self.facts(start, law))


class Ahead(Window):
    """An act is due a period before the anchor, which lies ahead (an overlay's rule)."""

    __slots__ = ()
    limit: str

    def edges(self, dossier: "Dossier", act: "Act", law: "Law") -> dict[str, Edge]:
        closes = self.closes(dossier, law)
        return {"closes": after(closes)} if closes else {}

    def closes(self, dossier: "Dossier", law: "Law") -> date | None:
        ahead = dossier.day(self.anchor, law)
        return shift(ahead, self.limit, law, -1) if ahead else None

    def counted(self, dossier: "Dossier", law: "Law") -> Counted | None:
        ahead = dossier.day(self.anchor, law)
        return Counted(self.anchor, ahead, ahead=True) if ahead else None

    def ask(self, dossier: "Dossier", act: "Act", law: "Law") -> Finding | None:
        return self.overdue(dossier, law, act.on)

    def overdue(self, dossier: "Dossier", law: "Law", on: date) -> Finding | None:
        ahead = dossier.day(self.anchor, law)
        if ahead is None or on <= (latest := shift(ahead, self.limit, law, -1)):
            return None
        return too_late(self.message, latest, **self.facts(ahead, law))


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeastWorkdays(Window):
    """An act comes on the first working day after a period (`begins_on` to `ends_on` of a step) that is long enough."""

    limit: str
    short: str
    edge_names: ClassVar[tuple[str, ...]] = ("opens",)

    def edges(self, dossier: "Dossier", act: "Act", law: "Law") -> dict[str, Edge]:
        opens = self.opens(dossier, law)
        return {"opens": before(opens)} if opens else {}

    def opens(self, dossier: "Dossier", law: "Law") -> date | None:
        period = dossier.done(self.anchor)
        if period is None:
            return None
        if period.known("ends_on") is None:  # still running: at the soonest
            return law.calendar.first_after(period.begins_on, and_workdays=law[self.limit], since=period.begins_on)
        return self._earliest(period, law) if self._served(period, law) >= law[self.limit] else None

    def ask(self, dossier: "Dossier", act: "Act", law: "Law") -> Finding | None:
        period = dossier.done(self.anchor)
        if period is None:
            return None
        earliest, served = self._earliest(period, law), self._served(period, law)
        facts = {**self.facts(period.begins_on, law), "ends_on": period.ends_on, "served": served}
        if act.on < earliest:
            return too_early(self.message, earliest, **facts)
        if served < law[self.limit]:
            return wrong(self.short, **facts)
        if law.calendar.is_provisional(period.begins_on, earliest):
            return wrong(N_("%(begins_on)s 起的工作日为暂算：该年放假调休安排尚未确认"), severity=note, **facts)
        return None

    def _served(self, period: Any, law: "Law") -> int:
        return law.calendar.workdays(period.begins_on, period.ends_on)

    def _earliest(self, period: Any, law: "Law") -> date:
        return law.calendar.first_after(period.ends_on, and_workdays=law[self.limit], since=period.begins_on)


class Deadline(Window):
    """What `within` and `every` share: reading C-12, and being overdue without an act."""

    __slots__ = ()

    def is_new_for(self, start: date, law: "Law") -> bool:
        """Reading C-12: a deadline that is new in an edition does not bind what started before the edition."""
        new_from = law.limits[self.limit].new_from if self.limit else None
        return new_from is not None and start < new_from and law.readings["transition"] == "by_starting_act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Deadline):
    """An act is due by the edge.

    `at_most` names a second limit beyond which the act is blocked; up to it a recorded `excuse` makes lateness a note.
    `also_from` is an earlier anchor that only warns, unless the reading `counts_from` (name, option) makes it count.
    `prompt` means due at once: late up to the limit is a note.
    """

    at_most: str | None = None
    excuse: str = ""
    also_from: str | None = None
    counts_from: tuple[str, str] = ("", "")
    prompt: bool = False

    @property
    def edge_names(self) -> tuple[str, ...]:  # type: ignore[override]
        """`closes`, and what else is declared: `at_most` (blocked beyond), `warns` (the earlier anchor), `prompt`."""
        more = {"at_most": self.at_most, "warns": self.also_from, "prompt": self.prompt}
        return ("closes", *(name for name, declared in more.items() if declared))

    def edges(self, dossier: "Dossier", act: "Act", law: "Law") -> dict[str, Edge]:
        start = self.start(dossier, act, law)
        if start is None:
            return {}
        found = {"closes": after(self.end(start, law))}
        if self.at_most:
            found["at_most"] = after(shift(start, self.at_most, law))
        if self.also_from and (earlier := dossier.day(self.also_from, law)):
            found["warns"] = after(self.end(earlier, law))
        if self.prompt:
            found["prompt"] = after(start)
        return found

    def ask(self, dossier: "Dossier", act: "Act", law: "Law") -> Finding | None:
        earlier = dossier.day(self.also_from, law) if self.also_from else None
        start = earlier if self._counts_earlier(law) else self.start(dossier, act, law)
        if start is None:
            return None
        latest = self.end(start, law)
        if act.on > latest:
            return too_late(self.message, latest, severity=self._gravity(start, act, law), **self.facts(start, law))
        if self.prompt and act.on > start:
            return too_late(self.message, latest, severity=note, **self.facts(start, law))
        if earlier and act.on > (warned := self.end(earlier, law)):
            return too_late(self.message, warned, severity=note, **self.facts(earlier, law))
        return None

    def closes(self, dossier: "Dossier", law: "Law") -> date | None:
        start = self._known_start(dossier, law)
        return self.end(start, law) if start and not self.is_new_for(start, law) else None

    def overdue(self, dossier: "Dossier", law: "Law", on: date) -> Finding | None:
        start = self._known_start(dossier, law)
        if start is None or self.is_new_for(start, law) or on <= (latest := self.end(start, law)):
            return None
        taken = dossier.last(self.step)
        if taken is not None and taken.day >= start:
            return None  # it was done in answer to this anchor, whatever came of it
        return too_late(self.message, latest, severity=irregular, **self.facts(start, law))

    def counted(self, dossier: "Dossier", law: "Law") -> Counted | None:
        anchor, start = self._known_anchor(law), self._known_start(dossier, law)
        moves = self.anchor.partition(".")[2] if self.reads_form and not self._counts_earlier(law) else ""
        return Counted(anchor, start, moves=moves) if anchor and start else None

    def _known_anchor(self, law: "Law") -> str | None:
        """The anchor as far as it is known before the act: the earlier one where the form brings the other."""
        return self.also_from if self.reads_form or self._counts_earlier(law) else self.anchor

    def _known_start(self, dossier: "Dossier", law: "Law") -> date | None:
        anchor = self._known_anchor(law)
        return dossier.day(anchor, law) if anchor else None

    def _counts_earlier(self, law: "Law") -> bool:
        reading, option = self.counts_from
        return bool(reading) and law.readings[reading] == option

    def _gravity(self, start: date, act: "Act", law: "Law") -> Severity:
        if self.is_new_for(start, law):
            return note
        if self.at_most and act.on > shift(start, self.at_most, law):
            return block
        if act.form and act.form.known(self.excuse):
            return note
        return self.severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Deadline):
    """An act recurs: from the anchor on, then from its own last taking, until the step `until` is taken.

    It stands on the recurring step and on the closing one, so that the last gap is judged too. Before the first taking
    there is no last time to speak of: then the message is `first`, which calls the anchor `since`.
    """

    recurring: str
    until: str
    first: str

    def start(self, dossier: "Dossier", act: "Act | None", law: "Law") -> date | None:
        if dossier.done(self.until):
            return None
        begun, last = dossier.day(self.anchor, law), dossier.last(self.recurring)
        return max(begun, last.day) if begun and last else begun

    def ask(self, dossier: "Dossier", act: "Act", law: "Law") -> Finding | None:
        start = self.start(dossier, act, law)
        if start is None or act.on <= (latest := self.end(start, law)):
            return None
        return self._too_late(dossier, law, start, latest)

    def closes(self, dossier: "Dossier", law: "Law") -> date | None:
        start = self.start(dossier, None, law)
        return self.end(start, law) if start and self.step == self.recurring else None

    def counted(self, dossier: "Dossier", law: "Law") -> Counted | None:
        start = self.start(dossier, None, law)
        return Counted(self.recurring if self._again(dossier, start) else self.anchor, start) if start else None

    def _again(self, dossier: "Dossier", start: date) -> bool:
        """Whether the window runs from the last taking, and not from the anchor."""
        last = dossier.last(self.recurring)
        return last is not None and last.day == start

    def _too_late(self, dossier: "Dossier", law: "Law", start: date, latest: date) -> Finding:
        facts = self.facts(start, law)
        if self._again(dossier, start):
            return too_late(self.message, latest, severity=self.severity, **facts)
        del facts[self.called]
        return too_late(self.first, latest, severity=self.severity, since=start, **facts)

    def overdue(self, dossier: "Dossier", law: "Law", on: date) -> Finding | None:
        start = self.start(dossier, None, law)
        if start is None or self.step != self.recurring or on <= (latest := self.end(start, law)):
            return None
        return self._too_late(dossier, law, start, latest)


def not_before(limit: str | None, *, after: str, code: str, message: str, **more: Any) -> NotBefore:
    """Not before the limit has run from `after`; without a limit, not before that day."""
    return NotBefore(
        limit=limit, anchor=after, code=code, message=message, severity=more.pop("severity", block), **more
    )


def within(limit: str | None, *, of: str, code: str, message: str, **more: Any) -> Within:
    """Within the limit, counted from `of`; without a limit, not after that day."""
    return Within(limit=limit, anchor=of, code=code, message=message, severity=more.pop("severity", irregular), **more)


def ahead_of(anchor: str, limit: str, *, code: str, message: str, **more: Any) -> Ahead:
    """At least the limit before the day `anchor`."""
    severity = more.pop("severity", irregular)
    return Ahead(limit=limit, anchor=anchor, code=code, message=message, severity=severity, **more)


def every(
    limit: str, *, since: str, recurring: str, until: str, code: str, message: str, first: str, **more: Any
) -> Every:
    """Again and again within the limit, from `since` until the step `until`."""
    return Every(
        limit=limit,
        anchor=since,
        recurring=recurring,
        until=until,
        code=code,
        message=message,
        first=first,
        severity=irregular,
        **more,
    )


def at_least_workdays(limit: str, *, of: str, code: str, message: str, short: str, **more: Any) -> AtLeastWorkdays:
    """After a period of at least so many working days, recorded by the step `of`."""
    return AtLeastWorkdays(limit=limit, anchor=of, code=code, message=message, short=short, severity=block, **more)
