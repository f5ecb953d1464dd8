"""Where the value of a column comes from: each function makes one that reads a line."""

from collections.abc import Callable
from datetime import date
from typing import Any

from web.ledgers.lines import Line
from workflows.engine.findings import N_, Message
from workflows.membership.days import extensions

Value = date | int | str | None
Read = Callable[[Line], Value]

VOTES = N_(
    "应到 %(due)s，实到 %(present)s，赞成 %(in_favour)s，书面赞成 %(written_in_favour)s，反对 %(against)s，弃权 %(abstain)s"
)
UNKNOWN = N_("未记载")
HELD = N_("%(days)s 天 %(hours)s 学时")
CAME = N_("%(on)s 自“%(from)s”转入")


def on(step: str) -> Read:
    """The day of the taking that stands."""
    return lambda line: taking.on if (taking := line.dossier.standing.get(step)) else None


def fact(step: str, name: str) -> Read:
    """What the taking that stands records: a day, a number or a text."""
    return lambda line: form.known(name) if (form := line.dossier.done(step)) else None


def word(step: str, name: str) -> Read:
    """A coded value, or several, in words."""

    def read(line: Line) -> Value:
        form = line.dossier.done(step)
        held = form.known(name) if form else None
        codes = held if isinstance(held, list) else [held] if held else []
        return Message("、".join(line.dossier.flow.words.get(code, code) for code in codes))

    return read


def outcome(step: str) -> Read:
    """What came of the last taking, in words, whether it stands or not."""

    def read(line: Line) -> Value:
        code = line.dossier.outcome(step)
        return Message(line.dossier.flow.outcome_titles[code]) if code else None

    return read


def people(step: str) -> Read:
    """The names of those the step names."""
    return lambda line: "、".join(line.people.get(step, ()))


def last_on(step: str) -> Read:
    """The day of the last taking of a step that is taken again and again."""
    return lambda line: takings[-1].on if (takings := line.dossier.takings.get(step)) else None


def times(step: str) -> Read:
    """How often a step was taken."""
    return lambda line: len(line.dossier.takings.get(step, ())) or None


def votes(step: str) -> Read:
    """The counts of the member meeting."""

    def read(line: Line) -> Value:
        form = line.dossier.done(step)
        names = ("due", "present", "in_favour", "written_in_favour", "against", "abstain")
        return VOTES % {name: _said(form.known(name)) for name in names} if form else None

    return read


def trained(line: Line) -> Value:
    """How long the training was."""
    form = line.dossier.done("train")
    return HELD % {name: _said(form.known(name)) for name in ("days", "hours")} if form else None


def computed(name: str) -> Read:
    """A day that follows from others."""
    return lambda line: line.dossier.flow.computed(line.dossier, line.law)[name]


def extended_to(line: Line) -> Value:
    """To which day the probation was last extended, once the superior approved it."""
    return next(reversed(extensions(line.dossier)), None)


def came_from(line: Line) -> Value:
    """Where the person came from, and when."""
    taking = line.dossier.standing.get("receive")
    return CAME % {"on": taking.on, "from": _said(taking.form.known("from"))} if taking else None


def _said(value: Any) -> Any:
    return UNKNOWN if value is None else value
