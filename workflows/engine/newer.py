"""Steps that only a newer edition asks for: since when, and that a case which went on before it owes nothing."""

from datetime import date
from typing import NamedTuple

from .declare import Need, Step, Workflow
from .dossier import Dossier
from .findings import N_, Finding, missing, note
from .judge import asked_for, governed, rests_on
from .law import LawBook

CODE = "C-12"
NOT_ASKED = N_("%(on)s 办理“%(act)s”时的条文不要求“%(needed)s”，不必补办；%(since)s 起才要求先办这一步")
NEW = N_("%(since)s 起才要求“%(needed)s”：此前办理“%(act)s”的，没有办过就留空")


class Newer(NamedTuple):
    """What needs a step only since an edition: the needing step, the need, and the edition's first day."""

    by: Step
    need: Need
    since: date


def newer(flow: Workflow, step: Step, laws: LawBook) -> Newer | None:
    """Since when `step` is needed, where the edition before did not ask for it; None for any other step."""
    needs = [(other, need) for other in flow for need in other.needs if need.step == step.name]
    if not needs or not all(need.only for _, need in needs):
        return None
    by, need = needs[0]
    since = _asked_since(need, laws)
    return Newer(by, need, since) if since else None


def _asked_since(need: Need, laws: LawBook) -> date | None:
    """The first day on which the law, overlays included, asks for a needed step without a break until now; None where it does not."""
    since = None
    for start in laws.starts:
        since = (since or start) if asked_for(need, laws.on(start)) else None
    return since


def not_asked(dossier: Dossier, step: Step, laws: LawBook) -> Finding | None:
    """Why a step that was never taken is not owed: what needs it was taken under a text that did not ask for it."""
    asking = newer(dossier.flow, step, laws)
    if asking is None or step.name in dossier.takings or asking.by.name not in dossier.takings:
        return None
    on = dossier.takings[asking.by.name][-1].on
    law = laws.on(on)
    if asked_for(asking.need, law) or not governed(dossier, law):
        return None
    return _told(missing(NOT_ASKED, on=on, act=asking.by.name, needed=step.name, since=asking.since), asking, laws)


def new_since(flow: Workflow, step: Step, laws: LawBook) -> Finding | None:
    """What whoever writes down a case of earlier years must know of a step that is asked for since an edition only."""
    asking = newer(flow, step, laws)
    if asking is None:
        return None
    return _told(missing(NEW, since=asking.since, act=asking.by.name, needed=step.name), asking, laws)


def _told(finding: Finding, asking: Newer, laws: LawBook) -> Finding:
    return finding.under(CODE, note, asking.need.step, None, rests_on(asking.need, laws.on(asking.since)))
