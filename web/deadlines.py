"""A deadline in words: the last lawful day, and from which day it is counted."""

from datetime import date
from typing import NamedTuple

from workflows.engine.decide import with_weekday
from workflows.engine.declare import Step, Workflow
from workflows.engine.dossier import Dossier
from workflows.engine.findings import N_
from workflows.engine.forms import Unrecorded
from workflows.engine.law import Law
from workflows.engine.outlook import is_met
from workflows.engine.windows import Counted, Window
from workflows.rules import readings_on_file

COUNTED = N_("最迟 %(latest)s：自 %(since)s“%(anchor)s”起算")
BEFORE = N_("最迟 %(latest)s：在 %(since)s“%(anchor)s”以前")
MOVES = N_(
    "最迟 %(latest)s：暂自 %(since)s“%(anchor)s”起算；本步填写“%(field)s”以后，改自那一天起算，最迟之日随之后移（%(reading)s）"
)


class Deadline(NamedTuple):
    """The nearest deadline of a step, and the window it comes from with what that counts from."""

    latest: date
    window: Window
    counted: Counted


def nearest(dossier: Dossier, step: Step, law: Law) -> Deadline | None:
    """The deadline that comes first; None where none runs, or it was met."""
    if is_met(dossier, step):
        return None
    found = (_of(window, dossier, law) for window in step.windows if window.in_force(law) is not None)
    return min(filter(None, found), key=lambda each: each.latest, default=None)


def _of(window: Window, dossier: Dossier, law: Law) -> Deadline | None:
    try:
        latest, counted = window.closes(dossier, law), window.counted(dossier, law)
    except Unrecorded:
        return None
    return Deadline(latest, window, counted) if latest and counted else None


def worded(dossier: Dossier, step: Step, law: Law) -> str:
    """The nearest deadline as a message; empty where none runs."""
    found = nearest(dossier, step, law)
    if found is None:
        return ""
    flow, counted = dossier.flow, found.counted
    facts = {
        "latest": with_weekday(found.latest),
        "since": with_weekday(counted.day),
        "anchor": called(flow, counted.anchor),
    }
    if counted.moves:
        reading = getattr(found.window, "counts_from", ("",))[0]
        facts |= {"field": step.form.title(counted.moves), "reading": readings_on_file()[reading].key}
        return MOVES % facts
    return (BEFORE if counted.ahead else COUNTED) % facts


def called(flow: Workflow, anchor: str) -> str:
    """What an anchor is called: a step, a field of one, or a day the workflow computes."""
    step, _, name = anchor.partition(".")
    if step in flow:
        return flow[step].form.title(name) if name else flow[step].title
    return flow.words[anchor]
