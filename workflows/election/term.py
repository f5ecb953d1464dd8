"""The term an election is about: its end as the case knows it, and what the superior agreed to change of it."""

from datetime import date
from typing import Any, NamedTuple

from workflows.engine.dossier import Dossier

ENDS = ("decide_election", "request_extension", "remind", "record_vacancy")
"""The steps that record the end of the term, the one to be believed first."""


class Change(NamedTuple):
    """A change of the day of the election that the superior agreed to: when, until or from which day, under which number."""

    on: date
    until: date
    number: str | None


def agreed(dossier: Dossier, direction: str) -> list[Change]:
    """Every extension (`extend`) or advance (`advance`) that was agreed to, in order; a later one takes none back."""
    found, asked = [], dossier.takings.get("request_extension", ())
    for reply in dossier.takings.get("reply_extension", ()):
        form = next((each.form for each in reversed(asked) if each.number < reply.number), None)
        if form is not None and reply.outcome == "agreed" and form.direction == direction:
            found.append(Change(reply.on, form.until, reply.form.known("number")))
    return found


def expiry(dossier: Dossier) -> date | None:
    """The day on which the term ends as the case knows it: the last one recorded, extensions granted included; or None."""
    granted = agreed(dossier, "extend")
    return granted[-1].until if granted else recorded(dossier, "expires_on")


def original_expiry(dossier: Dossier) -> date | None:
    """The day on which the term ends without any extension; or None. Where that was not recorded, the first end that was."""
    forms = [taking.form for step in ENDS for taking in dossier.takings.get(step, ())]
    first = min((form.expires_on for form in forms if form.known("expires_on")), default=None)
    return recorded(dossier, "original_expires_on") or first


def recorded(dossier: Dossier, name: str) -> Any:
    """What the case recorded of the term under a name; the last of each step."""
    forms = (dossier.last(step) for step in ENDS)
    return next((form.known(name) for form in forms if form is not None and form.known(name)), None)
